package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.sources.gcp.CloudStorageEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

  private final GcpBooks books = new GcpBooks();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aFolderOfRestatedPartitionsGivesTheRecordsAndTheLedgerOfItsRows(long seed) throws Exception {
    lay(new Random(seed), new InFolder(folder.resolve("bills")));
    books.configure(folder, "file:bills", "");
    Engine.run(folder, "run", "-c", folder.resolve("ratemill.yaml").toString()).exits(1);
    books.assertThatAllAgrees(folder);
    JsonNode status = new Workspace(folder.resolve("out")).connectorStatus("gcp-main");
    assertThat(status.path("colour").asText()).isEqualTo("red");
    assertThat(status.path("reasons").toString()).contains("missing-part", "no-marker");
  }

  @Test
  void aBucketGivesTheSameThroughTheRealClient() throws Exception {
    try (CloudStorageEmulator emulator = CloudStorageEmulator.start()) {
      lay(new Random(3), (key, content) -> emulator.put("bills", "exports/gcp/" + key, content));
      books.configure(folder, "gs://bills/exports/gcp", "endpoint: " + emulator.endpoint());
      Engine.run(folder, "run", "-c", folder.resolve("ratemill.yaml").toString()).exits(1);
      books.assertThatAllAgrees(folder);
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
          String id = String.join("/", TABLE, day.substring(0, 7), day) + " " + run;
          rows.forEach(row -> books.expect(row, id));
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
        {"runId": "%s", "table": "%s", "period": "%s", "partition": "%s",
         "maxExportTime": "%s", "files": [
           {"name": "000000000000.parquet", "bytes": %d, "rows": %d},
           {"name": "000000000001.parquet", "bytes": %d, "rows": %d}]}
        """
            .formatted(
                run,
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

  private byte[] parquet(List<GcpRow> rows) throws IOException {
    return GcpParquet.of(folder, rows.stream().map(GcpRow::json).toList());
  }
}
