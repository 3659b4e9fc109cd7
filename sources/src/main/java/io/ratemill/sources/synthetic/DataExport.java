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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A data export of AWS: CUR 2.0 or FOCUS, with data and metadata in folders of their own.
 *
 * <p>Source: AWS Data Exports user guide, "Understanding data export delivery".
 */
final class DataExport implements Export {
  private static final String PREFIX = "exports";
  private static final DateTimeFormatter FOLDER_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final SyntheticBill bill;
  private final Path root;
  private final String payer;
  private final String name;
  private final String partition;

  DataExport(SyntheticBill bill, Path root, String payer) {
    this.bill = bill;
    this.root = root;
    this.payer = payer;
    boolean focus = bill.format().equals("focus");
    name = focus ? "synthetic-focus" : "synthetic-cur2";
    // Real exports of FOCUS spell the partition in lower case, those of CUR 2.0 do not.
    partition = (focus ? "billing_period=" : "BILLING_PERIOD=") + bill.period();
  }

  @Override
  public Unit unit() {
    return Unit.ALL_FILES;
  }

  @Override
  public Placement place(int delivery, int parts, Instant time) {
    String id = Noise.uuid(bill.seed() + 29, delivery);
    String folder = PREFIX + "/" + name + "/data/" + partition;
    if (bill.layout() == Layout.CREATE_NEW) {
      folder += "/" + FOLDER_TIME.format(time) + "-" + id;
    }
    List<Path> files = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 1; part <= parts; part++) {
      String key = String.format(Locale.ROOT, "%s/%s-%05d%s", folder, name, part, suffix());
      keys.add("s3://" + CurLegacyExport.BUCKET + "/" + key);
      files.add(root.resolve(key));
    }
    return new Placement(delivery, id, time, files, keys);
  }

  private String suffix() {
    return bill.encoding() == Encoding.PARQUET
        ? "." + bill.codec().name().toLowerCase(Locale.ROOT) + ".parquet"
        : bill.encoding().suffix();
  }

  @Override
  public List<Path> mark(Placement placement, List<Column> columns) throws IOException {
    byte[] manifest =
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(manifest(placement, columns));
    Path folder = root.resolve(PREFIX).resolve(name).resolve("metadata").resolve(partition);
    List<Path> markers = new ArrayList<>();
    if (bill.layout() == Layout.CREATE_NEW) {
      String run = FOLDER_TIME.format(placement.time()) + "-" + placement.id();
      markers.add(folder.resolve(run).resolve(name + "-Manifest.json"));
    }
    markers.add(folder.resolve(name + "-Manifest.json"));
    for (Path marker : markers) {
      Files.createDirectories(marker.toAbsolutePath().getParent());
      Files.write(marker, manifest);
    }
    return markers;
  }

  private ObjectNode manifest(Placement placement, List<Column> columns) {
    ObjectNode manifest = new ObjectMapper().createObjectNode();
    manifest.put("executionId", placement.id());
    manifest.put(
        "exportArn", "arn:aws:bcm-data-exports:us-east-1:" + payer + ":export/" + name + "-1");
    ArrayNode names = manifest.putArray("columns");
    for (Column column : columns) {
      names.addObject().put("name", column.name()).put("type", column.type());
    }
    ArrayNode files = manifest.putArray("dataFiles");
    placement.keys().forEach(files::add);
    manifest.putArray("additionalOutputFiles");
    return manifest;
  }
}
