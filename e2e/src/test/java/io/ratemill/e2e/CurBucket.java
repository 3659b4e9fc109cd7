package io.ratemill.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** A folder laid out as AWS lays a legacy CUR bucket, create-new layout, parts before markers. */
final class CurBucket {
  private final Path root;
  private final String prefix;

  CurBucket(Path root, String prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  /** How a delivery's text is written; two shapes of one bill mean the same. */
  record Shape(boolean snakeHeaders, int parts, long seed, boolean bom, boolean crlf) {
    static Shape plain() {
      return new Shape(false, 1, 0, false, false);
    }

    static Shape random(Random random) {
      return new Shape(
          random.nextBoolean(),
          1 + random.nextInt(4),
          random.nextLong(),
          random.nextInt(3) == 0,
          random.nextInt(3) == 0);
    }
  }

  /** Where a delivery came to lie. */
  record Laid(String assembly, List<Path> parts, Path manifest) {}

  Laid deliver(
      YearMonth month, String assembly, Instant time, List<Map<String, String>> rows, Shape shape) {
    Random random = new Random(shape.seed());
    Path monthFolder = root.resolve(prefix).resolve(Setup.REPORT).resolve(range(month));
    Path folder = monthFolder.resolve(assembly);
    List<Path> parts = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 0; part < shape.parts(); part++) {
      List<Map<String, String>> mine = new ArrayList<>();
      for (int row = part; row < rows.size(); row += shape.parts()) {
        mine.add(rows.get(row));
      }
      String name = Setup.REPORT + "-" + (part + 1) + ".csv.gz";
      parts.add(put(folder.resolve(name), gzip(text(mine, shape, random), random), time));
      keys.add(
          String.join("/", prefix, Setup.REPORT, range(month), assembly, name)
              .replaceAll("^/", ""));
    }
    byte[] manifest = manifest(month, assembly, keys).getBytes(StandardCharsets.UTF_8);
    String name = Setup.REPORT + "-Manifest.json";
    Path marker = put(folder.resolve(name), manifest, time);
    Path newest = monthFolder.resolve(name);
    try {
      if (!Files.exists(newest) || Files.getLastModifiedTime(newest).toInstant().isBefore(time)) {
        put(newest, manifest, time);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Laid(assembly, List.copyOf(parts), marker);
  }

  /** Cuts a file to a share of its bytes, as an upload that broke off leaves it. */
  static void cutShort(Path file, Instant time) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      put(file, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3), time);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String range(YearMonth month) {
    DateTimeFormatter day = DateTimeFormatter.BASIC_ISO_DATE;
    return month.atDay(1).format(day) + "-" + month.plusMonths(1).atDay(1).format(day);
  }

  /** Columns present here, in an order of this part's own, some of them nobody asked for. */
  private static String text(List<Map<String, String>> rows, Shape shape, Random random) {
    Set<String> columns = new LinkedHashSet<>(CurRow.COLUMNS);
    if (random.nextBoolean()) {
      columns.add("resourceTags/user:cost center");
      columns.add("product/instanceType");
    }
    if (random.nextBoolean()) {
      columns.add("costCategory/Charge type");
    }
    List<String> order = new ArrayList<>(columns);
    if (shape.seed() != 0) {
      Collections.shuffle(order, random);
    }
    String end = shape.crlf() ? "\r\n" : "\n";
    String body = Csv.write(order, rows, end);
    int headerEnd = body.indexOf(end);
    List<String> names =
        shape.snakeHeaders() ? order.stream().map(CurBucket::snake).toList() : order;
    return (shape.bom() ? "\uFEFF" : "")
        + Csv.write(names, List.of(), end)
        + body.substring(headerEnd + end.length());
  }

  /**
   * The header as Athena and Parquet spell it: lineItem/UsageAccountId, line_item_usage_account_id.
   */
  static String snake(String column) {
    String[] parts = column.split("/", 2);
    return dashed(parts[0]) + "_" + dashed(parts[1]).replaceAll("[^a-z0-9_]", "_");
  }

  private static String dashed(String camel) {
    String spread = camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return spread.startsWith("_") ? spread.substring(1) : spread;
  }

  /** One or several gzip members: readers have to go on after the first. */
  private static byte[] gzip(String text, Random random) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int cut = random.nextBoolean() ? bytes.length : random.nextInt(bytes.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] range : new int[][] {{0, cut}, {cut, bytes.length}}) {
      try (GZIPOutputStream member = new GZIPOutputStream(out)) {
        member.write(bytes, range[0], range[1] - range[0]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  private String manifest(YearMonth month, String assembly, List<String> keys) {
    StringBuilder columns = new StringBuilder();
    for (String column : CurRow.COLUMNS) {
      String[] parts = column.split("/", 2);
      columns.append(columns.length() == 0 ? "" : ",");
      columns.append("{\"category\":\"").append(parts[0]);
      columns.append("\",\"name\":\"").append(parts[1]).append("\",\"type\":\"String\"}");
    }
    DateTimeFormatter day = DateTimeFormatter.BASIC_ISO_DATE;
    return """
        {"assemblyId":"%s","account":"999900000000","columns":[%s],"charset":"UTF-8",
        "compression":"GZIP","contentType":"text/csv","reportId":"r-1","reportName":"%s",
        "billingPeriod":{"start":"%sT000000.000Z","end":"%sT000000.000Z"},
        "bucket":"bills","reportKeys":[%s],"additionalArtifactKeys":[]}
        """
        .formatted(
            assembly,
            columns,
            Setup.REPORT,
            month.atDay(1).format(day),
            month.plusMonths(1).atDay(1).format(day),
            String.join(",", keys.stream().map(key -> "\"" + key + "\"").toList()));
  }

  /** Under its name at once and whole, with the modification time it is meant to have. */
  static Path put(Path file, byte[] bytes, Instant time) {
    try {
      Files.createDirectories(file.getParent());
      Path whole = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.write(whole, bytes);
      Files.setLastModifiedTime(whole, FileTime.from(time));
      return Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
