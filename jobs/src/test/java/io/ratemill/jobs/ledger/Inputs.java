package io.ratemill.jobs.ledger;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.ConnectorTerms;
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
import io.ratemill.rating.Presets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything that lies outside of the engine: bills at the provider's, owners and prices. */
final class Inputs {
  /** A connector whose empty deliveries replace nothing. */
  static final String STRICT = "c";

  /** A connector whose empty deliveries count. */
  static final String LENIENT = "e";

  static final Set<String> ACCEPT_EMPTY = Set.of(LENIENT);

  private static final BigDecimal MARGIN = new BigDecimal("0.05");

  /** Customers by account; an account with an odd number passes on within the month. */
  final Map<String, String> owned = new TreeMap<>();

  /** Factors by customer; that of customer X holds always. */
  final Map<String, String> ruled = new TreeMap<>();

  final List<Bill> bills = new ArrayList<>();
  String markup = "1.1";
  String rate = "0.8";

  /** Whether the configuration, as it was written last, cannot be meant. */
  boolean broken;

  private long edits;

  /** The configuration was written. */
  void edited() {
    edits++;
  }

  String look() {
    return "edit " + edits;
  }

  Watched watched() {
    return new Watched(this);
  }

  /** The newest delivery of each slot that can be read; an empty one over lines only if allowed. */
  Map<String, Bill> inForce() {
    Map<String, List<Bill>> bySlot = new TreeMap<>();
    bills.stream()
        .filter(Bill::isReadable)
        .forEach(
            bill ->
                bySlot
                    .computeIfAbsent(bill.stamp().slotKey(), slot -> new ArrayList<>())
                    .add(bill));
    Map<String, Bill> inForce = new TreeMap<>();
    bySlot.forEach(
        (slot, all) -> {
          Comparator<Bill> byAge =
              Comparator.comparing((Bill bill) -> bill.stamp().time())
                  .thenComparing(bill -> bill.stamp().id());
          Optional<Bill> newest =
              all.stream()
                  .filter(
                      bill -> bill.lines() > 0 || ACCEPT_EMPTY.contains(bill.stamp().connector()))
                  .max(byAge);
          inForce.put(slot, newest.orElseGet(() -> all.stream().max(byAge).orElseThrow()));
        });
    return inForce;
  }

  Terms terms(long version) {
    List<Owner> owners = new ArrayList<>();
    owned.forEach(
        (account, customer) -> {
          boolean passes = account.charAt(1) % 2 == 1;
          int turn = Bill.OCTOBER.firstDay() + 12;
          owners.add(owner(account, customer, Owner.ALWAYS, passes ? turn : Owner.FOREVER));
          if (passes) {
            owners.add(owner(account, customer + "2", turn + 5, Owner.FOREVER));
          }
        });
    List<PricingRule> rules = new ArrayList<>();
    ruled.forEach(
        (customer, factor) -> {
          boolean always = customer.equals("X");
          rules.add(
              new PricingRule(
                  "r-" + customer,
                  "",
                  "",
                  customer,
                  "",
                  "",
                  "",
                  "",
                  new BigDecimal(factor),
                  always ? Owner.ALWAYS : Bill.OCTOBER.firstDay() + 9,
                  always ? Owner.FOREVER : Bill.OCTOBER.firstDay() + 20));
        });
    return new Terms(
        version,
        owners,
        rules,
        List.of(
            new Product("P", "P", UsageSchema.PR, Grain.SERVICE),
            new Product("T", "T", UsageSchema.TR, Grain.RESOURCE)),
        List.of(
            new Marketplace(
                "M",
                "M",
                Party.NONE,
                Party.NONE,
                Party.NONE,
                Party.NONE,
                parameters(),
                Map.of(),
                Map.of(),
                new RatingPolicy(
                    "msrp", Presets.basis("msrp", Map.of()), MARGIN, MARGIN, MARGIN, MARGIN))),
        List.of(
            new ConnectorTerms(STRICT, Provider.AWS, "P", "M"),
            new ConnectorTerms(LENIENT, Provider.AWS, "T", "M")));
  }

  private Parameters parameters() {
    Map<String, List<Dated>> byName = new HashMap<>();
    byName.put("customMarkup", List.of(Dated.always(markup)));
    byName.put("marketplaceCurrency", List.of(Dated.always("USD")));
    if (!rate.isEmpty()) {
      byName.put("fxRate", List.of(Dated.always(rate)));
    }
    return new Parameters(byName);
  }

  /** Accounts of one customer share an asset, as subscriptions do. */
  private static Owner owner(String account, String customer, int from, int to) {
    String asset = "AS-" + customer;
    return new Owner("aws", account, customer, customer, asset, "", "", "", "", "", from, to, "");
  }

  /** The configuration as a gate watches it. */
  static final class Watched implements TermsSource {
    private static final long serialVersionUID = 1L;

    private final transient Inputs inputs;

    private Watched(Inputs inputs) {
      this.inputs = inputs;
    }

    @Override
    public String look(boolean now) {
      return inputs.look();
    }

    @Override
    public Reading read(long version) {
      return inputs.broken
          ? new Reading(new byte[0], List.of("owners.csv, line 2: no account"))
          : new Reading(TermsCodec.encode(inputs.terms(version)), List.of());
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
