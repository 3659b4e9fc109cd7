package io.ratemill.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One row of a Google billing export as the rules see it; absent texts are null. */
record GcpRow(
    String billingAccount,
    String project,
    String month,
    String start,
    String service,
    String serviceName,
    String sku,
    String costType,
    String transaction,
    BigDecimal cost,
    BigDecimal list,
    List<Credit> credits) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SERVICES = List.of("6F81", "95FF", "24E6", "SUPP");
  private static final List<String> NAMES =
      List.of("Compute Engine", "Cloud Storage", "BigQuery", "Support");
  private static final List<String> CREDITS =
      List.of(
          "FREE_TIER",
          "SUSTAINED_USAGE_DISCOUNT",
          "DISCOUNT",
          "RESELLER_MARGIN",
          "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE",
          "PROMOTION",
          "FEE_UTILIZATION_OFFSET");

  record Credit(String type, BigDecimal amount) {}

  /** A line of the bill: the row itself, or one of its credits. */
  record GcpLine(String chargeClass, BigDecimal billed, BigDecimal list) {}

  /** A random row of a partition day, sometimes of a month that is not the day's. */
  static GcpRow random(Random random, String day) {
    int service = random.nextInt(SERVICES.size());
    int kind = random.nextInt(20);
    boolean noProject = kind < 3;
    String costType =
        switch (kind) {
          case 0 -> "tax";
          case 1 -> "rounding_error";
          case 3 -> "adjustment";
          default -> "regular";
        };
    List<Credit> credits = new ArrayList<>();
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      String type = CREDITS.get(random.nextInt(CREDITS.size()));
      credits.add(new Credit(type, amount(random).negate()));
    }
    boolean edge = day.endsWith("-01") && random.nextBoolean();
    String month = edge ? "202609" : day.substring(0, 7).replace("-", "");
    return new GcpRow(
        "0A-1B",
        noProject ? null : "shop-" + random.nextInt(6),
        month,
        day + " %02d:00:00 UTC".formatted(random.nextInt(24)),
        costType.equals("rounding_error") ? null : SERVICES.get(service),
        costType.equals("rounding_error") ? null : NAMES.get(service),
        random.nextInt(12) == 0 ? "Commitment v1: Cpu" : "On demand",
        costType,
        random.nextInt(6) == 0 ? "THIRD_PARTY_RESELLER" : "GOOGLE",
        amount(random),
        random.nextInt(5) == 0 ? null : amount(random),
        credits);
  }

  /** Dyadic fractions and small powers of ten: what a double holds and prints without noise. */
  private static BigDecimal amount(Random random) {
    return BigDecimal.valueOf(random.nextInt(1_000_000), random.nextInt(9));
  }

  /** The row and its credits as lines, classes by the table of the rating rules. */
  List<GcpLine> lines() {
    List<GcpLine> lines = new ArrayList<>();
    String own =
        switch (costType) {
          case "tax" -> "tax";
          case "adjustment", "rounding_error" -> "adjustment";
          default ->
              sku.startsWith("Commitment")
                  ? "commitment-purchase"
                  : "Support".equals(serviceName) ? "support" : "usage";
        };
    lines.add(new GcpLine(own, cost, list));
    for (Credit credit : credits) {
      String chargeClass =
          switch (credit.type()) {
            case "FREE_TIER", "SUSTAINED_USAGE_DISCOUNT" -> "public-discount";
            case "PROMOTION", "FEE_UTILIZATION_OFFSET" -> "credit";
            default -> "discount";
          };
      lines.add(new GcpLine(chargeClass, credit.amount(), null));
    }
    return lines;
  }

  String item() {
    return service == null ? costType : service;
  }

  String period() {
    return month.substring(0, 4) + "-" + month.substring(4);
  }

  boolean marketplace() {
    return transaction.startsWith("THIRD_PARTY");
  }

  /** The row as a table has it that says when it was exported. */
  String json(Instant exported) {
    return nested().put("export_time", exported.toString()).toString();
  }

  /** The row as BigQuery nests it. */
  String json() {
    return nested().toString();
  }

  private ObjectNode nested() {
    ObjectNode row = JSON.createObjectNode();
    row.put("billing_account_id", billingAccount);
    row.putObject("invoice").put("month", month);
    row.put("cost_type", costType);
    row.putObject("service").put("id", service).put("description", serviceName);
    row.putObject("sku").put("id", "K").put("description", sku);
    row.put("usage_start_time", start.replace(" UTC", ""));
    if (project != null) {
      row.putObject("project").put("id", project).put("name", project);
    }
    row.put("transaction_type", transaction);
    row.put("cost", cost);
    row.put("cost_at_list", list);
    row.put("currency", "USD");
    ArrayNode all = row.putArray("credits");
    for (Credit credit : credits) {
      all.addObject().put("name", "n").put("amount", credit.amount()).put("type", credit.type());
    }
    return row;
  }
}
