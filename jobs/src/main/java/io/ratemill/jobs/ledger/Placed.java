package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Amount;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeReader;
import io.ratemill.model.Grain;
import io.ratemill.model.MergedCharges;
import io.ratemill.model.Money;
import io.ratemill.model.Owner;
import io.ratemill.model.Product;
import io.ratemill.model.ReportKey;
import io.ratemill.model.UsageSchema;
import io.ratemill.model.WideSums;
import io.ratemill.rating.AccountTerms;
import io.ratemill.rating.Placement;
import io.ratemill.rating.Placement.Where;
import io.ratemill.rating.PriceBook;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charges of one slot in one bucket, placed under one version of the terms: what is owned, added up
 * to the dimensions of records, and what the books must know.
 */
final class Placed {
  private final PriceBook prices;
  private final String connector;
  private final UsageSchema schema;
  private final Grain grain;
  private final Map<OwnedCharge, WideSums> owned = new LinkedHashMap<>();
  private final Map<GroupKey, WideSums> groups = new LinkedHashMap<>();
  private final Map<UnmappedKey, Page.Unmapped> unmapped = new LinkedHashMap<>();

  private @Nullable ReportKey lastReport;
  private String lastReportText = "";
  private @Nullable ReportAsset lastAsset;
  private @Nullable Spot lastSpot;

  Placed(PriceBook prices, String connector, Product product) {
    this.prices = prices;
    this.connector = connector;
    this.schema = product.usageSchema();
    this.grain = product.grain();
  }

  private record GroupKey(
      BillingPeriod period,
      ChargeClass chargeClass,
      Where where,
      @Nullable String reason,
      String currency,
      @Nullable ReportKey report,
      String reportCurrency) {}

  private record UnmappedKey(
      String provider, String account, BillingPeriod period, String currency) {}

  Map<OwnedCharge, WideSums> owned() {
    return owned;
  }

  void add(MergedCharges charges) {
    int at = -1;
    AccountTerms terms = null;
    lastSpot = null;
    while (charges.next()) {
      int account = charges.accountNumber();
      if (terms == null || account != at) {
        at = account;
        terms = prices.of(connector, charges.account());
      }
      addSeries(charges, terms);
    }
  }

  private void addSeries(MergedCharges charges, AccountTerms terms) {
    AccountRef account = charges.account();
    ChargeKey key = charges.key();
    String resource = charges.resource();
    int firstDay = charges.firstDay();
    int number = charges.keyNumber();
    Spot spot = spot(terms, key, number, firstDay);
    if (charges.lastDay() < spot.until) {
      add(account, spot, resource, firstDay, charges.sums());
    } else {
      Stretches stretches = new Stretches(terms, key);
      charges.days(stretches);
      for (Stretch each : stretches.all) {
        add(account, spot(terms, key, number, each.firstDay), resource, each.firstDay, each.sums);
      }
    }
  }

  /** Where charges of a key belong on some days. */
  private record Spot(
      AccountTerms terms,
      ChargeKey key,
      int keyNumber,
      int firstDay,
      int until,
      Placement placement,
      WideSums group) {
    boolean isOf(AccountTerms someTerms, int someKey, int day) {
      return someTerms == terms && someKey == keyNumber && day >= firstDay && day < until;
    }
  }

  /** The spot of a key, which is looked up once for all the resources that follow each other. */
  private Spot spot(AccountTerms terms, ChargeKey charge, int number, int day) {
    Spot last = lastSpot;
    if (last == null || !last.isOf(terms, number, day)) {
      Placement placement = terms.place(charge, day);
      WideSums group =
          groups.computeIfAbsent(
              new GroupKey(
                  charge.period(),
                  charge.chargeClass(),
                  placement.where(),
                  placement.reason(),
                  charge.currency(),
                  placement.report(),
                  placement.currency()),
              key -> new WideSums());
      last = new Spot(terms, charge, number, day, terms.steadyUntil(charge, day), placement, group);
      lastSpot = last;
    }
    return last;
  }

  /**
   * The days of a series, parted by where they may be placed otherwise. Days of several parts of a
   * bill come one part behind the other, so that a stretch is met again and again.
   */
  private static final class Stretches implements ChargeReader.Days {
    private final List<Stretch> all = new ArrayList<>(2);
    private final AccountTerms terms;
    private final ChargeKey charge;
    private @Nullable Stretch last;

    Stretches(AccountTerms terms, ChargeKey charge) {
      this.terms = terms;
      this.charge = charge;
    }

    @Override
    public void day(int epochDay, WideSums ofDay) {
      Stretch stretch = last;
      if (stretch == null || epochDay < stretch.firstDay || epochDay >= stretch.until) {
        stretch = find(epochDay);
        last = stretch;
      }
      stretch.sums.add(ofDay);
    }

    private Stretch find(int epochDay) {
      int until = terms.steadyUntil(charge, epochDay);
      for (Stretch each : all) {
        if (each.until == until) {
          each.firstDay = Math.min(each.firstDay, epochDay);
          return each;
        }
      }
      Stretch stretch = new Stretch(epochDay, until);
      all.add(stretch);
      return stretch;
    }
  }

  /** Days that belong together and are priced alike: those that are steady until the same day. */
  private static final class Stretch {
    final WideSums sums = new WideSums();
    final int until;
    int firstDay;

    Stretch(int firstDay, int until) {
      this.firstDay = firstDay;
      this.until = until;
    }
  }

  /** Places charges of one key; what their first day says of owner and price holds for all. */
  private void add(AccountRef account, Spot spot, String resource, int day, WideSums sums) {
    ChargeKey charge = spot.key;
    Placement placement = spot.placement;
    WideSums group = spot.group;
    group.add(sums);
    switch (placement.where()) {
      case UNMAPPED -> addUnmapped(account, charge, day, sums);
      case REPORTED -> addOwned(account, charge, resource, sums, placement);
      // A line that is not priced misses no list cost.
      case LEFT_OUT -> group.missNoList();
      case HELD -> {
        // The books know of it by its group.
      }
    }
  }

  private void addOwned(
      AccountRef account, ChargeKey charge, String resource, WideSums sums, Placement placement) {
    OwnedCharge key =
        OwnedCharge.of(
            asset(placement),
            placement,
            charge,
            resource,
            charge.chargeClass() == ChargeClass.SUPPORT ? account.id() : "");
    owned.computeIfAbsent(key, any -> new WideSums()).add(sums);
  }

  /** The asset that a charge belongs to, which nearly always is that of the charge before. */
  private ReportAsset asset(Placement placement) {
    ReportKey report = placement.report();
    Owner owner = placement.owner();
    if (report == null || owner == null) {
      throw new IllegalStateException("a reported charge has no report or no owner");
    }
    if (!report.equals(lastReport)) {
      lastReport = report;
      lastReportText = report.text();
    }
    ReportAsset known = lastAsset;
    if (known == null || !known.isOf(owner, lastReportText, placement.currency())) {
      known = new ReportAsset(lastReportText, placement.currency(), schema, grain, owner);
      lastAsset = known;
    }
    return known;
  }

  private void addUnmapped(AccountRef account, ChargeKey charge, int day, WideSums sums) {
    unmapped.merge(
        new UnmappedKey(account.provider(), account.id(), charge.period(), charge.currency()),
        new Page.Unmapped(
            account.provider(),
            account.id(),
            account.label(),
            charge.period(),
            charge.currency(),
            day,
            sums.lines(),
            sums.amount(Amount.BILLED)),
        Placed::plus);
  }

  private static Page.Unmapped plus(Page.Unmapped a, Page.Unmapped b) {
    @Nullable BigDecimal billed = Money.add(a.billed(), b.billed());
    return new Page.Unmapped(
        a.provider(),
        a.accountId(),
        // Of several labels the smallest is shown, so that the order of reading does not matter.
        a.label().isEmpty() || (!b.label().isEmpty() && b.label().compareTo(a.label()) < 0)
            ? b.label()
            : a.label(),
        a.period(),
        a.currency(),
        Math.min(a.firstDay(), b.firstDay()),
        a.lines() + b.lines(),
        billed);
  }

  Page.Content content() {
    List<Page.Group> all = new ArrayList<>(groups.size());
    groups.forEach(
        (key, sums) ->
            all.add(
                new Page.Group(
                    key.period(),
                    key.chargeClass(),
                    key.where().text(),
                    key.reason(),
                    key.currency(),
                    key.report() == null ? "" : key.report().text(),
                    key.reportCurrency(),
                    sums.sums())));
    return new Page.Content(all, List.copyOf(unmapped.values()));
  }
}
