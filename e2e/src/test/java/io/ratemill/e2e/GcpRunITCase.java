package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.GcpRow.GcpLine;
import io.ratemill.sources.gcp.CloudStorageEmulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Google Cloud bills through the whole engine, against amounts added up row by row: restated
 * partitions, late runs, months that cross, runs that are broken or lack a marker.
 */
final class GcpRunITCase {
  private static final String TABLE = "p.billing.gcp_billing_export_v1_0A_1B";
  private static final Instant TIME = Instant.parse("2026-11-02T00:00:00Z");
  private static final List<String> DAYS =
      List.of("2026-10-01", "2026-10-02", "2026-10-15", "2026-10-31");

  @TempDir private Path folder;

  private final Map<String, BigDecimal> expected = new TreeMap<>();
  private final Map<String, BigDecimal> ledger = new TreeMap<>();
  private final Map<String, Long> lines = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aFolderOfRestatedPartitionsGivesTheRecordsAndTheLedgerOfItsRows(long seed) throws Exception {
    lay(new Random(seed), new InFolder(folder.resolve("bills")));
    configure("file:bills", "");
    Engine.run(folder, "run", "-c", folder.resolve("ratemill.yaml").toString()).exits(1);
    assertThatAllAgrees();
    JsonNode status = new Workspace(folder.resolve("out")).connectorStatus("gcp-main");
    assertThat(status.path("colour").asText()).isEqualTo("red");
    assertThat(status.path("reasons").toString()).contains("missing-part", "no-marker");
  }

  @Test
  void aBucketGivesTheSameThroughTheRealClient() throws Exception {
    try (CloudStorageEmulator emulator = CloudStorageEmulator.start()) {
      lay(new Random(3), (key, content) -> emulator.put("bills", "exports/gcp/" + key, content));
      configure("gs://bills/exports/gcp", emulator.endpoint());
      Engine.run(folder, "run", "-c", folder.resolve("ratemill.yaml").toString()).exits(1);
      assertThatAllAgrees();
    }
  }

  /** Where files go. */
  interface Place {
    void put(String key, byte[] content) throws IOException;
  }

  private record InFolder(Path root) implements Place {
    @Override
    public void put(String key, byte[] content) throws IOException {
      Path file = root.resolve(key);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      Files.setLastModifiedTime(file, FileTime.from(TIME));
    }
  }

  /** Several runs of every partition; the newest whole one counts, in whatever order they came. */
  private void lay(Random random, Place place) throws Exception {
    for (String day : DAYS) {
      List<GcpRow> rows = new ArrayList<>();
      for (int version = 1; version <= 3; version++) {
        for (int i = 0; i < 150; i++) {
          rows.add(GcpRow.random(random, day));
        }
        boolean broken = version == 3 && day.equals("2026-10-15");
        boolean inForce = version == (day.equals("2026-10-15") ? 2 : 3);
        // The newest run of one partition has the name that sorts first.
        String run = day.equals("2026-10-02") ? "run-" + (9 - version) : "run-" + version;
        write(place, day, run, rows, version, broken);
        if (inForce) {
          rows.forEach(row -> expect(row, run + "|" + day));
        }
      }
    }
    byte[] stray = parquet(List.of(GcpRow.random(random, "2026-10-20")));
    place.put("billing_period=2026-10/unfinished/part.parquet", stray);
  }

  private void write(
      Place place, String day, String run, List<GcpRow> rows, int version, boolean broken)
      throws Exception {
    String at = "billing_period=" + day.substring(0, 7) + "/" + day + "-" + run;
    int half = rows.size() / 2;
    byte[] first = parquet(rows.subList(0, half));
    byte[] second = parquet(rows.subList(half, rows.size()));
    place.put(at + "/000000000000.parquet", first);
    if (!broken) {
      place.put(at + "/000000000001.parquet", second);
    }
    String marker =
        """
        {"runId": "%s|%s", "table": "%s", "period": "%s", "partition": "%s",
         "maxExportTime": "%s", "files": [
           {"name": "000000000000.parquet", "bytes": %d, "rows": %d},
           {"name": "000000000001.parquet", "bytes": %d, "rows": %d}]}
        """
            .formatted(
                run,
                day,
                TABLE,
                day.substring(0, 7),
                day,
                TIME.plusSeconds(3600L * version),
                first.length,
                half,
                second.length,
                rows.size() - half);
    place.put(at + "/_ratemill.json", marker.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private byte[] parquet(List<GcpRow> rows) throws IOException, SQLException {
    Path json = folder.resolve("rows.json");
    Path file = folder.resolve("rows.parquet");
    Files.write(json, rows.stream().map(GcpRow::json).toList());
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          """
          COPY (SELECT * FROM read_json('%s', format = 'newline_delimited', columns = {
            billing_account_id: 'VARCHAR', invoice: 'STRUCT(month VARCHAR)', cost_type: 'VARCHAR',
            service: 'STRUCT(id VARCHAR, description VARCHAR)',
            sku: 'STRUCT(id VARCHAR, description VARCHAR)', usage_start_time: 'TIMESTAMP',
            project: 'STRUCT(id VARCHAR, name VARCHAR)', transaction_type: 'VARCHAR',
            cost: 'DOUBLE', cost_at_list: 'DECIMAL(38, 9)', currency: 'VARCHAR',
            credits: 'STRUCT(name VARCHAR, amount DOUBLE, type VARCHAR)[]'}))
          TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)
          """
              .formatted(json, file));
    }
    return Files.readAllBytes(file);
  }

  /** Adds a row of a delivery in force up, line by line. */
  private void expect(GcpRow row, String delivery) {
    String account = row.project() == null ? row.billingAccount() : row.project();
    // Nobody owns shop-5: the owner of its billing account decides.
    boolean owned = !account.equals("shop-5");
    for (GcpLine line : row.lines()) {
      boolean kept =
          switch (line.chargeClass()) {
            case "usage", "public-discount", "support", "adjustment" -> true;
            default -> false;
          };
      String place = kept ? "reported" : "left-out";
      String key = row.period() + "|" + delivery + "|" + line.chargeClass() + "|" + place;
      ledger.merge(key, line.billed(), BigDecimal::add);
      lines.merge(key, 1L, Long::sum);
      if (kept) {
        String asset = owned && row.project() != null ? "AS-" + row.project() : "AS-BILL";
        BigDecimal factor = new BigDecimal(row.marketplace() ? "1.2" : "1.1");
        // Support makes a record of its own per account, rounded by itself.
        String support = line.chargeClass().equals("support") ? account : "";
        expected.merge(
            String.join("|", row.period(), asset, row.item(), "" + row.marketplace())
                + "#"
                + support,
            line.billed().multiply(factor),
            BigDecimal::add);
      }
    }
  }

  private void assertThatAllAgrees() {
    Workspace workspace = new Workspace(folder.resolve("out"));
    Map<String, BigDecimal> actual = new TreeMap<>();
    workspace
        .newest()
        .values()
        .forEach(
            revision -> {
              for (Map<String, String> row : revision.table().rows()) {
                actual.merge(
                    String.join(
                        "|",
                        revision.period(),
                        row.get("asset_id"),
                        row.get("item_mpn"),
                        row.get("v.marketplace_service")),
                    new BigDecimal(row.get("amount")),
                    BigDecimal::add);
              }
            });
    Map<String, BigDecimal> wanted = new TreeMap<>();
    expected.forEach(
        (key, sum) ->
            wanted.merge(
                key.substring(0, key.indexOf('#')),
                sum.setScale(8, RoundingMode.HALF_UP),
                BigDecimal::add));
    assertThat(actual).isEqualTo(wanted);
    Map<String, BigDecimal> billed = new TreeMap<>();
    Map<String, Long> counted = new TreeMap<>();
    workspace
        .ledger("gcp-main")
        .forEach(
            (id, json) -> {
              if (json.path("state").asText().equals("in-force")) {
                assertThat(json.path("balanced").asBoolean()).as(id).isTrue();
                for (JsonNode out : json.path("out")) {
                  String key =
                      id + "|" + out.path("class").asText() + "|" + out.path("where").asText();
                  billed.put(key, new BigDecimal(out.path("billed").asText()));
                  counted.put(key, out.path("lines").asLong());
                }
              }
            });
    assertThat(counted).isEqualTo(lines);
    assertThat(billed.keySet()).isEqualTo(ledger.keySet());
    billed.forEach((key, sum) -> assertThat(sum).as(key).isEqualByComparingTo(ledger.get(key)));
  }

  private void configure(String location, String endpoint) throws IOException {
    StringBuilder owners =
        new StringBuilder(
            "provider,account_id,customer_account_id,customer_company_name,asset_id,"
                + "asset_external_id,hub_id,reseller_id,payer_id,marketplace_id,valid_from,valid_to\n");
    owners.append("gcp,0A-1B,ACC-B,Billing,AS-BILL,ext-b,HB-1234-1234,RS-1,,MP-00001,,\n");
    for (int i = 0; i < 5; i++) {
      owners.append(
          "gcp,shop-%d,ACC-%d,Shop %d,AS-shop-%d,ext-%d,HB-1234-1234,RS-1,,MP-00001,,\n"
              .formatted(i, i, i, i, i));
    }
    Files.writeString(folder.resolve("owners.csv"), owners);
    Files.writeString(
        folder.resolve("ratemill.yaml"),
        """
        workspace: out
        owners: owners.csv
        products: [{id: PRD-001-001-001, name: Cloud, usage-schema: PR, grain: service}]
        marketplaces:
          - id: MP-00001
            name: United States
            hub: {id: HB-1234-1234, name: Hub}
            vendor: {id: VA-123-123, name: Vendor}
            distributor: {id: PA-321-321, name: Distributor}
            contract: {id: CRD-1, name: Agreement}
            parameters: {customMarkup: 1.1, customMarkupMarketplace: 1.2, fxRate: 1, marketplaceCurrency: USD, defaultPayer: "0A-1B"}
        connectors:
          - id: gcp-main
            provider: gcp
            format: standard
            location: %s
        %s    secret: none
            product: PRD-001-001-001
            marketplace: MP-00001
        """
            .formatted(location, endpoint.isEmpty() ? "" : "    endpoint: " + endpoint + "\n"));
  }
}
