package io.ratemill.sources.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.Drained;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.gcp.FakeReads.Fault;
import io.ratemill.sources.gcp.FakeTable.Column;
import io.ratemill.sources.store.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class BigQueryFeedTest {
  private static final String TABLE = "p.billing.gcp_billing_export_v1_0000";
  private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
  private static final Instant FIFTH = Instant.parse("2026-10-05T00:00:00Z");
  private static final Instant SIXTH = Instant.parse("2026-10-06T00:00:00Z");

  /** What would wait a minute waits a moment. */
  private static final Patience QUICK =
      new Patience(
          Duration.ofMillis(1500),
          4,
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofSeconds(10));

  private FakeBigQuery bigQuery;

  @BeforeEach
  void start() throws Exception {
    bigQuery = FakeBigQuery.start();
  }

  @AfterEach
  void stop() {
    bigQuery.close();
  }

  private void ingestionTimeTable() {
    bigQuery.table(TABLE, FakeTable.standard(), "DAY", "");
  }

  private BigQueryFeed feed() {
    return feed("standard", "gcp_billing_export_v1_0000");
  }

  private BigQueryFeed feed(String format, String table) {
    BigQueryPlace place =
        new BigQueryPlace(
            "p",
            "billing",
            table,
            bigQuery.endpoint(),
            Secret.NONE,
            Map.of(BigQueryPlace.READ_ENDPOINT, bigQuery.readEndpoint()));
    return BigQueryFeed.of("gcp", format, place, Grain.SERVICE, QUICK);
  }

  private static String row(String exported, String cost, String credits) {
    return """
        {"billing_account_id": "AAAA", "service": {"id": "S", "description": "Storage"},
         "sku": {"id": "K", "description": "Disk"}, "usage_start_time": "2026-10-05 07:00:00 UTC",
         "project": {"id": "shop, \\"1\\"", "name": "Shop", "labels": [{"key": "a", "value": "b"}]},
         "labels": [{"key": "x", "value": "y"}], "export_time": %s, "cost": %s, "currency": "USD",
         "credits": %s, "invoice": {"month": "202610"}, "cost_type": "regular",
         "cost_at_list": 2.000000001}
        """
        .formatted(exported == null ? null : '"' + exported + '"', cost, credits);
  }

  private static List<String> rows(int count, String exported) {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(exported, "0.1", "[]"));
    }
    return rows;
  }

  private static FeedException fault(BigQueryFeed feed) {
    return catchThrowableOfType(FeedException.class, () -> feed.discover(NOW));
  }

  private static FeedException fault(BigQueryFeed feed, Delivery delivery) {
    return catchThrowableOfType(FeedException.class, () -> Readings.of(feed, delivery));
  }

  @Test
  void aSlotIsAPartitionAndItsDeliveryTheNewestExportTime() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(2, "2026-10-06T00:58:11.123456Z"));
    bigQuery.load(TABLE, SIXTH, rows(1, "2026-10-07T00:00:00Z"));
    bigQuery.load(TABLE, Instant.parse("2026-10-07T00:00:00Z"), rows(1, "2026-10-07T03:00:00Z"));
    bigQuery.load(TABLE, null, rows(5, "2026-10-08T00:00:00Z"));
    List<Delivery> found = feed().discover(NOW);
    assertThat(found)
        .extracting(Delivery::id)
        .containsExactlyInAnyOrder(
            TABLE + "/2026-10-05 2026-10-06T00:58:11.123456Z",
            TABLE + "/2026-10-06 2026-10-07T00:00:00Z",
            TABLE + "/2026-10-07 2026-10-07T03:00:00Z");
    assertThat(found.get(0).slot()).isEqualTo(TABLE + "/2026-10-05");
    assertThat(found.get(0).time()).isEqualTo("2026-10-06T00:58:11.123456Z");
    assertThat(found.get(0).bytes()).isEqualTo(2);
    bigQuery.pass(Duration.ofHours(1));
    assertThat(feed().discover(NOW))
        .extracting(Delivery::pin)
        .containsExactlyElementsOf(found.stream().map(Delivery::pin).toList());
  }

  @Test
  void rowsAndTheirCreditsAreTheLinesThatFilesHave() throws Exception {
    ingestionTimeTable();
    bigQuery.load(
        TABLE,
        FIFTH,
        List.of(
            row(
                "2026-10-06T00:00:00Z",
                "1.5",
                "[{\"name\": \"n\", \"type\": \"DISCOUNT\", \"amount\": -5e-06},"
                    + " {\"type\": \"PROMOTION\", \"amount\": -0.25}]"),
            row("2026-10-06T00:00:00Z", "2.5", "[]")));
    BigQueryFeed feed = feed();
    Readings readings = Readings.of(feed, feed.discover(NOW).get(0));
    assertThat(readings.lines()).isEqualTo(4);
    assertThat(readings.rows()).isEqualTo(2);
    CostSums usage =
        readings
            .charges()
            .filter(charge -> charge.key().chargeClass() == ChargeClass.USAGE)
            .findFirst()
            .orElseThrow()
            .sums();
    assertThat(usage.billed()).isEqualByComparingTo("4");
    assertThat(usage.list()).isEqualByComparingTo("4.000000002");
    assertThat(readings.sum().billed()).isEqualByComparingTo(new BigDecimal("3.749995"));
    assertThat(readings.accountRefs().get(0).ids()).containsExactly("shop, \"1\"", "AAAA");
    assertThat(bigQuery.calls())
        .contains(
            "SESSION [billing_account_id, service.id, service.description, sku.description,"
                + " usage_start_time, project.id, project.name, transaction_type, cost, currency,"
                + " invoice.month, cost_type, cost_at_list, credits]");
  }

  @Test
  void aPartitionIsReadAsItWasSeenHoweverManyRowsComeMeanwhile() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(40, "2026-10-06T00:00:00Z"));
    BigQueryFeed feed = feed();
    Delivery first = feed.discover(NOW).get(0);
    bigQuery.load(TABLE, FIFTH, rows(3, "2026-10-06T00:00:00Z"));
    bigQuery
        .reads()
        .betweenAnswers(() -> bigQuery.load(TABLE, FIFTH, rows(1, "2026-10-09T00:00:00Z")));
    Readings readings = Readings.of(feed, first);
    assertThat(readings.rows()).isEqualTo(40);
    assertThat(readings.sum().billed()).isEqualByComparingTo("4");
    bigQuery.reads().betweenAnswers(() -> {});
    Delivery second = feed.discover(NOW).get(0);
    assertThat(second.slot()).isEqualTo(first.slot());
    assertThat(second.time()).isEqualTo("2026-10-09T00:00:00Z");
    assertThat(Readings.of(feed, second).rows()).isEqualTo(second.bytes()).isGreaterThan(43);
    assertThat(Readings.of(feed, first).rows()).isEqualTo(40);
  }

  @Test
  void moreRowsOfOneExportTimeMakeTheDeliveryAnother() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(1, "2026-10-06T00:00:00Z"));
    Delivery first = feed().discover(NOW).get(0);
    bigQuery.load(TABLE, FIFTH, rows(1, "2026-10-06T00:00:00Z"));
    Delivery second = feed().discover(NOW).get(0);
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.pin()).isNotEqualTo(first.pin());
  }

  @Test
  void aStreamThatBreaksOrFallsSilentGoesOnAfterItsLastRow() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(60, "2026-10-06T00:00:00Z"));
    BigQueryFeed feed = feed();
    Delivery delivery = feed.discover(NOW).get(0);
    bigQuery.calls().clear();
    bigQuery.reads().fail(Fault.BREAK, Fault.SILENCE, Fault.BREAK);
    Readings readings = Readings.of(feed, delivery);
    assertThat(readings.rows()).isEqualTo(60);
    assertThat(readings.sum().billed()).isEqualByComparingTo("6");
    assertThat(bigQuery.calls())
        .contains("READ 0 from 0", "READ 0 from 7", "READ 1 from 7", "READ 2 from 7");
    assertThat(bigQuery.counts().get("READ")).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"SHORT", "DENIED", "QUOTA"})
  void whatCannotBeReadWholeIsReadAgain(Fault fault) throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(60, "2026-10-06T00:00:00Z"));
    BigQueryFeed feed = feed();
    Delivery delivery = feed.discover(NOW).get(0);
    Fault[] lasting = new Fault[12];
    Arrays.fill(lasting, fault);
    bigQuery.reads().fail(lasting);
    FeedException refused = fault(feed, delivery);
    String[] expected =
        switch (fault) {
          case SHORT -> new String[] {"changed-while-read", "there were 60 rows"};
          case DENIED -> new String[] {"denied", "roles/bigquery.readSessionUser"};
          default -> new String[] {"unreachable", "a quota of the project is used up"};
        };
    assertThat(refused.refusal().code()).isEqualTo(expected[0]);
    assertThat(refused.refusal().text()).contains(expected[1]);
    assertThat(refused.refusal().place()).contains("partition 2026-10-05");
  }

  @Test
  void aReadingThatStartedInTheMiddleBeginsAgain() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(60, "2026-10-06T00:00:00Z"));
    BigQueryFeed feed = feed();
    Delivery delivery = feed.discover(NOW).get(0);
    Slice slice = new Slice(delivery.parts().get(0), 0, Long.MAX_VALUE);
    try (SliceReader reader = feed.open(delivery, slice)) {
      reader.skip(0, Drained.table());
      FeedException refused =
          catchThrowableOfType(FeedException.class, () -> reader.skip(10, Drained.table()));
      assertThat(refused.refusal().code()).isEqualTo("changed-while-read");
      assertThat(refused.refusal().text()).contains("read again from its beginning");
    }
  }

  @Test
  void aPartitionThatWasSeenTooLongAgoIsLookedAtAgain() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, rows(1, "2026-10-06T00:00:00Z"));
    BigQueryFeed feed = feed();
    Delivery delivery = feed.discover(NOW).get(0);
    bigQuery.pass(Duration.ofDays(8));
    assertThat(fault(feed, delivery).refusal().code()).isEqualTo("changed-while-read");
    assertThat(Readings.of(feed, feed.discover(NOW).get(0)).rows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DAY, export_time, 2026-10-06",
    "HOUR, export_time, 2026-10-06T05",
    "MONTH, usage_start_time, 2026-10",
    "'', '', ''"
  })
  void partitionsAreTheTablesOwn(String unit, String field, String cut) throws Exception {
    bigQuery.table(TABLE, FakeTable.standard(), unit, field);
    bigQuery.load(TABLE, null, rows(3, "2026-10-06T05:00:00Z"));
    BigQueryFeed feed = feed();
    List<Delivery> found = feed.discover(NOW);
    assertThat(found)
        .extracting(Delivery::slot)
        .containsExactly(TABLE + (cut.isEmpty() ? "" : "/" + cut));
    assertThat(Readings.of(feed, found.get(0)).rows()).isEqualTo(3);
  }

  @Test
  void rowsWithoutTheColumnThatCutsTheTableAreAPartitionOfTheirOwn() throws Exception {
    bigQuery.table(TABLE, FakeTable.standard(), "DAY", "usage_start_time");
    String undated =
        row("2026-10-06T05:00:00Z", "7", "[]").replace("\"2026-10-05 07:00:00 UTC\"", "null");
    bigQuery.load(TABLE, null, List.of(undated, row("2026-10-06T05:00:00Z", "1", "[]")));
    BigQueryFeed feed = feed();
    List<Delivery> found = feed.discover(NOW);
    assertThat(found)
        .extracting(Delivery::slot)
        .containsExactly(TABLE + "/null", TABLE + "/2026-10-05");
    assertThat(Readings.of(feed, found.get(0)).sum().billed()).isEqualByComparingTo("7");
  }

  @Test
  void rowsWithoutAnExportTimeRefuseTheirPartition() throws Exception {
    ingestionTimeTable();
    bigQuery.load(
        TABLE, FIFTH, List.of(row(null, "1", "[]"), row("2026-10-06T00:00:00Z", "1", "[]")));
    Delivery refused = feed().discover(NOW).get(0);
    assertThat(refused.refusal().code()).isEqualTo("no-export-time");
    assertThat(refused.refusal().text()).contains("1 of 2 rows have no export_time");
  }

  @Test
  void anAmountThatIsNoneRefusesThePartitionWithItsColumn() throws Exception {
    ingestionTimeTable();
    bigQuery.load(TABLE, FIFTH, List.of(row("2026-10-06T00:00:00Z", "\"NaN\"", "[]")));
    BigQueryFeed feed = feed();
    FeedException refused = fault(feed, feed.discover(NOW).get(0));
    assertThat(refused.refusal().code()).isEqualTo("unreadable");
    assertThat(refused.refusal().place()).contains("partition 2026-10-05", "column cost");
  }

  @Test
  void aFocusTableIsReadByItsOwnExportTime() throws Exception {
    List<Column> columns = new ArrayList<>();
    for (String name :
        List.of(
            "BillingAccountId",
            "BillingCurrency",
            "ChargeCategory",
            "ProviderName",
            "PublisherName",
            "ServiceName",
            "SubAccountId",
            "SubAccountName")) {
      columns.add(Column.of(name, "STRING"));
    }
    for (String name : List.of("BillingPeriodStart", "ChargePeriodStart", "x_ExportTime")) {
      columns.add(Column.of(name, "TIMESTAMP"));
    }
    for (String name : List.of("BilledCost", "EffectiveCost", "ListCost")) {
      columns.add(Column.of(name, "NUMERIC"));
    }
    columns.add(Column.list("x_Credits", Column.of("Amount", "NUMERIC")));
    String table = "gcp_billing_export_focus_0000";
    bigQuery.table("p.billing." + table, columns, "DAY", "");
    bigQuery.load(
        "p.billing." + table,
        FIFTH,
        List.of(
            """
            {"BilledCost": 1.25, "EffectiveCost": 1.25, "ListCost": 2, "BillingCurrency": "EUR",
             "ChargeCategory": "Usage", "ChargePeriodStart": "2026-10-05T00:00:00Z",
             "BillingPeriodStart": "2026-10-01T00:00:00Z", "ServiceName": "Storage",
             "BillingAccountId": "AAAA", "SubAccountId": "shop-1", "SubAccountName": "Shop",
             "PublisherName": "Google Cloud", "ProviderName": "Google Cloud",
             "x_ExportTime": "2026-10-06T00:00:00Z", "x_Credits": [{"Amount": -9}]}
            """));
    BigQueryFeed feed = feed("focus", table);
    Readings readings = Readings.of(feed, feed.discover(NOW).get(0));
    assertThat(readings.lines()).isEqualTo(1);
    assertThat(readings.charge().sums().billed()).isEqualByComparingTo("1.25");
    assertThat(readings.accountRefs().get(0).provider()).isEqualTo("gcp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | accessDenied | denied | roles/bigquery.jobUser",
        "403 | quotaExceeded | unreachable | a quota of the project is used up",
        "500 | internalError | unreachable | it is tried again at the next look"
      })
  void whatIsWrongWithALookIsSaidInWords(int status, String reason, String code, String text) {
    ingestionTimeTable();
    bigQuery.refuse(status, reason);
    FeedException fault = fault(feed());
    assertThat(fault.refusal().code()).isEqualTo(code);
    assertThat(fault.refusal().text()).contains(text, TABLE);
  }

  @Test
  void silenceIsToldAndLeavesTheThreadAsItWas() {
    bigQuery.keepSilent();
    FeedException fault = fault(feed());
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(fault.refusal().code()).isEqualTo("unreachable");
    assertThat(fault.refusal().text()).contains("does not answer in time", TABLE);
  }

  @Test
  void whatIsWrongWithTheTableIsSaidInWords() throws Exception {
    assertThat(fault(feed()).refusal().code()).isEqualTo("no-place");
    assertThat(fault(feed()).refusal().text()).contains("there is no table " + TABLE);
    ingestionTimeTable();
    assertThat(feed().discover(NOW)).isEmpty();
    bigQuery.load(TABLE, FIFTH, rows(1, "2026-10-06T00:00:00Z"));
    bigQuery.reads().deny(true);
    assertThat(fault(feed()).refusal().code()).isEqualTo("denied");
    assertThat(fault(feed()).refusal().text()).contains("bigquery.readsessions.create");
    bigQuery.reads().deny(false);
    assertThat(fault(feed("detailed", "gcp_billing_export_v1_0000")).refusal().code())
        .isEqualTo("wrong-format");
    bigQuery.table(TABLE, FakeTable.standard().subList(0, 12), "DAY", "");
    assertThat(fault(feed()).refusal().text()).contains("column cost_type is missing");
    bigQuery.table(TABLE, FakeTable.standard(), "DAY", "").kind = "VIEW";
    assertThat(fault(feed()).refusal().text()).contains("is a VIEW");
  }
}
