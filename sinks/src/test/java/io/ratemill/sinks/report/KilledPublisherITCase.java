package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.model.UsageRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that publishes without end is killed at every stage of a revision. */
class KilledPublisherITCase {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ".unfinished",
        ".unfinished/records.csv",
        ".unfinished/report.xlsx",
        ".unfinished/report.json",
        "3/report.json"
      })
  void everyRevisionThatCanBeSeenIsWhole(String stage, @TempDir Path reports) throws Exception {
    Path report = reports.resolve("2026-10").resolve(SampleReport.ID);
    ChildProcess child = ChildProcess.start("128m", Publisher.class, reports.toString());
    try {
      // The first revision is there, and the next one has come as far as the stage.
      while (child.isAlive()
          && !(Files.exists(report.resolve("1")) && Files.exists(report.resolve(stage)))) {
        Thread.onSpinWait();
      }
      assertThat(child.isAlive()).as(child::output).isTrue();
    } finally {
      child.kill();
    }
    int newest = assertWhole(report);
    assertThat(newest).isPositive();

    Publication next =
        new ReportPublisher(reports)
            .publish(SampleReport.header(), ReportRecords.of(records(99)), SampleReport.FACTS);
    assertThat(next.revision()).isEqualTo(newest + 1);
    assertThat(assertWhole(report)).isEqualTo(newest + 1);
    assertThat(names(report)).doesNotContain(".unfinished");
  }

  private static int assertWhole(Path report) throws Exception {
    Set<String> names = names(report);
    names.remove(".unfinished");
    for (String name : names) {
      Path revision = report.resolve(name);
      JsonNode json =
          new ObjectMapper().readTree(Files.readString(revision.resolve("report.json")));
      assertThat(json.path("revision").asText()).isEqualTo(name);
      Set<String> listed = new TreeSet<>(Set.of("report.json"));
      for (JsonNode file : json.path("files")) {
        byte[] bytes = Files.readAllBytes(revision.resolve(file.path("name").asText()));
        assertThat(HexFormat.of().formatHex(Sha256.digest().digest(bytes)))
            .isEqualTo(file.path("sha256").asText());
        listed.add(file.path("name").asText());
      }
      assertThat(names(revision)).isEqualTo(listed);
    }
    return names.size();
  }

  private static Set<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private static List<UsageRecord> records(int version) {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      records.add(SampleReport.record("UR-" + i, "AS-" + i % 7, "EC2", version + "." + i));
    }
    return records;
  }

  /** The process under test: each revision differs from the one before. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] arguments) throws Exception {
      ReportPublisher publisher = new ReportPublisher(Path.of(arguments[0]));
      for (int version = 100; ; version++) {
        publisher.publish(
            SampleReport.header(), ReportRecords.of(records(version)), SampleReport.FACTS);
      }
    }
  }
}
