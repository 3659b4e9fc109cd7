package io.ratemill.jobs.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ratemill.model.CostSums;
import io.ratemill.model.Money;
import io.ratemill.sources.SliceTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A ledger file: what a delivery brought for one period, and where it went.
 *
 * <p>Units: amounts are decimal text in plain notation, never rounded; null where no line of the
 * group had the column.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LedgerFile(
    String connector,
    String provider,
    String slot,
    String delivery,
    @JsonProperty("delivery_time") String deliveryTime,
    String period,
    String state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean balanced,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
    int parts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<In> in,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Out> out) {

  /** What came in, per currency. */
  public record In(
      String currency,
      long lines,
      long rows,
      @Nullable String billed,
      @Nullable String list,
      @Nullable String effective,
      @Nullable String contracted) {
    static In of(String currency, long rows, CostSums sums) {
      return new In(
          currency,
          sums.lines(),
          rows,
          Money.textOrNull(sums.billed()),
          Money.textOrNull(sums.list()),
          Money.textOrNull(sums.effective()),
          Money.textOrNull(sums.contracted()));
    }
  }

  /** Where it went, per class, place, reason and currency. */
  public record Out(
      @JsonProperty("class") String chargeClass,
      String where,
      @Nullable String reason,
      String currency,
      long lines,
      @JsonProperty("list_missing") long listMissing,
      @Nullable String billed,
      @Nullable String list,
      @Nullable String effective,
      @Nullable String contracted) {}

  static List<In> in(List<SliceTotals.Entry> entries, String period) {
    TreeMap<String, SliceTotals.Entry> byCurrency = new TreeMap<>();
    for (SliceTotals.Entry entry : entries) {
      if (entry.period().toString().equals(period)) {
        byCurrency.merge(entry.currency(), entry, SliceTotals.Entry::plus);
      }
    }
    List<In> in = new ArrayList<>();
    byCurrency.forEach((currency, all) -> in.add(In.of(currency, all.rows(), all.sums())));
    return in;
  }

  static List<Out> out(SlotSummary summary, String period) {
    TreeMap<SlotSummary.GroupKey, CostSums> merged = new TreeMap<>();
    summary
        .groups()
        .forEach(
            (key, sums) -> {
              if (key.period().toString().equals(period)) {
                merged.merge(
                    new SlotSummary.GroupKey(
                        key.period(),
                        key.chargeClass(),
                        key.where(),
                        key.reason(),
                        key.currency(),
                        "",
                        ""),
                    sums,
                    CostSums::plus);
              }
            });
    List<Out> rows = new ArrayList<>();
    merged.forEach(
        (key, sums) ->
            rows.add(
                new Out(
                    key.chargeClass().text(),
                    key.where(),
                    key.reason(),
                    key.currency(),
                    sums.lines(),
                    sums.listMissing(),
                    Money.textOrNull(sums.billed()),
                    Money.textOrNull(sums.list()),
                    Money.textOrNull(sums.effective()),
                    Money.textOrNull(sums.contracted()))));
    return rows;
  }

  /** Whether, per class and currency, all that came in went somewhere, to the last digit. */
  static boolean balances(List<SliceTotals.Entry> entries, SlotSummary summary, String period) {
    TreeMap<String, CostSums> in = new TreeMap<>();
    for (SliceTotals.Entry entry : entries) {
      if (entry.period().toString().equals(period)) {
        in.merge(entry.chargeClass() + " " + entry.currency(), entry.sums(), CostSums::plus);
      }
    }
    TreeMap<String, CostSums> out = new TreeMap<>();
    summary
        .groups()
        .forEach(
            (key, sums) -> {
              if (key.period().toString().equals(period)) {
                out.merge(key.chargeClass() + " " + key.currency(), sums, CostSums::plus);
              }
            });
    if (!in.keySet().equals(out.keySet())) {
      return false;
    }
    for (Map.Entry<String, CostSums> entry : in.entrySet()) {
      if (!same(entry.getValue(), Objects.requireNonNull(out.get(entry.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(CostSums in, CostSums out) {
    return in.lines() == out.lines()
        && Money.same(in.billed(), out.billed())
        && Money.same(in.list(), out.list())
        && Money.same(in.effective(), out.effective())
        && Money.same(in.contracted(), out.contracted())
        && Money.same(in.quantity(), out.quantity());
  }
}
