package io.ratemill.benchmarks;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.workbook.UsageTabs;
import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The records of a large report at grain resource, each made when it is asked for.
 *
 * @param count how many
 */
public record ManyRecords(int count) implements Iterable<UsageRecord> {
  private static final int RECORDS_PER_ASSET = 400;
  private static final int ITEMS = 97;

  /** What the tabs of their report say. */
  public static UsageTabs tabs() {
    return UsageTabs.of(
        new ReportHeader(
            new ReportKey(
                "PRD-001-001-001", "MP-00001", "111122223333", BillingPeriod.parse("2026-10")),
            "USG-0001-0001-0001",
            "",
            UsageSchema.PR,
            Grain.RESOURCE,
            "",
            "USD",
            "Benchmark",
            "Benchmark",
            new Party("HB-1234-1234", "Hub"),
            new Party("VA-123-123", "Vendor"),
            new Party("PA-321-321", "Distributor"),
            new Party("CRD-00000-00000-00000", "Agreement")));
  }

  @Override
  public Iterator<UsageRecord> iterator() {
    return IntStream.range(0, count).mapToObj(ManyRecords::record).iterator();
  }

  private static UsageRecord record(int number) {
    int asset = number / RECORDS_PER_ASSET;
    int item = number % ITEMS;
    long mixed = number * 0x9E3779B97F4A7C15L;
    BigDecimal amount = BigDecimal.valueOf((mixed >>> 24) - (1L << 36), Money.AMOUNT_SCALE);
    BigDecimal quantity = BigDecimal.valueOf(mixed >>> 34, 4);
    return new UsageRecord(
        String.format(Locale.ROOT, "UR-%026d", number),
        String.format(Locale.ROOT, "AS-%08d", asset),
        String.format(Locale.ROOT, "EXT-%06d", asset),
        String.format(Locale.ROOT, "ACC-%06d", asset / 3),
        "Harbour & Sons Robotics " + asset / 3,
        "HB-1234-1234",
        String.format(Locale.ROOT, "SKU%08X", item * 7_919),
        "Amazon Elastic Service " + item,
        "Hrs",
        String.format(Locale.ROOT, "arn:aws:service:eu-west-1:%012d:i-%016x", asset, mixed),
        item == 0,
        0,
        Money.round(quantity),
        quantity,
        amount,
        amount,
        1 + item);
  }
}
