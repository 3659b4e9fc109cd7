package io.ratemill.e2e;

import java.math.BigDecimal;
import java.util.Map;

/** One charge row of a legacy CUR as the rating rules see it, costs as exact decimals or null. */
record CurLine(
    String period,
    String account,
    String billPayer,
    String day,
    String item,
    String name,
    String sku,
    String resource,
    String unit,
    String chargeClass,
    boolean marketplace,
    boolean splitCost,
    String currency,
    BigDecimal quantity,
    BigDecimal billed,
    BigDecimal list,
    BigDecimal effective) {
  static CurLine of(Map<String, String> row) {
    String period = row.get(CurRow.PERIOD).substring(0, 7);
    String start = text(row, CurRow.START);
    String currency = text(row, CurRow.CURRENCY);
    BigDecimal quantity = number(row, CurRow.QUANTITY);
    BigDecimal billed = number(row, CurRow.COST);
    String operation = text(row, CurRow.OPERATION);
    boolean split = operation.equals("EKSPod-EC2") || operation.equals("ECSTask-EC2");
    return new CurLine(
        period,
        text(row, CurRow.ACCOUNT),
        text(row, CurRow.PAYER),
        start.isEmpty() ? period + "-01" : start.substring(0, 10),
        text(row, CurRow.ITEM),
        text(row, CurRow.NAME),
        text(row, CurRow.SKU),
        text(row, CurRow.RESOURCE),
        text(row, CurRow.UNIT),
        split ? "usage" : chargeClass(row),
        text(row, CurRow.ENTITY).equals("AWS Marketplace"),
        split,
        currency.isEmpty() ? "USD" : currency,
        quantity == null ? BigDecimal.ZERO : quantity,
        billed,
        number(row, CurRow.LIST),
        effective(row, billed));
  }

  private static String chargeClass(Map<String, String> row) {
    String type = text(row, CurRow.TYPE);
    String item = text(row, CurRow.ITEM);
    boolean support = item.startsWith("AWSSupport") || item.equals("OCBPremiumSupport");
    return switch (type) {
      case "Tax" -> "tax";
      case "Credit" -> "credit";
      case "Refund" -> "refund";
      case "BundledDiscount" -> "public-discount";
      case "DiscountedUsage", "SavingsPlanCoveredUsage" -> "committed-usage";
      case "RIFee", "SavingsPlanUpfrontFee", "SavingsPlanRecurringFee" -> "commitment-purchase";
      case "SavingsPlanNegation" -> "commitment-negation";
      case "Usage", "FlatRateSubscription" -> support ? "support" : "usage";
      case "Fee" ->
          !text(row, CurRow.RESERVATION).isEmpty()
              ? "commitment-purchase"
              : support ? "support" : "fee";
      default -> type.endsWith("Discount") ? "discount" : support ? "support" : "other";
    };
  }

  private static BigDecimal effective(Map<String, String> row, BigDecimal billed) {
    return switch (text(row, CurRow.TYPE)) {
      case "DiscountedUsage" -> number(row, CurRow.RESERVED_EFFECTIVE);
      case "SavingsPlanCoveredUsage" -> number(row, CurRow.PLAN_EFFECTIVE);
      case "RIFee" -> number(row, CurRow.UNUSED_UPFRONT).add(number(row, CurRow.UNUSED_RECURRING));
      case "SavingsPlanRecurringFee" ->
          number(row, CurRow.PLAN_COMMITMENT).subtract(number(row, CurRow.PLAN_USED));
      case "SavingsPlanUpfrontFee", "SavingsPlanNegation" -> BigDecimal.ZERO;
      case "Fee" -> text(row, CurRow.RESERVATION).isEmpty() ? billed : BigDecimal.ZERO;
      default -> billed;
    };
  }

  /** The class whose basis is followed: a refund of a marketplace line follows that of fee. */
  String basisClass() {
    return chargeClass.equals("refund") && marketplace ? "fee" : chargeClass;
  }

  boolean listMissing() {
    return list == null || (chargeClass.equals("committed-usage") && list.signum() == 0);
  }

  /** The cost that a basis prices; a blank cost is no amount. */
  BigDecimal cost(String basis) {
    BigDecimal cost =
        switch (basis) {
          case "billed", "contracted" -> billed;
          case "effective" -> effective;
          case "list" ->
              !listMissing() ? list : chargeClass.equals("committed-usage") ? effective : billed;
          default -> throw new IllegalArgumentException(basis);
        };
    return cost == null ? BigDecimal.ZERO : cost;
  }

  private static String text(Map<String, String> row, String column) {
    return row.getOrDefault(column, "");
  }

  private static BigDecimal number(Map<String, String> row, String column) {
    String text = text(row, column);
    return text.isEmpty() ? null : new BigDecimal(text);
  }
}
