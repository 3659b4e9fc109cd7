package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.model.Grain;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPublisherTest {
  private static final ReportHeader HEADER = SampleReport.header();

  @TempDir Path reports;
  private Path report;
  private ReportPublisher publisher;

  @BeforeEach
  void open() {
    report = reports.resolve("2026-10").resolve(SampleReport.ID);
    publisher = new ReportPublisher(reports);
  }

  @Test
  void theFirstRevisionHasAllFiles() throws IOException {
    Publication publication = publish(SampleReport.records());
    assertThat(publication.outcome()).isEqualTo(Publication.Outcome.PUBLISHED);
    assertThat(publication.revision()).isEqualTo(1);
    assertThat(publication.folder()).isEqualTo(report.resolve("1"));
    assertThat(names(report)).containsExactly("1");
    assertThat(names(report.resolve("1")))
        .containsExactly("records.csv", "report.json", "report.xlsx");
  }

  @Test
  void reportJsonSaysWhatTheRevisionIs() throws IOException {
    publish(SampleReport.records());
    String text = Files.readString(report.resolve("1/report.json"));
    assertThat(text)
        .startsWith(
            """
            {
              "report_id": "UF-2026-10-0421-7790",
              "revision": 1,
              "withdrawn": false,
              "period": "2026-10",
              "grain": "resource",
              "general": {
                "report_name": "10/01/2026 – 10/31/2026",
                "report_note": "",
                "report_id": "UF-2026-10-0421-7790",
                "report_start_time_utc": "2026-10-01 00:00:00",
                "report_end_time_utc": "2026-10-31 23:59:59",
                "usage_schema": "PR",
            """)
        .contains(
            """
              "records": 6,
              "totals": {
                "quantity": "12345678901237412.62345679",
                "amount": "-12345678901227166.10345677"
              },
              "rounding_residue": {
                "quantity": "0.000000008",
                "amount": "0.0000000009"
              },
              "lines": 22,
              "lines_by_class": {
                "usage": 20,
                "fee": 2
              },
              "deliveries": [
                {"connector":"aws-main","slot":"aws-main/cur/2026-10","delivery":"b7f0",\
            "time":"2026-11-04T03:11:09Z"}
              ],
              "stale_slots": [
                {"connector":"aws-west","slot":"aws-west/cur/2026-10","reason":"part 2 is short"}
              ],
              "configuration": {
                "owners": "7d793037",
                "terms": "5d41402a"
              },
            """);
    for (JsonNode file : new ObjectMapper().readTree(text).path("files")) {
      Path published = report.resolve("1").resolve(file.path("name").asText());
      assertThat(file.path("bytes").asLong()).isEqualTo(Files.size(published));
      assertThat(file.path("sha256").asText())
          .isEqualTo(
              HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(published))));
    }
  }

  @Test
  void theSameRecordsInAnotherOrderAreNoNewRevision() throws IOException {
    publish(SampleReport.records());
    List<UsageRecord> reversed = new ArrayList<>();
    SampleReport.records().forEach(each -> reversed.add(0, each));
    Publication again = publish(reversed);
    assertThat(again.outcome()).isEqualTo(Publication.Outcome.UNCHANGED);
    assertThat(again.revision()).isEqualTo(1);
    assertThat(again.folder()).isEqualTo(report.resolve("1"));
    assertThat(again.totals().records()).isEqualTo(6);
    assertThat(names(report)).containsExactly("1");
  }

  @Test
  void aChangedRecordIsANewRevisionAndTheOldOneStaysAsItWas() throws IOException {
    publish(SampleReport.records());
    byte[] before = Files.readAllBytes(report.resolve("1/records.csv"));
    Publication second = publish(SampleReport.records().subList(0, 5));
    assertThat(second.revision()).isEqualTo(2);
    assertThat(names(report)).containsExactly("1", "2");
    assertThat(Files.readAllBytes(report.resolve("1/records.csv"))).isEqualTo(before);
  }

  @Test
  void aChangedGeneralTabIsANewRevision() throws IOException {
    publish(SampleReport.records());
    ReportHeader renamed = withHub(HEADER, new Party("HB-1234-1234", "North America"));
    assertThat(
            publisher
                .publish(renamed, records(SampleReport.records()), SampleReport.FACTS)
                .revision())
        .isEqualTo(2);
  }

  @Test
  void otherFactsAloneAreNoNewRevision() throws IOException {
    publish(SampleReport.records());
    assertThat(
            publisher.publish(HEADER, records(SampleReport.records()), ReportFacts.NONE).outcome())
        .isEqualTo(Publication.Outcome.UNCHANGED);
  }

  @Test
  void goingBackToAnEarlierStateIsANewRevision() throws IOException {
    publish(SampleReport.records());
    publish(SampleReport.records().subList(0, 3));
    assertThat(publish(SampleReport.records()).revision()).isEqualTo(3);
    assertThat(report.resolve("3/records.csv"))
        .hasSameBinaryContentAs(report.resolve("1/records.csv"));
  }

  @Test
  void twoPublishersOfTheSameRecordsWriteTheSameRecordsCsv(@TempDir Path elsewhere)
      throws IOException {
    publish(SampleReport.records());
    Publication other =
        new ReportPublisher(elsewhere, Workbooks.LEFT_OUT)
            .publish(HEADER, records(SampleReport.records()), SampleReport.FACTS);
    assertThat(other.folder().resolve("records.csv"))
        .hasSameBinaryContentAs(report.resolve("1/records.csv"));
  }

  @Test
  void aWithdrawnReportGetsOneLastEmptyRevision() throws IOException {
    publish(SampleReport.records());
    Publication withdrawn = withdraw();
    assertThat(withdrawn.outcome()).isEqualTo(Publication.Outcome.PUBLISHED);
    assertThat(withdrawn.revision()).isEqualTo(2);
    JsonNode json = json(2);
    assertThat(json.path("withdrawn").booleanValue()).isTrue();
    assertThat(json.path("records").longValue()).isZero();
    assertThat(json.path("totals").path("amount").textValue()).isEqualTo("0.00000000");
    assertThat(json.path("general")).isEqualTo(json(1).path("general"));
    assertThat(Files.readAllLines(report.resolve("2/records.csv"))).hasSize(1);

    Publication again = withdraw();
    assertThat(again.outcome()).isEqualTo(Publication.Outcome.UNCHANGED);
    assertThat(again.revision()).isEqualTo(2);
    assertThat(names(report)).containsExactly("1", "2");
  }

  @Test
  void aWithdrawnReportCanComeBackEvenWithoutRecords() throws IOException {
    publish(SampleReport.records());
    withdraw();
    assertThat(publish(List.of()).revision()).isEqualTo(3);
    assertThat(json(3).path("withdrawn").booleanValue()).isFalse();
  }

  @Test
  void whatWasNeverPublishedIsNotWithdrawn() throws IOException {
    Publication publication = withdraw();
    assertThat(publication.outcome()).isEqualTo(Publication.Outcome.UNCHANGED);
    assertThat(publication.revision()).isZero();
    assertThat(report).doesNotExist();
  }

  /** Every state in which a killed process can leave the folder that it was writing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void whatAKilledProcessLeavesIsNotSeenAndGoesAway(int filesWritten) throws IOException {
    publish(SampleReport.records());
    Path left = Files.createDirectory(report.resolve(".unfinished"));
    List<String> order = List.of("records.csv", "report.xlsx", "report-2.xlsx", "report.json");
    for (String name : order.subList(0, filesWritten)) {
      Files.writeString(left.resolve(name), "half of a fi");
    }
    Publication again = publish(SampleReport.records());
    assertThat(again.outcome()).isEqualTo(Publication.Outcome.UNCHANGED);
    assertThat(again.revision()).isEqualTo(1);

    Publication changed = publish(SampleReport.records().subList(0, 2));
    assertThat(changed.revision()).isEqualTo(2);
    assertThat(names(report)).containsExactly("1", "2");
    assertThat(names(report.resolve("2")))
        .containsExactly("records.csv", "report.json", "report.xlsx");
    assertThat(csvIds(2)).hasSize(2);
  }

  @Test
  void aNumberedFolderWithoutReportJsonIsNoRevisionAndIsNotWrittenOver() throws IOException {
    publish(SampleReport.records());
    Path orphan = Files.createDirectory(report.resolve("2"));
    Files.writeString(orphan.resolve("records.csv"), "from elsewhere");
    assertThat(publish(SampleReport.records()).outcome()).isEqualTo(Publication.Outcome.UNCHANGED);
    assertThat(publish(SampleReport.records().subList(0, 2)).revision()).isEqualTo(3);
    assertThat(Files.readString(orphan.resolve("records.csv"))).isEqualTo("from elsewhere");
    assertThat(json(3).path("revision").intValue()).isEqualTo(3);
  }

  @Test
  void revisionsAreComparedAsNumbers() throws IOException {
    for (int i = 1; i <= 10; i++) {
      publish(SampleReport.records().subList(0, 1 + i % 2));
    }
    assertThat(publish(SampleReport.records()).revision()).isEqualTo(11);
    assertThat(publish(SampleReport.records()).revision()).isEqualTo(11);
  }

  @Test
  void aDamagedReportJsonIsNamedAndNothingIsPublishedOverIt() throws IOException {
    publish(SampleReport.records());
    Files.writeString(report.resolve("1/report.json"), "{\"report_id\": \"UF-");
    assertThatThrownBy(() -> publish(SampleReport.records()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("report UF-2026-10-0421-7790 of 2026-10 was not published")
        .hasMessageContaining("report.json is not the JSON that was written")
        .hasMessageContaining("Restore it from a copy");
    assertThat(names(report)).containsExactly("1");
  }

  @Test
  void aFailureLeavesNothingBehindAndSaysWhere() throws IOException {
    Files.createDirectories(reports.resolve("2026-10"));
    Files.writeString(report, "a file where the folder should be");
    assertThatThrownBy(() -> publish(SampleReport.records()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(report.toString());
    assertThat(Files.readString(report)).isEqualTo("a file where the folder should be");
  }

  @Test
  void recordsThatAreRefusedLeaveNothingBehind() throws IOException {
    UsageRecord record = SampleReport.record("UR-1", "A", "EC2", "1");
    assertThatThrownBy(() -> publish(List.of(record, record)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("report UF-2026-10-0421-7790 of 2026-10 was not published")
        .hasMessageContaining("record UR-1 of asset A, item EC2 is in the report twice");
    assertThat(names(report)).isEmpty();
  }

  @Test
  void recordsOfSeveralHubsLeaveTheHubBlank() throws IOException {
    UsageRecord first = SampleReport.record("UR-1", "A", "EC2", "1");
    UsageRecord second = withHub(SampleReport.record("UR-2", "B", "EC2", "1"), "HB-9");
    publish(List.of(first, second));
    assertThat(json(1).path("general").path("hub_id").textValue()).isEmpty();
    publish(List.of(second));
    assertThat(json(2).path("general").path("hub_id").textValue()).isEqualTo("HB-9");
    publish(List.of(withHub(first, "")));
    assertThat(json(3).path("general").path("hub_id").textValue()).isEqualTo("HB-1234-1234");
  }

  @Test
  void tiersHaveTotalsOfTheirOwn() throws IOException {
    publisher.publish(
        SampleReport.header(UsageSchema.TR, Grain.SERVICE),
        records(
            List.of(
                SampleReport.record("UR-1", "A", "EC2", "1"),
                SampleReport.record("UR-2", "A", "S3", "2.5"))),
        SampleReport.FACTS);
    assertThat(json(1).path("totals_by_tier").path("0").path("amount").textValue())
        .isEqualTo("3.50000000");
    assertThat(json(1).path("rounding_residue").path("quantity").textValue()).isEqualTo("0");
  }

  @Test
  void schemaQtHasNoAmountTotal() throws IOException {
    publisher.publish(
        SampleReport.header(UsageSchema.QT, Grain.SKU),
        records(List.of(SampleReport.record("UR-1", "A", "EC2", "", "2.5", "1"))),
        SampleReport.FACTS);
    assertThat(json(1).path("totals").path("amount").isNull()).isTrue();
    assertThat(json(1).path("totals").path("quantity").textValue()).isEqualTo("2.5");
    assertThat(json(1).path("general").path("currency").textValue()).isEmpty();
  }

  private Publication publish(List<UsageRecord> records) throws IOException {
    return publisher.publish(HEADER, records(records), SampleReport.FACTS);
  }

  private static ReportRecords records(List<UsageRecord> records) {
    return ReportRecords.of(records);
  }

  private Publication withdraw() throws IOException {
    return publisher.withdraw(SampleReport.PERIOD, SampleReport.ID, ReportFacts.NONE);
  }

  private JsonNode json(int revision) throws IOException {
    return new ObjectMapper().readTree(Files.readString(report.resolve(revision + "/report.json")));
  }

  private List<String> csvIds(int revision) throws IOException {
    return Files.readAllLines(report.resolve(revision + "/records.csv")).stream()
        .skip(1)
        .filter(line -> line.startsWith("UR-"))
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      TreeSet<String> names = new TreeSet<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      return names;
    }
  }

  private static ReportHeader withHub(ReportHeader h, Party hub) {
    return new ReportHeader(
        h.key(),
        h.reportId(),
        h.note(),
        h.usageSchema(),
        h.grain(),
        h.marketplaceAccountId(),
        h.currency(),
        h.productName(),
        h.marketplaceName(),
        hub,
        h.vendor(),
        h.distributor(),
        h.contract());
  }

  private static UsageRecord withHub(UsageRecord r, String hub) {
    return new UsageRecord(
        r.recordId(),
        r.assetId(),
        r.assetExternalId(),
        r.customerAccountId(),
        r.customerCompanyName(),
        hub,
        r.itemMpn(),
        r.itemName(),
        r.itemUnit(),
        r.resourceId(),
        r.marketplaceService(),
        r.tier(),
        r.quantity(),
        r.exactQuantity(),
        r.amount(),
        r.exactAmount(),
        r.lines());
  }
}
