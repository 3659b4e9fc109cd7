package io.ratemill.jobs.config;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the rows of pricing rules: factors that replace the markup for what they match. */
final class RulesReader {
  static final Columns COLUMNS =
      new Columns(
          List.of(
              "rule_id",
              "marketplace_id",
              "account_id",
              "customer_account_id",
              "customer_class",
              "reseller_id",
              "service",
              "charge_class",
              "factor",
              "valid_from",
              "valid_to"),
          List.of("rule_id", "factor"),
          List.of("factor"));

  private static final List<String> CLASSES =
      Arrays.stream(ChargeClass.values()).map(ChargeClass::text).toList();
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private RulesReader() {}

  static List<PricingRule> read(List<Row> rows, List<String> marketplaces, Problems problems) {
    List<PricingRule> rules = new ArrayList<>();
    Map<String, Row> byId = new HashMap<>();
    for (Row row : rows) {
      PricingRule rule = rule(row);
      Row earlier = rule.id().isEmpty() ? null : byId.putIfAbsent(rule.id(), row);
      if (earlier != null) {
        row.refuse(
            "rule_id",
            "the rule_id " + Words.shown(rule.id()) + " is taken by " + earlier.name(),
            "Give each rule an id of its own");
      }
      if (!rule.chargeClass().isEmpty() && !CLASSES.contains(rule.chargeClass())) {
        row.refuse(
            "charge_class",
            "charge_class " + Words.shown(rule.chargeClass()) + " is not known",
            Words.suggestion(rule.chargeClass(), CLASSES));
      }
      if (rule.validTo() <= rule.validFrom()) {
        row.refuse(
            "valid_to",
            "the rule ends on "
                + row.text("valid_to")
                + ", not after its start "
                + row.text("valid_from"),
            "valid_to is the first day that no longer counts; make it later than valid_from");
      }
      if (!rule.marketplaceId().isEmpty()
          && !marketplaces.contains("")
          && !marketplaces.contains(rule.marketplaceId())) {
        row.warn(
            "marketplace_id",
            "there is no marketplace "
                + Words.shown(rule.marketplaceId())
                + ", so the rule never matches",
            "Leave it blank for any, or use one of: " + String.join(", ", marketplaces));
      }
      rules.add(rule);
    }
    return rules;
  }

  private static PricingRule rule(Row row) {
    String account = row.text("account_id");
    return new PricingRule(
        row.required("rule_id", "Give the rule an id of its own"),
        row.text("marketplace_id"),
        GUID.matcher(account).matches() ? account.toLowerCase(Locale.ROOT) : account,
        row.text("customer_account_id"),
        row.text("customer_class"),
        row.text("reseller_id"),
        row.text("service"),
        row.text("charge_class"),
        factor(row),
        row.day("valid_from", Owner.ALWAYS),
        row.day("valid_to", Owner.FOREVER));
  }

  private static BigDecimal factor(Row row) {
    String text = row.text("factor");
    BigDecimal factor = Numbers.parse(text);
    if (factor != null && factor.signum() > 0) {
      return factor;
    }
    String what = text.isEmpty() ? "is blank" : factor == null ? "is no number" : "is not above 0";
    row.refuse(
        "factor",
        "the factor "
            + Words.shown(text)
            + " of rule "
            + Words.shown(row.text("rule_id"))
            + " "
            + what,
        "Write a number above 0 with a decimal point, as in 1.15");
    return BigDecimal.ONE;
  }
}
