package io.ratemill.rating;

import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ConnectorTerms;
import io.ratemill.model.CostSums;
import io.ratemill.model.Dated;
import io.ratemill.model.Grain;
import io.ratemill.model.Marketplace;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import io.ratemill.model.Party;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Product;
import io.ratemill.model.Provider;
import io.ratemill.model.RatingPolicy;
import io.ratemill.model.Terms;
import io.ratemill.model.UsageSchema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Small terms and charges for tests, each with one thing said about it. */
final class A {
  static final BillingPeriod OCTOBER = new BillingPeriod(2026, 10);
  static final String ACCOUNT = "111122223333";
  static final String CONNECTOR = "aws-main";

  private A() {}

  static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  static AccountRef account(String... ids) {
    return new AccountRef("aws", List.of(ids), "");
  }

  static OwnerRow owner(String accountId) {
    return new OwnerRow(accountId, "CUS-1", "", "", "", "", Owner.ALWAYS, Owner.FOREVER);
  }

  record OwnerRow(
      String accountId,
      String customer,
      String customerClass,
      String reseller,
      String payer,
      String marketplace,
      int from,
      int to) {
    OwnerRow customer(String id) {
      return new OwnerRow(accountId, id, customerClass, reseller, payer, marketplace, from, to);
    }

    OwnerRow customerClass(String word) {
      return new OwnerRow(accountId, customer, word, reseller, payer, marketplace, from, to);
    }

    OwnerRow reseller(String id) {
      return new OwnerRow(accountId, customer, customerClass, id, payer, marketplace, from, to);
    }

    OwnerRow payer(String id) {
      return new OwnerRow(accountId, customer, customerClass, reseller, id, marketplace, from, to);
    }

    OwnerRow marketplace(String id) {
      return new OwnerRow(accountId, customer, customerClass, reseller, payer, id, from, to);
    }

    OwnerRow days(int first, int end) {
      return new OwnerRow(
          accountId, customer, customerClass, reseller, payer, marketplace, first, end);
    }

    Owner row() {
      return new Owner(
          "aws",
          accountId,
          customer,
          "Customer " + customer,
          "AS-" + accountId,
          "",
          "HB-1",
          reseller,
          payer,
          marketplace,
          from,
          to,
          customerClass);
    }
  }

  /** A rule of columns such as {@code account=1, service=AmazonEC2, from=2026-10-05}. */
  static PricingRule rule(String id, String factor, String columns) {
    Map<String, String> by = new HashMap<>();
    for (String column : columns.split(",", -1)) {
      String[] pair = column.strip().split("=", -1);
      if (pair.length == 2) {
        by.put(pair[0], pair[1]);
      }
    }
    return new PricingRule(
        id,
        by.getOrDefault("marketplace", ""),
        by.getOrDefault("account", ""),
        by.getOrDefault("customer", ""),
        by.getOrDefault("class", ""),
        by.getOrDefault("reseller", ""),
        by.getOrDefault("service", ""),
        by.getOrDefault("charge", ""),
        new BigDecimal(factor),
        by.containsKey("from") ? day(by.get("from")) : Owner.ALWAYS,
        by.containsKey("to") ? day(by.get("to")) : Owner.FOREVER);
  }

  static Charge charge() {
    return charge(ChargeClass.USAGE);
  }

  static Charge charge(ChargeClass chargeClass) {
    return charge(chargeClass, day("2026-10-10"), "PAY-1", "AmazonEC2", false, "USD");
  }

  static Charge charge(
      ChargeClass chargeClass,
      int day,
      String billPayer,
      String item,
      boolean marketplace,
      String currency) {
    return new Charge(
        new ChargeKey(
            OCTOBER, billPayer, item, item, "", chargeClass, marketplace, false, currency),
        "",
        day,
        CostSums.NONE);
  }

  static Placement place(PriceBook book, String connector, AccountRef account, Charge charge) {
    return book.of(connector, account).place(charge.key(), charge.usageDay());
  }

  static Parameters parameters(String... namesAndValues) {
    Map<String, List<Dated>> byName = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      byName.put(namesAndValues[i], List.of(Dated.always(namesAndValues[i + 1])));
    }
    return new Parameters(byName);
  }

  static RatingPolicy policy(String preset, Map<String, String> overrides) {
    return new RatingPolicy(
        preset,
        Presets.basis(preset, overrides),
        new BigDecimal("0.10"),
        new BigDecimal("0.05"),
        new BigDecimal("0.05"),
        new BigDecimal("0.02"));
  }

  static Marketplace marketplace(String id, Parameters parameters) {
    return marketplace(id, parameters, policy("msrp", Map.of()));
  }

  static Marketplace marketplace(String id, Parameters parameters, RatingPolicy policy) {
    return marketplace(id, parameters, Map.of(), Map.of(), policy);
  }

  static Marketplace marketplace(
      String id,
      Parameters parameters,
      Map<String, Parameters> payers,
      Map<String, String> resellerPayers,
      RatingPolicy policy) {
    return new Marketplace(
        id,
        id,
        Party.NONE,
        Party.NONE,
        Party.NONE,
        Party.NONE,
        parameters,
        payers,
        resellerPayers,
        policy);
  }

  static Terms terms(List<Owner> owners, List<PricingRule> rules, Marketplace... marketplaces) {
    return terms(owners, rules, UsageSchema.PR, marketplaces);
  }

  static Terms terms(
      List<Owner> owners,
      List<PricingRule> rules,
      UsageSchema schema,
      Marketplace... marketplaces) {
    return new Terms(
        1,
        owners,
        rules,
        List.of(new Product("PRD-1", "AWS Consolidated", schema, Grain.SERVICE)),
        List.of(marketplaces),
        List.of(new ConnectorTerms(CONNECTOR, Provider.AWS, "PRD-1", "MP-1")));
  }
}
