package io.ratemill.sources.synthetic;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** A slow and plain reader of text bills, made apart from the writer that it checks. */
final class PlainCsv {
  private PlainCsv() {}

  static List<Map<String, String>> read(List<Path> files) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Path file : files) {
      List<List<String>> cells = cells(text(file));
      List<String> header = cells.get(0);
      for (List<String> row : cells.subList(1, cells.size())) {
        if (row.size() != header.size()) {
          throw new IOException(file + " has a row of " + row.size() + " cells: " + row);
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
          named.put(header.get(i), row.get(i));
        }
        rows.add(named);
      }
    }
    return rows;
  }

  static List<String> header(Path file) throws IOException {
    return cells(text(file)).get(0);
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.toString();
    if (name.endsWith(".gz")) {
      try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = in.readAllBytes();
      }
    } else if (name.endsWith(".zip")) {
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(bytes))) {
        if (in.getNextEntry() == null) {
          throw new IOException(file + " is an empty zip");
        }
        bytes = in.readAllBytes();
      }
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static List<List<String>> cells(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return rows;
  }
}
