package io.ratemill.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Random OCI cost reports around the end of a month, and what they must come to, line by line and
 * from the rules alone.
 */
final class OciReports {
  static final String CONNECTOR = "oci-main";

  private static final LocalDateTime FIRST = LocalDateTime.of(2026, 10, 31, 12, 0);
  private static final List<String> TENANCIES =
      List.of("ocid1.tenancy.oc1..a", "ocid1.tenancy.oc1..b");
  private static final List<String> SERVICES = List.of("COMPUTE", "DATABASE", "TELEMETRY");
  private static final List<String> TAGS =
      List.of("Oracle-Tags.CreatedBy", "DevRel\\redbull-hol.release", "orcl-cloud.x y", "a.b.c");
  private static final BigDecimal MARKUP = new BigDecimal("1.1");

  private OciReports() {}

  /** A row of a report; an empty compartment is the tenancy's own. */
  record Line(
      LocalDateTime start,
      String tenancy,
      String compartment,
      String service,
      String cost,
      String correction) {
    private String period() {
      return start.toString().substring(0, 7);
    }

    private BigDecimal amount() {
      return cost.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cost);
    }

    /** The asset that owns the line on its day: its compartment's, else its tenancy's. */
    private String asset() {
      return switch (compartment) {
        case "ocid1.compartment.oc1..0" -> "AS-0";
        case "ocid1.compartment.oc1..1" -> start.getMonthValue() == 10 ? "AS-1" : "AS-2";
        default -> tenancy.equals(TENANCIES.get(0)) ? "AS-T" : "";
      };
    }

    private String account() {
      return compartment.isEmpty() ? tenancy : compartment;
    }
  }

  /** Writes a configuration with owners, where the lines of one location are given. */
  static void write(Path folder, String location) {
    Setup setup =
        new Setup(
            "service", "PR", "MP-1", List.of(Setup.Market.of("MP-1", "1.1")), List.of(), List.of());
    setup.write(folder);
    Setup.text(
        folder.resolve("ratemill.yaml"),
        setup
            .yaml()
            .replace("id: " + Setup.CONNECTOR, "id: " + CONNECTOR)
            .replace("provider: aws", "provider: oci")
            .replace("format: cur-legacy", "format: cost")
            .replace("location: file:bills", location));
    Setup.text(
        folder.resolve("owners.csv"),
        """
        provider,account_id,customer_account_id,customer_company_name,asset_id,asset_external_id,hub_id,reseller_id,payer_id,marketplace_id,valid_from,valid_to
        oci,ocid1.compartment.oc1..0,CU-0,Zero,AS-0,,,,,,,
        oci,ocid1.compartment.oc1..1,CU-1,One,AS-1,,,,,,,2026-11-01
        oci,ocid1.compartment.oc1..1,CU-2,Two,AS-2,,,,,,2026-11-01,
        oci,%s,CU-T,Tenant,AS-T,,,,,,,
        """
            .formatted(TENANCIES.get(0)));
  }

  /** Reports by key: some split in two, some small, one empty. */
  static Map<String, List<Line>> random(long seed) {
    Random dice = new Random(seed);
    Map<String, List<Line>> reports = new LinkedHashMap<>();
    for (int number = 0; number < 5; number++) {
      int parts = 1 + dice.nextInt(2);
      for (int part = 1; part <= parts; part++) {
        List<Line> lines = new ArrayList<>();
        int count = number == 3 ? 0 : 1 + dice.nextInt(60);
        for (int i = 0; i < count; i++) {
          lines.add(line(dice, FIRST.plusHours(number * 6L + dice.nextInt(6))));
        }
        reports.put("reports/cost-csv/%016d-%05d.csv.gz".formatted(300 + number, part), lines);
      }
    }
    return reports;
  }

  private static Line line(Random dice, LocalDateTime start) {
    int compartment = dice.nextInt(5);
    String cost =
        switch (dice.nextInt(5)) {
          case 0 ->
              dice.nextInt(1000) + "." + (1 + dice.nextInt(999)) + "E-" + (7 + dice.nextInt(6));
          case 1 -> dice.nextInt(10) == 0 ? "" : "0.000000000000000000";
          case 2 -> "-" + dice.nextInt(3) + ".%018d".formatted(dice.nextInt(Integer.MAX_VALUE));
          default ->
              dice.nextInt(90) + ".%018d".formatted(dice.nextLong(1_000_000_000_000_000_000L));
        };
    return new Line(
        start,
        TENANCIES.get(dice.nextInt(2)),
        compartment == 4 ? "" : "ocid1.compartment.oc1.." + compartment,
        SERVICES.get(dice.nextInt(SERVICES.size())),
        cost,
        dice.nextInt(12) == 0 ? "true" : "false");
  }

  /** A report as Oracle writes it: each with tag columns of its own. */
  static byte[] file(String key, List<Line> lines) {
    Random dice = new Random(key.hashCode());
    List<String> header =
        new ArrayList<>(
            List.of(
                "lineItem/referenceNo",
                "lineItem/tenantId",
                "lineItem/intervalUsageStart",
                "lineItem/intervalUsageEnd",
                "product/service",
                "product/compartmentId",
                "product/compartmentName",
                "usage/billedQuantity",
                "cost/productSku",
                "cost/myCost",
                "cost/myCostOverage",
                "cost/currencyCode",
                dice.nextBoolean() ? "cost/skuUnitDescription" : "cost/billingUnitReadable",
                "lineItem/isCorrection",
                "lineItem/backreferenceNo"));
    for (String tag : TAGS) {
      if (dice.nextBoolean()) {
        header.add("tags/" + tag);
      }
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Line line : lines) {
      Map<String, String> row = new LinkedHashMap<>();
      header.forEach(name -> row.put(name, name.startsWith("tags/") ? "a, \"b\"\nc" : "x"));
      row.put("lineItem/tenantId", line.tenancy());
      row.put("lineItem/intervalUsageStart", line.start() + "Z");
      row.put("lineItem/intervalUsageEnd", line.start().plusHours(1) + ":00Z");
      row.put("product/service", line.service());
      row.put("product/compartmentId", line.compartment());
      row.put("usage/billedQuantity", "1.000000000000000000");
      row.put("cost/myCost", line.cost());
      row.put("cost/myCostOverage", "99");
      row.put("cost/currencyCode", "USD");
      row.put("lineItem/isCorrection", line.correction());
      rows.add(row);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(Csv.write(header, rows, "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Amounts by period, payer, asset and item: every line with an owner, rounded once. */
  static Map<String, String> amounts(Collection<List<Line>> reports) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (List<Line> report : reports) {
      for (Line line : report) {
        if (!line.asset().isEmpty()) {
          sums.merge(
              String.join("|", line.period(), line.tenancy(), line.asset(), line.service()),
              line.amount().multiply(MARKUP),
              BigDecimal::add);
        }
      }
    }
    Map<String, String> amounts = new TreeMap<>();
    sums.forEach(
        (key, sum) -> amounts.put(key, sum.setScale(8, RoundingMode.HALF_UP).toPlainString()));
    return amounts;
  }

  /** Lines and billed cost by period and slot. */
  static Map<String, String> ledger(Map<String, List<Line>> reports) {
    Map<String, List<Line>> places = new TreeMap<>();
    reports.forEach(
        (key, lines) ->
            lines.forEach(
                line ->
                    places
                        .computeIfAbsent(line.period() + "|" + key, k -> new ArrayList<>())
                        .add(line)));
    return described(places);
  }

  /** Lines and billed cost by provider, period and account, of those that nobody owns. */
  static Map<String, String> unmapped(Collection<List<Line>> reports) {
    Map<String, List<Line>> accounts = new TreeMap<>();
    for (List<Line> report : reports) {
      for (Line line : report) {
        if (line.asset().isEmpty()) {
          accounts
              .computeIfAbsent(
                  "oci|" + line.period() + "|" + line.account(), k -> new ArrayList<>())
              .add(line);
        }
      }
    }
    return described(accounts);
  }

  private static Map<String, String> described(Map<String, List<Line>> groups) {
    Map<String, String> described = new TreeMap<>();
    groups.forEach(
        (key, lines) -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (Line line : lines) {
            sum = sum.add(line.amount());
          }
          described.put(key, lines.size() + " " + text(sum));
        });
    return described;
  }

  static String text(BigDecimal amount) {
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }
}
