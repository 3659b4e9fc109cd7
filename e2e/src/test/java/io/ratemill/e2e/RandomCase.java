package io.ratemill.e2e;

import io.ratemill.e2e.Setup.Dated;
import io.ratemill.e2e.Setup.Margins;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import io.ratemill.e2e.Setup.Rule;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A configuration and bills for it, drawn from a seed: equal seeds give equal cases. */
final class RandomCase {
  static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
  static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  static final String MAIN = "MP-00001";
  static final String OTHER = "MP-00002";

  private static final List<String> ITEMS =
      List.of("AmazonEC2", "AmazonS3", "AWSLambda", "AmazonRDS", "awskms", "4hxkqx3mlm8qmfpbdgt7");
  private static final List<String> SUPPORT =
      List.of("AWSSupportBusiness", "AWSSupportEnterprise", "OCBPremiumSupport");
  private static final List<String> TYPES =
      List.of(
          "Usage",
          "Usage",
          "Usage",
          "Usage",
          "FlatRateSubscription",
          "DiscountedUsage",
          "SavingsPlanCoveredUsage",
          "SavingsPlanNegation",
          "SavingsPlanRecurringFee",
          "SavingsPlanUpfrontFee",
          "RIFee",
          "Fee",
          "ReservationFee",
          "BundledDiscount",
          "EdpDiscount",
          "SppDiscount",
          "PrivateRateDiscount",
          "RiVolumeDiscount",
          "CrossPartyDiscount",
          "Credit",
          "Refund",
          "Tax",
          "SomethingNew",
          "");

  private final Random random;
  private final Setup setup;

  private RandomCase(long seed) {
    random = new Random(seed);
    setup = setup();
  }

  static RandomCase of(long seed) {
    return new RandomCase(seed);
  }

  Setup drawn() {
    return setup;
  }

  private Setup setup() {
    String grain = pick("service", "service", "sku", "resource");
    String schema = pick("PR", "PR", "TR", "CR", "QT");
    boolean multiplePayer = random.nextInt(3) == 0;
    Market main =
        new Market(
            MAIN,
            List.of(new Dated("2020-01-01", "1.1"), new Dated("2026-10-11", "1.175")),
            List.of(new Dated("2020-01-01", "1.2")),
            Map.of(
                "USD", List.of(new Dated("2020-01-01", "0.72"), new Dated("2026-10-01", "0.7351")),
                "EUR", List.of(new Dated("2020-01-01", "0.85"))),
            "GBP",
            multiplePayer,
            !multiplePayer && random.nextBoolean() ? "999900000009" : "",
            multiplePayer ? Map.of("999900000001", "1.05") : Map.of(),
            pick("msrp", "msrp", "pass-through", "amortised"),
            Map.of(),
            new Margins("0.10", "0.05", "0.05", "0.025"));
    Market other = Market.of(OTHER, "-2").withMarkupMarketplace("0").withoutFx();
    return new Setup(grain, schema, MAIN, List.of(main, other), owners(), rules(grain));
  }

  /** Mapped, changing hands in mid-month, ending, several for one customer, and some not at all. */
  private List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    owners.add(Owner.of(account(0), "A"));
    owners.add(Owner.of(account(1), "A"));
    owners.add(Owner.of(account(2), "A").during("", "2026-10-16"));
    owners.add(owner(account(2), "B", "AS-moved", "", "gold").during("2026-10-16", ""));
    owners.add(owner(account(3), "C", "AS-shared", "", "gold").during("2026-09-10", "2026-10-20"));
    owners.add(owner(account(4), "C", "AS-shared", "", "gold"));
    owners.add(owner(account(5), "D", "AS-élan, \"5\"", OTHER, "silver"));
    return owners;
  }

  private static Owner owner(
      String account, String customer, String asset, String marketplace, String customerClass) {
    return new Owner(
        account,
        "CU-" + customer,
        "Company " + customer + ", Ltd",
        asset,
        "RS-" + customer,
        "",
        marketplace,
        "",
        "",
        customerClass);
  }

  private List<Rule> rules(String grain) {
    String item = grain.equals("service") ? "AmazonS3" : "SKUAmazonS3";
    List<Rule> rules = new ArrayList<>();
    rules.add(rule("R-1", "", "", "", "", "1.3", "2026-10-05", "2026-10-25"));
    rules.add(rule("R-2", account(1), "", "", item, "0.9", "", ""));
    rules.add(rule("R-3", account(1), "", "", "", "1.01", "2026-09-20", ""));
    rules.add(rule("R-4", "", "CU-A", "", "", "1.07", "2026-10-01", ""));
    rules.add(rule("R-5", "", "", "gold", "", "1.25", "", "2026-10-18"));
    rules.add(rule("R-6", "", "", "gold", "", "1.26", "2026-10-02", ""));
    rules.add(rule("R-7", "", "", "gold", "", "1.27", "2026-10-02", ""));
    rules.add(new Rule("R-8", "", "", "CU-A", "", "", "", "support", "1.5", "2026-09-01", ""));
    rules.add(new Rule("R-9", OTHER, "", "", "", "", "", "", "2", "", "2026-10-01"));
    rules.add(new Rule("R-10", "", "", "", "", "RS-B", "", "", "1.11", "", ""));
    return rules.stream().filter(rule -> random.nextInt(5) > 0).toList();
  }

  private static Rule rule(
      String id,
      String account,
      String customer,
      String customerClass,
      String service,
      String factor,
      String from,
      String to) {
    return new Rule(id, "", account, customer, customerClass, "", service, "", factor, from, to);
  }

  static String account(int number) {
    return "00112233440" + number;
  }

  List<Map<String, String>> bill(YearMonth month, int lines) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      rows.add(row(month));
    }
    return rows;
  }

  private Map<String, String> row(YearMonth month) {
    String type = TYPES.get(random.nextInt(TYPES.size()));
    boolean support =
        List.of("Usage", "Fee", "SomethingNew", "Tax", "Credit", "EdpDiscount").contains(type)
            && random.nextInt(5) == 0;
    String item = support ? pick(SUPPORT) : pick(ITEMS);
    String account = random.nextInt(40) == 0 ? "" : account(random.nextInt(8));
    Map<String, String> row = CurRow.usage(month, account, item, cost(type));
    row.put(CurRow.TYPE, type);
    row.put(CurRow.ENTITY, !support && item.length() > 15 ? "AWS Marketplace" : "AWS");
    row.put(CurRow.PAYER, setup.market(MAIN).multiplePayer() ? payer(account) : "999900000000");
    row.put(
        CurRow.CURRENCY,
        account.equals(account(4)) ? "EUR" : account.equals(account(6)) ? "" : "USD");
    row.put(CurRow.START, start(month));
    row.put(CurRow.DESCRIPTION, pick("plain", "two\nlines", "a \"quoted\", comma", "CR\r\nLF"));
    row.put(CurRow.LIST, list(type));
    row.put(CurRow.RESOURCE, pick("i-1", "i-2", "arn:aws:s3:::b,1", "i-é"));
    row.put(
        CurRow.QUANTITY, type.equals("Usage") ? pick("1", "0.5", "3E-9", "0", "2.000000005") : "");
    switch (type) {
      case "DiscountedUsage" -> row.put(CurRow.RESERVED_EFFECTIVE, amount());
      case "SavingsPlanCoveredUsage" -> row.put(CurRow.PLAN_EFFECTIVE, amount());
      case "SavingsPlanRecurringFee" -> {
        row.put(CurRow.PLAN_COMMITMENT, amount());
        row.put(CurRow.PLAN_USED, amount());
      }
      case "RIFee" -> {
        row.put(CurRow.UNUSED_UPFRONT, amount());
        row.put(CurRow.UNUSED_RECURRING, amount());
      }
      case "ReservationFee" -> {
        row.put(CurRow.TYPE, "Fee");
        row.put(CurRow.RESERVATION, "arn:aws:ec2:eu-central-1:1:reserved-instances/r-1");
      }
      case "Usage" -> {
        if (random.nextInt(12) == 0) {
          row.put(CurRow.OPERATION, pick("EKSPod-EC2", "ECSTask-EC2"));
        }
      }
      default -> {}
    }
    return row;
  }

  private static String payer(String account) {
    return account.equals(account(1)) ? "999900000001" : "999900000000";
  }

  private String start(YearMonth month) {
    if (random.nextInt(30) == 0) {
      return "";
    }
    String day = month.atDay(1 + random.nextInt(month.lengthOfMonth())).toString();
    return day + pick("T00:00:00Z", "T23:59:59Z", "T12:30:00.000Z", " 06:00:00");
  }

  private String cost(String type) {
    if (random.nextInt(40) == 0) {
      return "";
    }
    String amount = amount();
    boolean negative =
        type.endsWith("Discount")
            || type.equals("Credit")
            || type.equals("Refund")
            || type.endsWith("Negation");
    return negative && !amount.startsWith("0") ? "-" + amount : amount;
  }

  private String list(String type) {
    boolean covered = type.equals("DiscountedUsage") || type.equals("SavingsPlanCoveredUsage");
    return switch (random.nextInt(covered ? 6 : 12)) {
      case 0 -> "";
      case 1 -> "0.0";
      default -> amount();
    };
  }

  /** Up to 22 decimals, in plain and in E notation, whole numbers and zeros among them. */
  private String amount() {
    return switch (random.nextInt(8)) {
      case 0 -> "0.0";
      case 1 ->
          (1 + random.nextInt(9)) + "." + (1 + random.nextInt(99)) + "E-" + (3 + random.nextInt(9));
      case 2 -> String.valueOf(1 + random.nextInt(5000));
      case 3 ->
          "1" + random.nextInt(9) + ".00000000" + pick("5", "49999999999999", "50000000000001");
      case 4 -> "3." + digits(22);
      default -> (1 + random.nextInt(300)) + "." + digits(1 + random.nextInt(10));
    };
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }

  private String pick(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
