package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.OciReports.Line;
import io.ratemill.sources.oci.FakeObjectStorage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI cost reports from a bucket and from its copy, through the whole engine. */
final class OciITCase {
  private static final Instant TIME = Instant.parse("2026-11-03T00:00:00Z");

  @TempDir private Path folder;

  private FakeObjectStorage storage;

  @BeforeEach
  void start() throws IOException {
    storage = new FakeObjectStorage();
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  private Path bucketCase(String name) throws IOException {
    Path place = folder.resolve(name);
    OciReports.write(
        place,
        "location: oci://"
            + FakeObjectStorage.NAMESPACE
            + "/"
            + FakeObjectStorage.TENANCY
            + "\n    endpoint: "
            + storage.endpoint()
            + "\n    secret: file:key\n    options: {look-every: 1 s}");
    Files.writeString(place.resolve("key"), storage.key().file());
    return place;
  }

  private Path copyCase(Map<String, List<Line>> reports) throws IOException {
    Path place = folder.resolve("copy");
    OciReports.write(place, "location: file:bucket");
    int number = 0;
    for (Map.Entry<String, List<Line>> report : reports.entrySet()) {
      Path file = place.resolve("bucket").resolve(report.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, OciReports.file(report.getKey(), report.getValue()));
      Files.setLastModifiedTime(file, FileTime.from(TIME.plusSeconds(number++)));
    }
    return place;
  }

  private void put(String key, List<Line> lines, int seconds) {
    storage.put(key, OciReports.file(key, lines), TIME.plusSeconds(seconds));
  }

  private static Workspace workspace(Path place) {
    return new Workspace(place.resolve("out"));
  }

  @Test
  void theBucketAndItsCopyGiveWhatBruteForceGives() throws IOException {
    Map<String, List<Line>> reports = OciReports.random(1);
    int number = 0;
    for (Map.Entry<String, List<Line>> report : reports.entrySet()) {
      put(report.getKey(), report.getValue(), number++);
    }
    put("reports/usage-csv/0000000000000000-00001.csv.gz", reports.values().iterator().next(), 0);
    Path bucket = bucketCase("bucket");
    storage.fail(2, 503, "ServiceUnavailable");
    Engine.Ended ended = Engine.run(bucket, "run", "-c", "ratemill.yaml").exits(0);
    agree(reports, workspace(bucket));
    assertThat(ended.text()).doesNotContain("PRIVATE KEY");
    assertThat(workspace(bucket).colour(OciReports.CONNECTOR)).isEqualTo("yellow");
    assertThat(workspace(bucket).connectorStatus(OciReports.CONNECTOR).path("reasons").toString())
        .contains("corrections", "unmapped-accounts");

    Path copy = copyCase(reports);
    Engine.run(copy, "run", "-c", "ratemill.yaml").exits(0);
    agree(reports, workspace(copy));
    assertThat(workspace(copy).newestRecords()).isEqualTo(workspace(bucket).newestRecords());
  }

  @Test
  void reportsThatComeChangeAndFailWhileItRunsEndWhereOneRunEnds() throws Exception {
    Map<String, List<Line>> reports = new TreeMap<>(OciReports.random(2));
    List<String> keys = new ArrayList<>(reports.keySet());
    List<Line> other = OciReports.random(3).values().iterator().next();
    for (String key : keys.subList(1, 4)) {
      put(key, reports.get(key), 1);
    }
    put(keys.get(1), other, 1);
    Path place = bucketCase("watch");
    try (Engine.Running running = Engine.start(place, "run", "-c", "ratemill.yaml", "--watch")) {
      running.await(() -> inForce(place) >= 3);
      // A name before those that were read, another version of one, and a body that breaks.
      storage.cut(1, 100);
      put(keys.get(0), reports.get(keys.get(0)), 2);
      put(keys.get(1), reports.get(keys.get(1)), 2);
      storage.hide();
      running.await(() -> workspace(place).colour(OciReports.CONNECTOR).equals("red"));
      assertThat(workspace(place).connectorStatus(OciReports.CONNECTOR).toString())
          .contains("no-place", "check namespace, bucket");
      storage.fail(3, 429, "TooManyRequests");
      storage.show();
      for (String key : keys) {
        put(key, reports.get(key), 3);
      }
      running.await(() -> agrees(reports, place));
      assertThat(workspace(place).colour(OciReports.CONNECTOR)).isEqualTo("yellow");
      assertThat(running.text()).doesNotContain("PRIVATE KEY");
    }
    Path bounded = bucketCase("bounded");
    Engine.run(bounded, "run", "-c", "ratemill.yaml").exits(0);
    assertThat(workspace(place).newestRecords()).isEqualTo(workspace(bounded).newestRecords());
  }

  @Test
  void checkSaysWhatToWriteWhereTheBucketCannotBeSeen() throws IOException {
    Path place = bucketCase("check");
    assertThat(Engine.run(place, "check", "-c", "ratemill.yaml").exits(0).text())
        .contains("oci://bling/", "there is no delivery yet", "reports/cost-csv");
    put("reports/cost-csv/0000000000000001-00001.csv.gz", List.of(), 1);
    assertThat(Engine.run(place, "check", "-c", "ratemill.yaml").exits(0).text())
        .contains("1 slot, 1 delivery", "green");
    storage.hide();
    assertThat(Engine.run(place, "check", "-c", "ratemill.yaml").exits(1).text())
        .contains("red", "may not be seen", "docs/connectors/oci.md")
        .doesNotContain("PRIVATE KEY");
  }

  private static void agree(Map<String, List<Line>> reports, Workspace workspace) {
    assertThat(amounts(workspace)).isEqualTo(OciReports.amounts(reports.values()));
    assertThat(ledger(workspace)).isEqualTo(OciReports.ledger(reports));
    assertThat(unmapped(workspace)).isEqualTo(OciReports.unmapped(reports.values()));
  }

  private static boolean agrees(Map<String, List<Line>> reports, Path place) {
    for (String period : List.of("2026-10", "2026-11")) {
      Engine.run(place, "close", "-c", "ratemill.yaml", "--period", period);
    }
    return ledger(workspace(place)).equals(OciReports.ledger(reports))
        && amounts(workspace(place)).equals(OciReports.amounts(reports.values()));
  }

  private static long inForce(Path place) {
    return ledger(workspace(place)).keySet().stream()
        .map(key -> key.substring(key.indexOf('|')))
        .distinct()
        .count();
  }

  /** Amounts by period, payer, asset and item. */
  private static Map<String, String> amounts(Workspace workspace) {
    Map<String, String> amounts = new TreeMap<>();
    for (Workspace.Revision revision : workspace.newest().values()) {
      for (Map<String, String> row : revision.table().rows()) {
        amounts.put(
            String.join(
                "|",
                revision.period(),
                revision.general("payer_account_id"),
                row.get("asset_id"),
                row.get("item_mpn")),
            row.get("amount"));
      }
    }
    return amounts;
  }

  /** Lines and billed cost of each ledger file in force, by period and slot. */
  private static Map<String, String> ledger(Workspace workspace) {
    Map<String, String> places = new TreeMap<>();
    for (JsonNode file : workspace.ledger(OciReports.CONNECTOR).values()) {
      if (file.path("state").asText().equals("in-force")) {
        assertThat(file.path("balanced").asBoolean()).isTrue();
        assertThat(file.path("delivery").asText()).startsWith(file.path("slot").asText() + "@");
        long lines = 0;
        BigDecimal billed = BigDecimal.ZERO;
        for (JsonNode out : file.path("out")) {
          lines += out.path("lines").asLong();
          billed = billed.add(new BigDecimal(out.path("billed").asText()));
        }
        places.put(
            file.path("period").asText() + "|" + file.path("slot").asText(),
            lines + " " + OciReports.text(billed));
      }
    }
    return places;
  }

  private static Map<String, String> unmapped(Workspace workspace) {
    Map<String, String> rows = new TreeMap<>();
    for (Map<String, String> row : workspace.unmapped()) {
      rows.put(
          String.join("|", row.get("provider"), row.get("period"), row.get("account_id")),
          row.get("lines") + " " + OciReports.text(new BigDecimal(row.get("billed_cost"))));
    }
    return rows;
  }
}
