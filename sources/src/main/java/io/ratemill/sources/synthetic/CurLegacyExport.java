package io.ratemill.sources.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The legacy Cost and Usage Report: a month folder with a manifest, and a folder per assembly where
 * deliveries do not overwrite each other.
 *
 * <p>Source: AWS CUR user guide, "Accessing Cost and Usage Reports in S3".
 */
final class CurLegacyExport implements Export {
  static final String BUCKET = "synthetic-billing";
  private static final String PREFIX = "cur";
  private static final String REPORT = "synthetic-cur";

  private final SyntheticBill bill;
  private final Path root;
  private final String payer;

  CurLegacyExport(SyntheticBill bill, Path root, String payer) {
    this.bill = bill;
    this.root = root;
    this.payer = payer;
  }

  @Override
  public Unit unit() {
    return Unit.ALL_FILES;
  }

  @Override
  public Placement place(int delivery, int parts, Instant time) {
    String id = Noise.uuid(bill.seed() + 17, delivery);
    String folder = monthFolder();
    if (bill.layout() == Layout.CREATE_NEW) {
      folder += "/" + id;
    }
    List<Path> files = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 1; part <= parts; part++) {
      String key = folder + "/" + fileName(part);
      keys.add(key);
      files.add(root.resolve(key));
    }
    return new Placement(delivery, id, time, files, keys);
  }

  private String fileName(int part) {
    if (bill.encoding() == Encoding.PARQUET) {
      String codec = bill.codec().name().toLowerCase(Locale.ROOT);
      return String.format(Locale.ROOT, "%s-%05d.%s.parquet", REPORT, part, codec);
    }
    return REPORT + "-" + part + bill.encoding().suffix();
  }

  private String monthFolder() {
    YearMonth period = bill.period();
    String folder = PREFIX + "/" + REPORT;
    if (bill.encoding() == Encoding.PARQUET && bill.layout() == Layout.OVERWRITE) {
      // The layout for Athena, whose months have no leading zero.
      return folder
          + "/"
          + REPORT
          + "/year="
          + period.getYear()
          + "/month="
          + period.getMonthValue();
    }
    DateTimeFormatter day = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    return folder
        + "/"
        + day.format(period.atDay(1))
        + "-"
        + day.format(period.plusMonths(1).atDay(1));
  }

  @Override
  public List<Path> mark(Placement placement, List<Column> columns) throws IOException {
    byte[] manifest =
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(manifest(placement, columns));
    List<Path> markers = new ArrayList<>();
    if (bill.layout() == Layout.CREATE_NEW) {
      markers.add(placement.files().get(0).resolveSibling(REPORT + "-Manifest.json"));
    }
    markers.add(root.resolve(monthFolder()).resolve(REPORT + "-Manifest.json"));
    for (Path marker : markers) {
      Files.write(marker, manifest);
    }
    return markers;
  }

  private ObjectNode manifest(Placement placement, List<Column> columns) {
    ObjectNode manifest = new ObjectMapper().createObjectNode();
    manifest.put("assemblyId", placement.id());
    manifest.put("account", payer);
    ArrayNode names = manifest.putArray("columns");
    for (Column column : columns) {
      String name = column.name();
      int slash = name.indexOf('/');
      ObjectNode entry = names.addObject();
      if (slash > 0) {
        entry.put("category", name.substring(0, slash));
      }
      entry.put("name", name.substring(slash + 1)).put("type", column.type());
    }
    manifest.put("charset", "UTF-8");
    manifest.put(
        "compression",
        switch (bill.encoding()) {
          case CSV, CSV_GZ -> "GZIP";
          case CSV_ZIP -> "ZIP";
          case PARQUET -> "Parquet";
          case JSON, AVRO -> throw new IllegalStateException("Messages have no manifest");
        });
    manifest.put("contentType", bill.encoding() == Encoding.PARQUET ? "Parquet" : "text/csv");
    manifest.put("reportId", Noise.uuid(bill.seed(), 99));
    manifest.put("reportName", REPORT);
    DateTimeFormatter start = DateTimeFormatter.ofPattern("yyyyMMdd'T000000.000Z'", Locale.ROOT);
    manifest
        .putObject("billingPeriod")
        .put("start", start.format(bill.period().atDay(1)))
        .put("end", start.format(bill.period().plusMonths(1).atDay(1)));
    manifest.put("bucket", BUCKET);
    ArrayNode keys = manifest.putArray("reportKeys");
    placement.keys().forEach(keys::add);
    manifest.putArray("additionalArtifactKeys");
    return manifest;
  }
}
