package io.ratemill.sources.azure;

import io.ratemill.sources.FeedException;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spellings of Azure's native columns, over all agreements and vintages.
 *
 * <p>Shape: most telling spelling first. Case does not matter. Source: Cost Management, "Understand
 * usage details fields"; headers met in the wild.
 */
final class NativeColumns {
  static final String[] COST = {"CostInBillingCurrency", "Cost", "PreTaxCost", "ExtendedCost"};
  static final String[] CURRENCY = {"BillingCurrencyCode", "BillingCurrency", "Currency"};
  static final String[] DATE = {"Date", "UsageDateTime", "UsageDate"};
  static final String[] PERIOD_START = {"BillingPeriodStartDate"};
  static final String[] PERIOD_END = {"BillingPeriodEndDate"};

  /** Where both are there, the id is a number of old and the GUID is the subscription. */
  static final String[] SUBSCRIPTION = {"SubscriptionGuid", "SubscriptionId"};

  static final String[] CUSTOMER = {"CustomerTenantId"};
  static final String[] METER_CATEGORY = {"MeterCategory"};
  static final String[] PRODUCT = {"ProductName", "Product"};
  static final String[] CONSUMED_SERVICE = {"ConsumedService"};
  static final String[] QUANTITY = {"Quantity", "UsageQuantity", "ConsumedQuantity"};
  static final String[] UNIT = {"UnitOfMeasure"};
  static final String[] RESOURCE = {"ResourceId", "InstanceId", "InstanceName"};

  /** A name in another language with the English one in brackets behind it. */
  private static final Pattern BRACKETS = Pattern.compile(".*\\(([A-Za-z_]+)\\)\\s*");

  private NativeColumns() {}

  /** The columns of a file, under their English names. */
  static Columns of(List<String> names) {
    List<String> english = new ArrayList<>(names.size());
    for (String name : names) {
      Matcher matcher = BRACKETS.matcher(name);
      english.add(matcher.matches() ? matcher.group(1) : name);
    }
    return new Columns(english);
  }

  /** Refuses a file that lacks what no line can do without. */
  static void check(Columns columns, Where where) throws FeedException {
    columns.require(COST);
    columns.require(CURRENCY);
    columns.require(DATE);
    columns.require(either(SUBSCRIPTION, CUSTOMER));
    columns.require(either(METER_CATEGORY, either(PRODUCT, CONSUMED_SERVICE)));
    columns.check(where);
  }

  private static String[] either(String[] some, String[] others) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(others));
    return all.toArray(String[]::new);
  }
}
