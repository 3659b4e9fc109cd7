package io.ratemill.sinks.report;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.Grain;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** A small report with every difficulty in it: exact digits, quotes, blanks, text ids. */
public final class SampleReport {
  public static final BillingPeriod PERIOD = new BillingPeriod(2026, 10);
  public static final String ID = "UF-2026-10-0421-7790";

  public static final ReportFacts FACTS =
      new ReportFacts(
          22,
          Map.of(ChargeClass.USAGE, 20L, ChargeClass.FEE, 2L),
          List.of(
              new ReportFacts.DeliveryUsed(
                  "aws-main", "aws-main/cur/2026-10", "b7f0", "2026-11-04T03:11:09Z")),
          List.of(new ReportFacts.StaleSlot("aws-west", "aws-west/cur/2026-10", "part 2 is short")),
          Map.of("terms", "5d41402a", "owners", "7d793037"));

  private SampleReport() {}

  public static ReportHeader header(UsageSchema schema, Grain grain) {
    return new ReportHeader(
        new ReportKey("PRD-001-001-001", "MP-00001", "000011112222", PERIOD),
        ID,
        "",
        schema,
        grain,
        "",
        "USD",
        "AWS Consolidated",
        "United States",
        new Party("HB-1234-1234", "NA Production"),
        new Party("VA-123-123", "Front Street Inc"),
        new Party("PA-321-321", "Mighty Mick's LLC"),
        new Party("CRD-21674-67435-75488", "Front Street Inc Agreement"));
  }

  public static ReportHeader header() {
    return header(UsageSchema.PR, Grain.RESOURCE);
  }

  public static UsageRecord record(String id, String asset, String mpn, String exactAmount) {
    return record(id, asset, mpn, "", "1", exactAmount);
  }

  public static UsageRecord record(
      String id, String asset, String mpn, String resource, String quantity, String exactAmount) {
    BigDecimal exact = new BigDecimal(exactAmount);
    BigDecimal exactQuantity = new BigDecimal(quantity);
    return new UsageRecord(
        id,
        asset,
        "EXT-" + asset,
        "000011112222",
        "Acme, Inc.",
        "HB-1234-1234",
        mpn,
        "Amazon " + mpn,
        "Hrs",
        resource,
        false,
        0,
        exactQuantity.setScale(8, RoundingMode.HALF_UP),
        exactQuantity,
        exact.setScale(8, RoundingMode.HALF_UP),
        exact,
        3);
  }

  /** Out of order, so that whoever forgets to sort is found out. */
  public static List<UsageRecord> records() {
    UsageRecord marketplace =
        new UsageRecord(
            "UR-7",
            "AS-1",
            "",
            "0012",
            " Blanks \"quoted\"\nand a second line ",
            "",
            "AmazonEC2",
            "Größe, 雲, \uD83D\uDE80 & <tags>",
            "GB-Mo",
            "",
            true,
            0,
            new BigDecimal("12345678901234567.12345678"),
            new BigDecimal("12345678901234567.123456784"),
            new BigDecimal("-12345678901234567.12345678"),
            new BigDecimal("-12345678901234567.123456782"),
            1);
    return List.of(
        record("UR-5", "AS-2", "AmazonS3", "arn:aws:s3:::logs", "0.000000014", "0.000000012"),
        marketplace,
        record("UR-1", "AS-10", "AmazonEC2", "i-0ab", "744", "7391.0199999999"),
        record("UR-3", "AS-1", "AmazonEC2", "", "100", "10"),
        record("UR-2", "AS-1", "AmazonEC2", "i-0cd", "1.5", "0"),
        record("UR-4", "AS-1", "00042", "E1", "2E+3", "1E-9"));
  }
}
