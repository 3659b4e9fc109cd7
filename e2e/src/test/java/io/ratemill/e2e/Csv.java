package io.ratemill.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** RFC 4180 text, read and written one character at a time: slow, plain and not the engine's. */
final class Csv {
  private Csv() {}

  /** A header and the rows under it, each row by column name. */
  record Table(List<String> header, List<Map<String, String>> rows) {}

  static Table read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Table parse(String text) {
    List<List<String>> cells = cells(text);
    if (cells.isEmpty()) {
      return new Table(List.of(), List.of());
    }
    List<String> header = cells.get(0);
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : cells.subList(1, cells.size())) {
      if (line.size() != header.size()) {
        throw new IllegalArgumentException(
            "row " + (rows.size() + 2) + " has " + line.size() + " cells, not " + header.size());
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), line.get(i));
      }
      rows.add(row);
    }
    return new Table(header, rows);
  }

  private static List<List<String>> cells(String text) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int start = !text.isEmpty() && text.charAt(0) == '\uFEFF' ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        line.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    if (cell.length() > 0 || !line.isEmpty()) {
      line.add(cell.toString());
      lines.add(line);
    }
    return lines;
  }

  static String write(List<String> header, List<Map<String, String>> rows, String lineEnd) {
    StringBuilder text = new StringBuilder();
    append(text, header, lineEnd);
    for (Map<String, String> row : rows) {
      append(text, header.stream().map(column -> row.getOrDefault(column, "")).toList(), lineEnd);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> cells, String lineEnd) {
    text.append(cells.stream().map(Csv::quote).collect(Collectors.joining(","))).append(lineEnd);
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
