package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.Grain;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class RecordsCsvTest {
  @Test
  void recordsAreWrittenAsTheGoldenFileSays() throws IOException {
    byte[] golden;
    try (InputStream in = RecordsCsvTest.class.getResourceAsStream("records.csv")) {
      golden = in.readAllBytes();
    }
    assertThat(csv(UsageSchema.PR, Grain.RESOURCE, SampleReport.records()))
        .isEqualTo(new String(golden, StandardCharsets.UTF_8));
  }

  @Test
  void anyOrderOfTheSameRecordsGivesTheSameBytes() throws IOException {
    List<UsageRecord> shuffled = new ArrayList<>(SampleReport.records());
    String expected = csv(UsageSchema.PR, Grain.RESOURCE, shuffled);
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(shuffled, random);
      assertThat(csv(UsageSchema.PR, Grain.RESOURCE, shuffled)).isEqualTo(expected);
    }
  }

  @Test
  void atGrainServiceTheQuantityIsOneUnitAndThereIsNoResource() throws IOException {
    String[] lines =
        csv(
                UsageSchema.PR,
                Grain.SERVICE,
                List.of(SampleReport.record("UR-1", "AS-1", "AmazonEC2", "", "744", "10")))
            .lines()
            .toList()
            .toArray(new String[0]);
    assertThat(lines[0]).endsWith(",status,v.marketplace_service");
    assertThat(lines[1])
        .isEqualTo(
            "UR-1,,item.mpn,AmazonEC2,1,2026-10-01 00:00:00,2026-10-31 23:59:59,asset.id,AS-1,"
                + "AmazonEC2,10.00000000,0,Amazon AmazonEC2,Unit,AmazonEC2,decimal(8),,ppu,monthly,"
                + ",PRD-001-001-001,AS-1,EXT-AS-1,000011112222,\"Acme, Inc.\",valid,false");
  }

  @Test
  void schemaQtHasNoAmounts() throws IOException {
    String line =
        csv(
                UsageSchema.QT,
                Grain.SKU,
                List.of(SampleReport.record("UR-1", "AS-1", "EC2", "", "744.50", "10")))
            .lines()
            .toList()
            .get(1);
    assertThat(line).contains(",EC2,744.5,").contains(",EC2,,0,Amazon EC2,");
  }

  @Test
  void onlySchemaTrHasTiersOtherThanZero() throws IOException {
    UsageRecord record = withTier(SampleReport.record("UR-1", "AS-1", "EC2", "1"), 2);
    assertThat(csv(UsageSchema.TR, Grain.SKU, List.of(record))).contains(",EC2,1.00000000,2,");
    assertThat(csv(UsageSchema.PR, Grain.SKU, List.of(record))).contains(",EC2,1.00000000,0,");
  }

  @Test
  void aReportWithoutRecordsHasItsHeader() throws IOException {
    assertThat(csv(UsageSchema.PR, Grain.RESOURCE, List.of()))
        .startsWith("record_id,record_note,item_search_criteria,")
        .endsWith(",v.marketplace_service,v.resource_id\n");
  }

  @Test
  void anAmountThatIsNotRoundedIsRefused() {
    UsageRecord record = withAmount(SampleReport.record("UR-9", "AS-1", "EC2", "1"), "0.123456789");
    assertThatThrownBy(() -> csv(UsageSchema.PR, Grain.SKU, List.of(record)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.123456789")
        .hasMessageContaining("UR-9");
  }

  @Test
  void aRecordThatIsThereTwiceIsRefused() {
    UsageRecord record = SampleReport.record("UR-9", "AS-1", "EC2", "1");
    assertThatThrownBy(() -> csv(UsageSchema.PR, Grain.SKU, List.of(record, record)))
        .hasMessageContaining("record UR-9 of asset AS-1, item EC2 is in the report twice");
  }

  @Test
  void aFieldLongerThanTheBufferIsWrittenWhole() throws IOException {
    String resource = "a".repeat(70_000) + "," + "ü".repeat(70_000);
    UsageRecord record = SampleReport.record("UR-1", "AS-1", "EC2", resource, "1", "1");
    assertThat(csv(UsageSchema.PR, Grain.RESOURCE, List.of(record)))
        .endsWith(",\"" + resource + "\"\n");
  }

  @Test
  void fieldsThatDoNotFitTheRestOfTheBufferAreWrittenWhole() throws IOException {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      records.add(
          SampleReport.record("UR-" + i, "AS-" + i, "EC2", "é".repeat(i % 100), "1", "1.25"));
    }
    String csv = csv(UsageSchema.PR, Grain.RESOURCE, records);
    List<UsageRecord> sorted = RecordOrder.sort(records);
    String[] lines = csv.split("\n", -1);
    assertThat(lines).hasSize(2_002);
    for (int i = 0; i < sorted.size(); i++) {
      UsageRecord record = sorted.get(i);
      assertThat(lines[i + 1])
          .startsWith(record.recordId() + ",,item.mpn,EC2,1,")
          .endsWith(",valid,false," + record.resourceId());
    }
  }

  @Property
  void aFieldIsQuotedWhereItMustBeAndOnlyThere(
      @ForAll
          @CharRange(from = ' ', to = '~')
          @Chars({'\n', '\r', '\t', ',', '"', 'é', '雲'})
          @StringLength(max = 40)
          String resource)
      throws IOException {
    UsageRecord record = SampleReport.record("UR-1", "AS-1", "EC2", resource, "1", "1");
    boolean quoted = resource.matches("(?s).*[,\"\n\r].*");
    assertThat(csv(UsageSchema.PR, Grain.RESOURCE, List.of(record)))
        .endsWith("," + (quoted ? '"' + resource.replace("\"", "\"\"") + '"' : resource) + "\n");
  }

  @Property
  void textsAreInTheOrderOfTheirBytes(
      @ForAll @StringLength(max = 4) String a, @ForAll @StringLength(max = 4) String b) {
    String x = whole(a);
    String y = whole(b);
    int byBytes =
        Arrays.compareUnsigned(
            x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(RecordOrder.UTF8.compare(x, y))).isEqualTo(Integer.signum(byBytes));
  }

  @Test
  void anEmojiComesAfterTheLastPrivateCharacter() {
    assertThat(RecordOrder.UTF8.compare("a\uD83D\uDE80", "a\uFFFD")).isPositive();
    assertThat(RecordOrder.UTF8.compare("a\uFFFD", "a\uD83D\uDE80")).isNegative();
    assertThat(RecordOrder.UTF8.compare("a\uD83D\uDE80", "a\uD83D\uDE81")).isNegative();
  }

  @Test
  void recordsAreInTheOrderOfTheirBytesWhateverTheirCharacters() {
    String[] byBytes = {"", "A", "a", "a b", "é", "雲", "\uFFFD", "\uD83D\uDE80", "\uD83D\uDE81"};
    List<UsageRecord> records = new ArrayList<>();
    for (String asset : byBytes) {
      for (String resource : byBytes) {
        records.add(SampleReport.record("UR-1", asset, "EC2", resource, "1", "1"));
      }
    }
    List<UsageRecord> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(3));
    assertThat(RecordOrder.sort(shuffled)).isEqualTo(records);
  }

  /** Without halves of characters, which have no bytes. */
  private static String whole(String text) {
    return text.codePoints()
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String csv(UsageSchema schema, Grain grain, Collection<UsageRecord> records)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    UsageTabs tabs = UsageTabs.of(SampleReport.header(schema, grain));
    RecordsPass.write(out, tabs, ReportRecords.of(records), new ReportTotals.Sums(tabs));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static UsageRecord withTier(UsageRecord r, int tier) {
    return copy(r, tier, r.amount());
  }

  private static UsageRecord withAmount(UsageRecord r, String amount) {
    return copy(r, r.tier(), new BigDecimal(amount));
  }

  private static UsageRecord copy(UsageRecord r, int tier, BigDecimal amount) {
    return new UsageRecord(
        r.recordId(),
        r.assetId(),
        r.assetExternalId(),
        r.customerAccountId(),
        r.customerCompanyName(),
        r.hubId(),
        r.itemMpn(),
        r.itemName(),
        r.itemUnit(),
        r.resourceId(),
        r.marketplaceService(),
        tier,
        r.quantity(),
        r.exactQuantity(),
        amount,
        r.exactAmount(),
        r.lines());
  }
}
