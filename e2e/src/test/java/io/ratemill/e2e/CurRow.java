package io.ratemill.e2e;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns of a legacy CUR row that carry meaning here, by the names of the CSV header. */
final class CurRow {
  static final String LINE_ID = "identity/LineItemId";
  static final String ENTITY = "bill/BillingEntity";
  static final String PAYER = "bill/PayerAccountId";
  static final String PERIOD = "bill/BillingPeriodStartDate";
  static final String ACCOUNT = "lineItem/UsageAccountId";
  static final String TYPE = "lineItem/LineItemType";
  static final String START = "lineItem/UsageStartDate";
  static final String ITEM = "lineItem/ProductCode";
  static final String OPERATION = "lineItem/Operation";
  static final String RESOURCE = "lineItem/ResourceId";
  static final String QUANTITY = "lineItem/UsageAmount";
  static final String CURRENCY = "lineItem/CurrencyCode";
  static final String COST = "lineItem/UnblendedCost";
  static final String DESCRIPTION = "lineItem/LineItemDescription";
  static final String NAME = "product/ProductName";
  static final String SKU = "product/sku";
  static final String UNIT = "pricing/unit";
  static final String LIST = "pricing/publicOnDemandCost";
  static final String RESERVATION = "reservation/ReservationARN";
  static final String RESERVED_EFFECTIVE = "reservation/EffectiveCost";
  static final String UNUSED_UPFRONT = "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod";
  static final String UNUSED_RECURRING = "reservation/UnusedRecurringFee";
  static final String PLAN_EFFECTIVE = "savingsPlan/SavingsPlanEffectiveCost";
  static final String PLAN_COMMITMENT = "savingsPlan/TotalCommitmentToDate";
  static final String PLAN_USED = "savingsPlan/UsedCommitment";

  static final List<String> COLUMNS =
      List.of(
          LINE_ID,
          ENTITY,
          PAYER,
          PERIOD,
          "bill/InvoiceId",
          ACCOUNT,
          TYPE,
          START,
          ITEM,
          OPERATION,
          RESOURCE,
          QUANTITY,
          CURRENCY,
          COST,
          DESCRIPTION,
          NAME,
          SKU,
          UNIT,
          LIST,
          RESERVATION,
          RESERVED_EFFECTIVE,
          UNUSED_UPFRONT,
          UNUSED_RECURRING,
          PLAN_EFFECTIVE,
          PLAN_COMMITMENT,
          PLAN_USED);

  private CurRow() {}

  /** An ordinary line of own usage; tests overwrite what they are about. */
  static Map<String, String> usage(YearMonth month, String account, String item, String cost) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put(LINE_ID, "repeats-and-is-no-key");
    row.put(ENTITY, "AWS");
    row.put(PAYER, "999900000000");
    row.put(PERIOD, month.atDay(1) + "T00:00:00Z");
    row.put(ACCOUNT, account);
    row.put(TYPE, "Usage");
    row.put(START, start(month.atDay(1)));
    row.put(ITEM, item);
    row.put(QUANTITY, "1");
    row.put(CURRENCY, "USD");
    row.put(COST, cost);
    row.put(NAME, item + " service");
    row.put(SKU, "SKU" + item);
    row.put(UNIT, "Hrs");
    row.put(LIST, cost);
    return row;
  }

  static Map<String, String> with(Map<String, String> row, String column, String value) {
    Map<String, String> changed = new LinkedHashMap<>(row);
    changed.put(column, value);
    return changed;
  }

  static String start(LocalDate day) {
    return day + "T00:00:00Z";
  }
}
