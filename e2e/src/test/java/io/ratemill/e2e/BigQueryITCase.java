package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.sources.gcp.CloudStorageEmulator;
import io.ratemill.sources.gcp.FakeBigQuery;
import io.ratemill.sources.gcp.FakeTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's bills from a table of BigQuery through the whole engine, added up row by row. */
final class BigQueryITCase {
  private static final String TABLE = "p.billing.gcp_billing_export_v1_0A_1B";
  private static final List<String> DAYS =
      List.of("2026-10-01", "2026-10-02", "2026-10-15", "2026-10-31");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  private final GcpBooks books = new GcpBooks();

  @Test
  void aTableGivesTheRecordsAndTheLedgerOfItsRows() throws Exception {
    try (FakeBigQuery bigQuery = FakeBigQuery.start()) {
      books.configure(
          folder,
          "bigquery://p/billing/gcp_billing_export_v1_0A_1B",
          "endpoint: %s\noptions: {read-endpoint: '%s'}"
              .formatted(bigQuery.endpoint(), bigQuery.readEndpoint()));
      String configuration = folder.resolve("ratemill.yaml").toString();
      Engine.Ended nothing = Engine.run(folder, "check", "-c", configuration);
      nothing.exits(1);
      assertThat(nothing.text()).contains("there is no table " + TABLE, "correct the location");

      bigQuery.table(TABLE, FakeTable.standard(), "DAY", "");
      fill(bigQuery, new Random(4));
      Engine.Ended all = Engine.run(folder, "check", "-c", configuration);
      all.exits(0);
      assertThat(all.text()).contains("4 slots, 4 deliveries, 1,200 rows", "green");

      Engine.run(folder, "run", "-c", configuration).exits(0);
      books.assertThatAllAgrees(folder);
    }
  }

  /** Every partition is loaded twice, the second time late: what counts is all of its rows. */
  private void fill(FakeBigQuery bigQuery, Random random) {
    Map<String, List<GcpRow>> rows = new TreeMap<>();
    for (int load = 1; load <= 2; load++) {
      for (String day : DAYS) {
        List<String> json = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
          GcpRow row = GcpRow.random(random, day);
          rows.computeIfAbsent(day, first -> new ArrayList<>()).add(row);
          json.add(row.json(exported(load)));
        }
        bigQuery.load(TABLE, Instant.parse(day + "T00:00:00Z"), json);
      }
    }
    rows.forEach(
        (day, all) -> all.forEach(row -> books.expect(row, TABLE + "/" + day + " " + exported(2))));
  }

  @Test
  void aTableIsExportedAndItsFilesAreReadWhileItGrows() throws Exception {
    try (FakeBigQuery bigQuery = FakeBigQuery.start();
        CloudStorageEmulator storage = CloudStorageEmulator.start()) {
      bigQuery.table(TABLE, FakeTable.standard(), "DAY", "");
      bigQuery.exportBy(
          (to, rows) ->
              storage.put(
                  "bills",
                  to.substring("gs://bills/".length()) + "/000000000000.parquet",
                  GcpParquet.of(folder, rows)));
      books.configure(
          folder,
          "bigquery://p/billing/gcp_billing_export_v1_0A_1B",
          "endpoint: %s\noptions: {export-to: 'gs://bills/google', export-endpoint: '%s', look-every: 1 s}"
              .formatted(bigQuery.endpoint(), storage.endpoint()));
      Path yaml = folder.resolve("ratemill.yaml");
      Setup.text(yaml, Workspace.read(yaml) + "reports: {settle: 500 ms}\n");
      Random random = new Random(5);
      Map<String, List<GcpRow>> rows = new TreeMap<>();
      load(bigQuery, random, rows, 1, "2026-10-01");
      try (Engine.Running running = Engine.start(folder, "run", "-c", "ratemill.yaml", "--watch")) {
        await(running, expected(rows, 1));
        load(bigQuery, random, rows, 2, "2026-10-01");
        await(running, expected(rows, 2));
      }
    }
  }

  /** Adds rows of two months to the partition of a day. */
  private static void load(
      FakeBigQuery bigQuery, Random random, Map<String, List<GcpRow>> rows, int load, String day) {
    List<String> json = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      GcpRow row = GcpRow.random(random, day);
      rows.computeIfAbsent(row.period() + "/" + day, first -> new ArrayList<>()).add(row);
      json.add(row.json(exported(load)));
    }
    bigQuery.load(TABLE, Instant.parse(day + "T00:00:00Z"), json);
  }

  /** An export is named by the newest time of its rows, and how many they are. */
  private static GcpBooks expected(Map<String, List<GcpRow>> rows, int load) {
    GcpBooks expected = new GcpBooks();
    rows.forEach(
        (cut, all) -> {
          String id = "%s/%s %s %012d".formatted(TABLE, cut, exported(load), all.size());
          all.forEach(row -> expected.expect(row, id));
        });
    return expected;
  }

  private void await(Engine.Running running, GcpBooks expected) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        expected.assertThatAllAgrees(folder);
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() > deadline || !running.runs(Duration.ofMillis(200))) {
          throw new AssertionError(running.text(), notYet);
        }
      }
    }
  }

  private static Instant exported(int load) {
    return Instant.parse("2026-11-01T00:00:00.25Z").plusSeconds(3600L * load);
  }
}
