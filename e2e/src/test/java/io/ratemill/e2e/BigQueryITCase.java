package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.sources.gcp.FakeBigQuery;
import io.ratemill.sources.gcp.FakeTable;
import java.nio.file.Path;
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

  private static Instant exported(int load) {
    return Instant.parse("2026-11-01T00:00:00.25Z").plusSeconds(3600L * load);
  }
}
