package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Grain;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.store.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is exported to a bucket, against the two services and the storage emulator. */
final class ExportedTableFeedTest {
  private static final String TABLE = "p.billing.gcp_billing_export_v1_0000";
  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Instant FIRST = Instant.parse("2026-10-01T00:00:00Z");

  @TempDir private Path folder;

  private final List<String> folders = new ArrayList<>();

  @Test
  void whatIsNewIsExportedOnceAndReadAsFiles() throws Exception {
    try (FakeBigQuery bigQuery = FakeBigQuery.start();
        CloudStorageEmulator storage = CloudStorageEmulator.start()) {
      bigQuery.table(TABLE, FakeTable.standard(), "DAY", "");
      bigQuery.exportBy((to, rows) -> export(storage, to, rows));
      bigQuery.load(TABLE, FIRST, rows(9, "202609", "2026-10-02T00:00:00Z"));
      bigQuery.load(TABLE, FIRST, rows(4, "202610", "2026-10-02T01:00:00.5Z"));
      ExportedTableFeed feed = feed(bigQuery, storage);
      assertThat(feed.discover(NOW)).isEmpty();

      feed.prepare();
      List<Delivery> first = feed.discover(NOW);
      assertThat(first)
          .extracting(Delivery::id)
          .containsExactlyInAnyOrder(
              TABLE + "/2026-09/2026-10-01 2026-10-02T00:00:00Z 000000000009",
              TABLE + "/2026-10/2026-10-01 2026-10-02T01:00:00.500Z 000000000004");
      assertThat(sums(feed)).isEqualTo(Map.of("2026-09", 9L, "2026-10", 4L));
      feed.prepare();
      assertThat(folders).hasSize(2);

      bigQuery.load(TABLE, FIRST, rows(7, "202609", "2026-10-02T00:00:00Z"));
      bigQuery.load(TABLE, FIRST, rows(1, "soon", "2026-10-02T00:00:00Z"));
      feed.prepare();
      assertThat(feed.discover(NOW).stream().filter(each -> each.refusal() != null))
          .singleElement()
          .satisfies(
              each -> {
                assertThat(each.refusal().code()).isEqualTo("no-export-time");
                assertThat(each.refusal().place()).contains(TABLE + "/soon/2026-10-01");
              });
      assertThat(folders).hasSize(3);
      List<Delivery> restated =
          feed.discover(NOW).stream()
              .filter(delivery -> delivery.period().equals("2026-09"))
              .toList();
      assertThat(restated).hasSize(2).extracting(Delivery::slot).containsOnly(first.get(0).slot());
      assertThat(restated).extracting(Delivery::time).containsOnly(first.get(0).time());
      Delivery newer = restated.stream().max(Comparator.comparing(Delivery::id)).orElseThrow();
      assertThat(Readings.of(feed, newer).rows()).isEqualTo(16);
    }
  }

  @Test
  void anExportThatBreaksOffIsToldAndMadeAnew() throws Exception {
    try (FakeBigQuery bigQuery = FakeBigQuery.start();
        CloudStorageEmulator storage = CloudStorageEmulator.start()) {
      bigQuery.table(TABLE, FakeTable.standard(), "DAY", "");
      bigQuery.load(TABLE, FIRST, rows(3, "202610", "2026-10-02T00:00:00Z"));
      bigQuery.exportBy(
          (to, rows) -> {
            export(storage, to, rows.subList(0, 1));
            bigQuery.refuse(403, "quotaExceeded");
          });
      ExportedTableFeed feed = feed(bigQuery, storage);
      bigQuery.refuse(403, "accessDenied");
      FeedException denied = catchThrowableOfType(FeedException.class, feed::prepare);
      assertThat(denied.refusal().code()).isEqualTo("denied");
      bigQuery.refuse(0, "");
      FeedException broken = catchThrowableOfType(FeedException.class, feed::prepare);
      assertThat(broken.refusal().code()).isEqualTo("unreachable");
      bigQuery.refuse(0, "");
      assertThat(feed.discover(NOW).get(0).refusal().code()).isEqualTo("no-marker");

      bigQuery.exportBy((to, rows) -> export(storage, to, rows));
      bigQuery.load(TABLE, FIRST, List.of());
      feed.prepare();
      assertThat(folders.stream().distinct()).hasSize(2);
      assertThat(sums(feed)).isEqualTo(Map.of("2026-10", 3L));
    }
  }

  /** Rows of what is in the bucket whole, by month. */
  private static Map<String, Long> sums(ExportedTableFeed feed) throws FeedException {
    Map<String, Long> rows = new TreeMap<>();
    for (Delivery delivery : feed.discover(NOW)) {
      if (delivery.refusal() == null) {
        rows.merge(delivery.period(), Readings.of(feed, delivery).rows(), Long::sum);
      }
    }
    return rows;
  }

  private static ExportedTableFeed feed(FakeBigQuery bigQuery, CloudStorageEmulator storage) {
    BigQueryPlace place =
        new BigQueryPlace(
            "p",
            "billing",
            "gcp_billing_export_v1_0000",
            bigQuery.endpoint(),
            Secret.NONE,
            Map.of(
                BigQueryPlace.EXPORT_TO,
                "gs://bills/google",
                BigQueryPlace.EXPORT_ENDPOINT,
                storage.endpoint()));
    return ExportedTableFeed.of("gcp", "standard", place, place.exports(), Grain.SERVICE);
  }

  private static List<String> rows(int count, String month, String exported) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          """
          {"billing_account_id": "AAAA", "service": {"id": "S", "description": "Storage"},
           "usage_start_time": "2026-10-01 07:00:00", "project": {"id": "shop", "name": "Shop"},
           "export_time": "%s", "cost": 0.1, "currency": "USD", "invoice": {"month": "%s"},
           "credits": [{"type": "DISCOUNT", "amount": -0.01}], "cost_type": "regular"}
          """
              .formatted(exported, month));
    }
    return rows;
  }

  /** As EXPORT DATA does it: a file of nested Parquet. */
  private void export(CloudStorageEmulator storage, String to, List<String> rows)
      throws IOException {
    folders.add(to);
    Path json = folder.resolve("rows.json");
    Path file = folder.resolve("rows.parquet");
    Files.write(json, rows);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute(
          """
          COPY (SELECT * FROM read_json('%s', format = 'newline_delimited', columns = {
            billing_account_id: 'VARCHAR', service: 'STRUCT(id VARCHAR, description VARCHAR)',
            usage_start_time: 'TIMESTAMP', project: 'STRUCT(id VARCHAR, name VARCHAR)',
            cost: 'DOUBLE', currency: 'VARCHAR', invoice: 'STRUCT(month VARCHAR)',
            cost_type: 'VARCHAR', credits: 'STRUCT(amount DOUBLE, type VARCHAR)[]'}))
          TO '%s' (FORMAT parquet)
          """
              .formatted(json, file));
    } catch (SQLException e) {
      throw new IOException(e);
    }
    String path = to.substring("gs://bills/".length());
    storage.put("bills", path + "/000000000000.parquet", Files.readAllBytes(file));
  }
}
