package io.ratemill.e2e;

import io.ratemill.e2e.Setup.Dated;
import io.ratemill.e2e.Setup.Margins;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import io.ratemill.e2e.Setup.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run must give, by brute force over every line of the deliveries in force: no roll-up, no
 * shortcut, exact decimals, written from the rules of rating and not from the engine.
 */
final class Oracle {
  private final Setup setup;
  private final Expected expected = new Expected(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  private Oracle(Setup setup) {
    this.setup = setup;
  }

  /** A delivery that is in force for its slot. */
  record InForce(String assembly, List<Map<String, String>> rows) {}

  record ReportKey(String period, String marketplace, String payer)
      implements Comparable<ReportKey> {
    @Override
    public int compareTo(ReportKey other) {
      return toString().compareTo(other.toString());
    }
  }

  /** Everything that tells two records of one report apart. */
  record RecordKey(
      Owner owner, String item, String resource, boolean support, boolean marketplace, int tier) {
    String text() {
      return String.join(
          "|",
          owner.asset(),
          owner.customer(),
          support ? owner.account() : "",
          item,
          resource,
          String.valueOf(support),
          String.valueOf(marketplace),
          String.valueOf(tier));
    }
  }

  /** A record before its one rounding. */
  static final class Sum {
    final RecordKey key;
    final String name;
    final String unit;
    BigDecimal amount = BigDecimal.ZERO;
    BigDecimal quantity = BigDecimal.ZERO;

    Sum(RecordKey key, String name, String unit) {
      this.key = key;
      this.name = name;
      this.unit = unit;
    }

    BigDecimal rounded() {
      return amount.setScale(8, RoundingMode.HALF_UP);
    }
  }

  /** Sums of one place of a ledger; a column is null until a line has a value for it. */
  static final class Place {
    long lines;
    long listMissing;
    BigDecimal billed;
    BigDecimal list;
    BigDecimal effective;
    String firstSeen = "";

    private void add(CurLine line) {
      lines++;
      listMissing += line.listMissing() ? 1 : 0;
      billed = plus(billed, line.billed());
      list = plus(list, line.list());
      effective = plus(effective, line.effective());
      if (firstSeen.isEmpty() || line.day().compareTo(firstSeen) < 0) {
        firstSeen = line.day();
      }
    }

    private static BigDecimal plus(BigDecimal sum, BigDecimal value) {
      return value == null ? sum : sum == null ? value : sum.add(value);
    }
  }

  /**
   * The whole answer: records by report and key text; ledger places by "period|assembly" and then
   * by "class|where|reason|currency", the whole of it under "in|currency"; unmapped by
   * "account|period|currency".
   */
  record Expected(
      Map<ReportKey, Map<String, Sum>> reports,
      Map<String, Map<String, Place>> ledger,
      Map<String, Place> unmapped) {}

  static Expected rate(Setup setup, List<InForce> deliveries) {
    Oracle oracle = new Oracle(setup);
    for (InForce delivery : deliveries) {
      for (Map<String, String> row : delivery.rows()) {
        oracle.place(delivery.assembly(), CurLine.of(row));
      }
    }
    return oracle.expected;
  }

  private void place(String assembly, CurLine line) {
    Map<String, Place> ledger =
        expected.ledger().computeIfAbsent(line.period() + "|" + assembly, k -> new TreeMap<>());
    ledger.computeIfAbsent("in|" + line.currency(), k -> new Place()).add(line);
    String where = where(line);
    ledger
        .computeIfAbsent(line.chargeClass() + "|" + where + "|" + line.currency(), k -> new Place())
        .add(line);
    if (where.startsWith("unmapped")) {
      expected
          .unmapped()
          .computeIfAbsent(
              line.account() + "|" + line.period() + "|" + line.currency(), k -> new Place())
          .add(line);
    }
  }

  /** Adds a kept line to its record, and says where the line went. */
  private String where(CurLine line) {
    if (line.splitCost()) {
      return "left-out|split cost allocation";
    }
    Optional<Owner> found = owner(line);
    if (found.isEmpty()) {
      return "unmapped|";
    }
    Owner owner = found.get();
    Market market =
        setup.market(
            owner.marketplace().isEmpty() ? setup.connectorMarketplace() : owner.marketplace());
    String basis = basis(market, line.basisClass());
    if (basis.equals("drop")) {
      return "left-out|class " + line.chargeClass() + " is dropped by preset " + market.preset();
    }
    BigDecimal cost = line.cost(basis);
    BigDecimal fx = fx(market, line);
    if (fx == null) {
      return "held|";
    }
    String payer = payer(market, line);
    add(line, owner, market, payer, cost, fx, markup(market, owner, payer, line));
    return "reported|";
  }

  private void add(
      CurLine line,
      Owner owner,
      Market market,
      String payer,
      BigDecimal cost,
      BigDecimal fx,
      BigDecimal k) {
    Map<String, Sum> records =
        expected
            .reports()
            .computeIfAbsent(
                new ReportKey(line.period(), market.id(), payer), key -> new TreeMap<>());
    BigDecimal customer = cost.multiply(k).multiply(fx);
    Margins margins = market.margins();
    BigDecimal ms = new BigDecimal(line.marketplace() ? margins.spMarketplace() : margins.sp());
    BigDecimal mr =
        new BigDecimal(line.marketplace() ? margins.resellerMarketplace() : margins.reseller());
    BigDecimal reseller = customer.multiply(BigDecimal.ONE.subtract(mr));
    BigDecimal sp = cost.multiply(fx).multiply(BigDecimal.ONE.subtract(ms));
    switch (setup.schema()) {
      case "PR" -> add(records, line, owner, 0, customer);
      case "CR" -> add(records, line, owner, 0, sp);
      case "QT" -> add(records, line, owner, 0, BigDecimal.ZERO);
      case "TR" -> {
        add(records, line, owner, 0, customer);
        add(records, line, owner, 1, reseller);
        add(records, line, owner, 2, sp);
      }
      default -> throw new IllegalArgumentException(setup.schema());
    }
  }

  private void add(
      Map<String, Sum> records, CurLine line, Owner owner, int tier, BigDecimal amount) {
    boolean service = setup.grain().equals("service");
    RecordKey key =
        new RecordKey(
            owner,
            service ? line.item() : line.sku(),
            setup.grain().equals("resource") ? line.resource() : "",
            line.chargeClass().equals("support"),
            line.marketplace(),
            tier);
    Sum sum =
        records.computeIfAbsent(
            key.text(), k -> new Sum(key, line.name(), service ? "Unit" : line.unit()));
    sum.amount = sum.amount.add(amount);
    sum.quantity = service ? BigDecimal.ONE : sum.quantity.add(line.quantity());
  }

  private Optional<Owner> owner(CurLine line) {
    return setup.owners().stream()
        .filter(owner -> owner.account().equals(line.account()) && !line.account().isEmpty())
        .filter(owner -> covers(owner.validFrom(), owner.validTo(), line.day()))
        .findFirst();
  }

  /** From inclusive, to exclusive, blank is open; days compare as text. */
  private static boolean covers(String from, String to, String day) {
    return (from.isEmpty() || from.compareTo(day) <= 0) && (to.isEmpty() || day.compareTo(to) < 0);
  }

  private static String basis(Market market, String chargeClass) {
    String own = market.basis().get(chargeClass);
    if (own != null) {
      return own;
    }
    return switch (market.preset()) {
      case "msrp" ->
          switch (chargeClass) {
            case "usage", "public-discount", "fee", "support", "adjustment", "other" -> "billed";
            case "committed-usage" -> "list";
            default -> "drop";
          };
      case "pass-through" -> chargeClass.equals("commitment-unused") ? "drop" : "billed";
      case "amortised" ->
          switch (chargeClass) {
            case "usage", "committed-usage", "commitment-unused", "commitment-purchase" ->
                "effective";
            case "commitment-negation" -> "drop";
            default -> "billed";
          };
      default -> throw new IllegalArgumentException(market.preset());
    };
  }

  private BigDecimal markup(Market market, Owner owner, String payer, CurLine line) {
    Optional<Rule> rule =
        setup.rules().stream()
            .filter(r -> fits(r.marketplace(), market.id()) && fits(r.account(), line.account()))
            .filter(r -> fits(r.customer(), owner.customer()))
            .filter(r -> fits(r.customerClass(), owner.customerClass()))
            .filter(r -> fits(r.reseller(), owner.reseller()) && fits(r.service(), item(line)))
            .filter(r -> fits(r.chargeClass(), line.chargeClass()))
            .filter(r -> covers(r.validFrom(), r.validTo(), line.day()))
            .min(mostSpecificFirst());
    if (rule.isPresent()) {
      return new BigDecimal(rule.get().factor());
    }
    if (line.marketplace()) {
      return factor(inForce(market.markupMarketplace(), line.day()));
    }
    String payerMarkup = market.multiplePayer() ? market.payerMarkups().get(payer) : null;
    return factor(payerMarkup != null ? payerMarkup : inForce(market.markup(), line.day()));
  }

  private String item(CurLine line) {
    return setup.grain().equals("service") ? line.item() : line.sku();
  }

  private static boolean fits(String wanted, String actual) {
    return wanted.isEmpty() || wanted.equals(actual);
  }

  private static Comparator<Rule> mostSpecificFirst() {
    List<Comparator<Rule>> order = new ArrayList<>();
    order.add(Comparator.comparing(r -> r.account().isEmpty()));
    order.add(Comparator.comparing(r -> r.customer().isEmpty()));
    order.add(Comparator.comparing(r -> r.customerClass().isEmpty()));
    order.add(Comparator.comparing(r -> r.reseller().isEmpty()));
    order.add(Comparator.comparing(r -> r.marketplace().isEmpty()));
    order.add(Comparator.comparing(r -> r.service().isEmpty()));
    order.add(Comparator.comparing(r -> r.chargeClass().isEmpty()));
    order.add(Comparator.comparing(Rule::validFrom).reversed());
    order.add(Comparator.comparing(Rule::id));
    return order.stream().reduce(Comparator::thenComparing).orElseThrow();
  }

  /** The value of the last date that has come; "" where none has. */
  static String inForce(List<Dated> values, String day) {
    return values.stream()
        .filter(value -> value.from().compareTo(day) <= 0)
        .max(Comparator.comparing(Dated::from))
        .map(Dated::value)
        .orElse("");
  }

  /** Blank, not a number, zero and negative all count as 1. */
  static BigDecimal factor(String text) {
    try {
      BigDecimal value = new BigDecimal(text.trim());
      return value.signum() > 0 ? value : BigDecimal.ONE;
    } catch (NumberFormatException e) {
      return BigDecimal.ONE;
    }
  }

  /** The rate on the first day of the period, or null where a line has to be held. */
  private static BigDecimal fx(Market market, CurLine line) {
    if (market.currency().isEmpty() || market.currency().equals(line.currency())) {
      return BigDecimal.ONE;
    }
    List<Dated> rates = market.fx().getOrDefault("", market.fx().get(line.currency()));
    String text = rates == null ? "" : inForce(rates, line.period() + "-01");
    return text.isEmpty() || new BigDecimal(text).signum() <= 0 ? null : new BigDecimal(text);
  }

  private static String payer(Market market, CurLine line) {
    if (market.multiplePayer() || market.defaultPayer().isEmpty()) {
      return line.billPayer();
    }
    return market.defaultPayer();
  }
}
