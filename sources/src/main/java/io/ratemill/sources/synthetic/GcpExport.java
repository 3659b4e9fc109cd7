package io.ratemill.sources.synthetic;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table exported to files by a query: a fresh run folder below the month, with our own marker in
 * it, written last.
 */
final class GcpExport implements Export {
  private static final String PREFIX = "exports/";
  private static final String MARKER = "_ratemill.json";

  private final SyntheticBill bill;
  private final Path root;

  GcpExport(SyntheticBill bill, Path root) {
    this.bill = bill;
    this.root = root;
  }

  @Override
  public Unit unit() {
    return Unit.ALL_FILES;
  }

  @Override
  public Placement place(int delivery, int parts, Instant time) {
    String id = Noise.uuid(bill.seed() + 41, delivery);
    List<Path> files = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      String key =
          String.format(
              Locale.ROOT,
              "%sbilling_period=%s/%s/%012d%s",
              PREFIX,
              bill.period(),
              id,
              part,
              bill.encoding().suffix());
      keys.add(key);
      files.add(root.resolve(key));
    }
    return new Placement(delivery, id, time, files, keys);
  }

  @Override
  public List<Path> mark(Placement placement, List<Column> columns) throws IOException {
    ObjectNode marker = new ObjectMapper().createObjectNode();
    marker
        .put("runId", placement.id())
        .put("table", table())
        .put("period", bill.period().toString())
        .put("maxExportTime", placement.time().toString());
    ArrayNode files = marker.putArray("files");
    for (Path file : placement.files()) {
      ObjectNode entry = files.addObject().put("name", String.valueOf(file.getFileName()));
      if (Files.exists(file)) {
        entry.put("bytes", Files.size(file));
      }
    }
    Path path = placement.files().get(0).resolveSibling(MARKER);
    Files.write(
        path, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(marker));
    return List.of(path);
  }

  /** The table under the name that Google gives it. */
  private String table() {
    String account = GcpColumns.billingAccount(bill).replace('-', '_');
    return "synthetic.billing."
        + switch (bill.format()) {
          case "detailed" -> "gcp_billing_export_resource_v1_" + account;
          case "reseller" -> "reseller_billing_detailed_export_v1";
          case "focus" -> "gcp_billing_export_focus_" + account;
          default -> "gcp_billing_export_v1_" + account;
        };
  }
}
