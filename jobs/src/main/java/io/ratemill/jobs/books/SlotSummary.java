package io.ratemill.jobs.books;

import io.ratemill.jobs.ledger.Page;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The pages of one slot, added up: where all lines of its delivery in force went. */
final class SlotSummary {
  private final TreeMap<GroupKey, CostSums> groups = new TreeMap<>();
  private final List<Page.Unmapped> unmapped = new ArrayList<>();

  /** Where lines went; the order is that of the ledger file. */
  record GroupKey(
      BillingPeriod period,
      ChargeClass chargeClass,
      String where,
      @Nullable String reason,
      String currency,
      String report,
      String reportCurrency)
      implements Comparable<GroupKey> {
    private static final Comparator<GroupKey> ORDER =
        Comparator.comparing(GroupKey::period)
            .thenComparing(GroupKey::chargeClass)
            .thenComparing(GroupKey::where)
            .thenComparing(GroupKey::reason, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(GroupKey::currency)
            .thenComparing(GroupKey::report)
            .thenComparing(GroupKey::reportCurrency);

    @Override
    public int compareTo(GroupKey other) {
      return ORDER.compare(this, other);
    }
  }

  static SlotSummary of(Iterable<Page.Content> pages) {
    SlotSummary summary = new SlotSummary();
    for (Page.Content page : pages) {
      for (Page.Group group : page.groups()) {
        summary.groups.merge(
            new GroupKey(
                group.period(),
                group.chargeClass(),
                group.where(),
                group.reason(),
                group.currency(),
                group.report(),
                group.reportCurrency()),
            group.sums(),
            CostSums::plus);
      }
      summary.unmapped.addAll(page.unmapped());
    }
    return summary;
  }

  Map<GroupKey, CostSums> groups() {
    return groups;
  }

  List<Page.Unmapped> unmapped() {
    return unmapped;
  }

  Set<String> periods() {
    Set<String> periods = new TreeSet<>();
    groups.keySet().forEach(key -> periods.add(key.period().toString()));
    return periods;
  }
}
