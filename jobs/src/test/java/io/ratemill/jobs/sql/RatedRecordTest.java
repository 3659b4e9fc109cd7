package io.ratemill.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.UsageRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatedRecordTest {
  private static final String REPORT = "P\u001fM\u001f123\u001f2026-10";

  private static RatedRecord record(
      String schema,
      String grain,
      String item,
      @Nullable String amount,
      @Nullable String quantity) {
    RatedRecords records = new RatedRecords();
    records.open(DefaultOpenContext.INSTANCE);
    PartsWriter writer = new PartsWriter();
    byte[] beginning = RecordIdentity.beginning(writer, REPORT, schema, grain, "EUR", "AS-1");
    Row row = Row.ofKind(RowKind.UPDATE_AFTER, new Object[5]);
    row.setField(0, RecordIdentity.text(writer, beginning, item, "", false, "", 0));
    row.setField(
        1,
        String.join("\u001f", "ACC-1", "Müller", "ext", "HB-1", "Item", "Unit")
            .getBytes(StandardCharsets.UTF_8));
    row.setField(2, text(amount));
    row.setField(3, text(quantity));
    row.setField(4, 3L);
    return records.map(row);
  }

  private static List<UsageRecord> shown(RatedRecord... records) {
    return RatedRecord.shown(List.of(records));
  }

  private static @Nullable StringData text(@Nullable String text) {
    return StringData.fromString(text);
  }

  @Test
  void aReportShowsWhatTheStatementSays() {
    RatedRecord rated = record("PR", "SKU", "EC2", "1.613431665", "2.0000000049");

    UsageRecord shown = shown(rated).get(0);

    assertThat(rated.report()).isEqualTo(REPORT);
    assertThat(rated.gone()).isFalse();
    assertThat(shown.recordId()).isEqualTo(rated.recordId()).startsWith("UR-");
    assertThat(shown.assetId()).isEqualTo("AS-1");
    assertThat(shown.customerAccountId()).isEqualTo("ACC-1");
    assertThat(shown.customerCompanyName()).isEqualTo("Müller");
    assertThat(shown.assetExternalId()).isEqualTo("ext");
    assertThat(shown.hubId()).isEqualTo("HB-1");
    assertThat(shown.itemMpn()).isEqualTo("EC2");
    assertThat(shown.itemName()).isEqualTo("Item");
    assertThat(shown.itemUnit()).isEqualTo("Unit");
    assertThat(shown.amount()).isEqualTo(new BigDecimal("1.61343167"));
    assertThat(shown.exactAmount()).isEqualTo(new BigDecimal("1.613431665"));
    assertThat(shown.quantity()).isEqualTo(new BigDecimal("2.00000000"));
    assertThat(shown.exactQuantity()).isEqualTo(new BigDecimal("2.0000000049"));
    assertThat(shown.lines()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "1.00000000499999999999, 1.00000000",
    "1.000000005, 1.00000001",
    "1.00000000500000000001, 1.00000001",
    "-1.00000000500000000001, -1.00000001"
  })
  void anAmountIsRoundedOnceWhereItIsShown(String exact, BigDecimal rounded) {
    UsageRecord shown = shown(record("PR", "SKU", "EC2", exact, "1")).get(0);

    assertThat(shown.amount()).isEqualTo(rounded);
    assertThat(shown.exactAmount()).isEqualTo(new BigDecimal(exact));
  }

  @Test
  void anAmountThatNoRecordHoldsIsRefused() {
    RatedRecord record = record("PR", "SKU", "EC2", "123456789012345678901", "1");

    assertThatThrownBy(() -> shown(record)).hasMessageContaining("123456789012345678901");
  }

  @Test
  void aServiceIsOneUnitAndNoCostIsNone() {
    UsageRecord shown = shown(record("PR", "SERVICE", "EC2", null, null)).get(0);

    assertThat(shown.quantity()).isEqualByComparingTo("1");
    assertThat(shown.amount()).isEqualTo(new BigDecimal("0.00000000"));
    assertThat(shown.exactAmount()).isZero();
  }

  @Test
  void aReportOfQuantitiesHasNoAmounts() {
    UsageRecord shown = shown(record("QT", "SKU", "EC2", "5", "2")).get(0);

    assertThat(shown.amount()).isNull();
    assertThat(shown.exactAmount()).isNull();
  }

  @Test
  void oneOfAnotherCurrencyIsAnother() {
    RatedRecord one = record("PR", "SKU", "EC2", "1", "1");
    RatedRecord changed = record("PR", "SKU", "EC2", "2", null);
    byte[] inDollars =
        new String(one.said(), StandardCharsets.UTF_8)
            .replace("EUR", "USD")
            .getBytes(StandardCharsets.UTF_8);

    assertThat(one.isOf(changed.said())).isTrue();
    assertThat(one.isOf(inDollars)).isFalse();
    assertThat(one.isOf(record("PR", "SKU", "EC", "1", "1").said())).isFalse();
  }

  @Test
  void textsOfManyRecordsAreThereOnce() {
    List<UsageRecord> shown =
        shown(record("PR", "SKU", "EC2", "1", "1"), record("PR", "SKU", "S3", "2", "2"));

    assertThat(shown.get(0).assetId()).isSameAs(shown.get(1).assetId());
    assertThat(shown.get(0).customerCompanyName()).isSameAs(shown.get(1).customerCompanyName());
  }
}
