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
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An export of Cost Management: a folder per month, in it one per run, in it parts and a manifest.
 *
 * <p>Shape: under overwriting only the newest run's folder stays. Source: Cost Management,
 * "Tutorial: Create and manage exported data", manifest version 2024-04-01.
 */
final class AzureExport implements Export {
  private static final String DIRECTORY = "exports";
  private static final String SCOPE = "/providers/Microsoft.Billing/billingAccounts/1234567";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

  private final SyntheticBill bill;
  private final Path root;
  private final String name;
  private final String month;

  AzureExport(SyntheticBill bill, Path root) {
    this.bill = bill;
    this.root = root;
    name = "synthetic-" + bill.format();
    month =
        DIRECTORY
            + "/"
            + name
            + "/"
            + DAY.format(bill.period().atDay(1))
            + "-"
            + DAY.format(bill.period().atEndOfMonth());
  }

  @Override
  public Unit unit() {
    return Unit.ALL_FILES;
  }

  @Override
  public Placement place(int delivery, int parts, Instant time) {
    String id = Noise.uuid(bill.seed() + 31, delivery);
    List<Path> files = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      String key = String.format(Locale.ROOT, "%s/%s/part_%d_0001%s", month, id, part, suffix());
      keys.add(key);
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
    Path run = root.resolve(month).resolve(placement.id());
    if (bill.layout() == Layout.OVERWRITE) {
      removeOthers(run);
    }
    Path marker = run.resolve("manifest.json");
    Files.createDirectories(run);
    Files.write(
        marker,
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest(placement)));
    return List.of(marker);
  }

  private void removeOthers(Path run) throws IOException {
    List<Path> old;
    try (Stream<Path> all = Files.walk(root.resolve(month))) {
      old =
          all.filter(path -> !path.startsWith(run) && !path.equals(root.resolve(month)))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : old) {
      Files.delete(path);
    }
  }

  private ObjectNode manifest(Placement placement) throws IOException {
    ObjectNode manifest = new ObjectMapper().createObjectNode();
    manifest.put("manifestVersion", "2024-04-01");
    manifest.put("blobCount", placement.keys().size());
    manifest
        .putObject("exportConfig")
        .put("exportName", name)
        .put("resourceId", SCOPE + "/providers/Microsoft.CostManagement/exports/" + name)
        .put("dataVersion", bill.format().equals("focus") ? bill.version() : "2024-08-01")
        .put("apiVersion", "2023-07-01-preview")
        .put("type", type())
        .put("timeFrame", "MonthToDate")
        .put("granularity", "Daily");
    manifest
        .putObject("deliveryConfig")
        .put("partitionData", true)
        .put(
            "dataOverwriteBehavior",
            bill.layout() == Layout.OVERWRITE ? "OverwritePreviousReport" : "CreateNewReport")
        .put("fileFormat", bill.encoding() == Encoding.PARQUET ? "Parquet" : "Csv")
        .put("rootFolderPath", DIRECTORY);
    manifest
        .putObject("runInfo")
        .put("executionType", "Scheduled")
        .put("submittedTime", placement.time().toString())
        .put("runId", placement.id())
        .put("startDate", bill.period().atDay(1) + "T00:00:00")
        .put("endDate", bill.period().atEndOfMonth() + "T00:00:00");
    ArrayNode blobs = manifest.putArray("blobs");
    for (int i = 0; i < placement.keys().size(); i++) {
      ObjectNode blob = blobs.addObject().put("blobName", placement.keys().get(i));
      Path file = placement.files().get(i);
      // A part that was left out on purpose is named all the same.
      blob.put("byteCount", Files.exists(file) ? Files.size(file) : 0);
    }
    return manifest;
  }

  private String type() {
    return switch (bill.format()) {
      case "actual" -> "ActualCost";
      case "amortized" -> "AmortizedCost";
      default -> "FocusCost";
    };
  }
}
