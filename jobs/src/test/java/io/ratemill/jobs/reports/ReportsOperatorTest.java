package io.ratemill.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.books.PublishMode;
import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.books.ReportOrder;
import io.ratemill.jobs.sql.PartsWriter;
import io.ratemill.jobs.sql.RatedRecord;
import io.ratemill.jobs.sql.RatedRecords;
import io.ratemill.jobs.sql.RecordIdentity;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Grain;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.report.Workbooks;
import io.ratemill.sources.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportsOperatorTest {
  private static final ReportKey KEY =
      new ReportKey("P", "M", "123", BillingPeriod.parse("2026-10"));

  @TempDir private Path workspace;

  private static RatedRecord record(boolean gone, String currency, String amount) {
    RatedRecords records = new RatedRecords();
    records.open(DefaultOpenContext.INSTANCE);
    PartsWriter writer = new PartsWriter();
    byte[] beginning = RecordIdentity.beginning(writer, KEY.text(), "PR", "SKU", currency, "AS-1");
    return records.record(
        gone,
        RecordIdentity.text(writer, beginning, "AmazonEC2", "", false, "", 0),
        utf8(String.join("\u001f", "ACC-1", "Customer", "ext", "HB-1", "EC2", "Hrs")),
        utf8(amount),
        utf8("1"),
        1);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static PublishOrder order() {
    ReportHeader header =
        new ReportHeader(
            KEY,
            "",
            "",
            UsageSchema.PR,
            Grain.SKU,
            "",
            "EUR",
            "Product",
            "Market",
            Party.NONE,
            Party.NONE,
            Party.NONE,
            Party.NONE);
    return new PublishOrder(
        PublishOrder.Kind.REPORT,
        KEY.text(),
        Json.write(new ReportOrder(header, 1, Map.of(), List.of(), List.of(), 1)));
  }

  private List<String> published(RatedRecord... changes) throws Exception {
    ReportsOperator operator =
        new ReportsOperator(workspace, workspace, PublishMode.AT_END, Workbooks.LEFT_OUT);
    try (KeyedTwoInputStreamOperatorTestHarness<String, RatedRecord, PublishOrder, String> reports =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            operator, RatedRecord::report, order -> "", Types.STRING)) {
      reports.open();
      for (RatedRecord change : changes) {
        reports.processElement1(change, 0);
      }
      reports.processElement2(order(), 0);
      reports.endInput1();
      reports.endInput2();
    }
    return lines();
  }

  private List<String> lines() throws IOException {
    return lines("1");
  }

  private List<String> lines(String revision) throws IOException {
    try (Stream<Path> files = Files.walk(workspace)) {
      Path csv =
          files.filter(file -> file.endsWith(revision + "/records.csv")).findFirst().orElseThrow();
      return Files.readAllLines(csv);
    }
  }

  @Test
  void aRecordThatGoesIsNotInTheReport() throws Exception {
    assertThat(published(record(false, "EUR", "5.00000000"), record(true, "EUR", "5.00000000")))
        .hasSize(1);
  }

  /** The records of two currencies come through the SQL on ways of their own. */
  @Test
  void aRecordOfAnotherCurrencyStaysWhenTheOldOneGoesAfterIt() throws Exception {
    assertThat(
            published(
                record(false, "USD", "5.00000000"),
                record(false, "EUR", "4.50000000"),
                record(true, "USD", "5.00000000")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("UR-")
        .contains(",4.50000000,");
  }

  /** What it tells of is the records of its cut, which are gone once others came. */
  @Test
  void anOrderThatACrashOvertookIsOfItsOwnCut() throws Exception {
    OperatorSubtaskState cut;
    try (var reports = watching()) {
      reports.open();
      reports.processElement1(record(false, "EUR", "5.00000000"), 0);
      reports.processElement2(order(), 0);
      cut = reports.snapshot(1, 0);
    }
    try (var reports = watching()) {
      reports.initializeState(cut);
      reports.open();
      reports.processElement1(record(false, "EUR", "4.50000000"), 0);
      reports.snapshot(2, 0);
      reports.notifyOfCompletedCheckpoint(2);
    }
    assertThat(lines()).hasSize(2).last().asString().contains(",5.00000000,");
  }

  /** An order, the checkpoint of its cut, which does not complete, and a change of its record. */
  private static void changeBehindACut(
      KeyedTwoInputStreamOperatorTestHarness<String, RatedRecord, PublishOrder, String> reports)
      throws Exception {
    reports.open();
    reports.processElement1(record(false, "EUR", "5.00000000"), 0);
    reports.processElement2(order(), 0);
    reports.snapshot(1, 0);
    reports.processElement1(record(false, "EUR", "4.50000000"), 0);
  }

  /** A checkpoint can fail, and then the next one is the first that makes an order safe. */
  @Test
  void anOrderWhoseCheckpointFailedIsOfItsOwnCut() throws Exception {
    try (var reports = watching()) {
      changeBehindACut(reports);
      reports.snapshot(2, 0);
      reports.notifyOfCompletedCheckpoint(2);
    }
    assertThat(lines()).hasSize(2).last().asString().contains(",5.00000000,");
  }

  @Test
  void anOrderWhoseCheckpointFailedAndThatACrashOvertookIsOfItsOwnCut() throws Exception {
    OperatorSubtaskState later;
    try (var reports = watching()) {
      changeBehindACut(reports);
      later = reports.snapshot(2, 0);
    }
    try (var reports = watching()) {
      reports.initializeState(later);
      reports.open();
    }
    assertThat(lines()).hasSize(2).last().asString().contains(",5.00000000,");
  }

  @Test
  void anEmptyCutIsKeptAsWell() throws Exception {
    OperatorSubtaskState later;
    try (var reports = watching()) {
      reports.open();
      reports.processElement2(order(), 0);
      reports.snapshot(1, 0);
      reports.processElement1(record(false, "EUR", "4.50000000"), 0);
      later = reports.snapshot(2, 0);
    }
    try (var reports = watching()) {
      reports.initializeState(later);
      reports.open();
    }
    assertThat(lines()).as("the header").hasSize(1);
  }

  @Test
  void anOrderThatReplacesOneWhoseCheckpointFailedComesBehindIt() throws Exception {
    try (var reports = watching()) {
      changeBehindACut(reports);
      reports.processElement2(order(), 0);
      reports.snapshot(2, 0);
      reports.notifyOfCompletedCheckpoint(2);
    }
    assertThat(lines("1")).last().asString().contains(",5.00000000,");
    assertThat(lines("2")).last().asString().contains(",4.50000000,");
  }

  private KeyedTwoInputStreamOperatorTestHarness<String, RatedRecord, PublishOrder, String>
      watching() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new ReportsOperator(workspace, workspace, PublishMode.WATCH, Workbooks.LEFT_OUT),
        RatedRecord::report,
        order -> "",
        Types.STRING);
  }
}
