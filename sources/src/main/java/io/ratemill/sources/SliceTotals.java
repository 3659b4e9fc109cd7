package io.ratemill.sources;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import java.util.List;

/**
 * What went into the charges of a slice, for the balance.
 *
 * @param sums one entry per period, class and currency that occurs
 * @param warnings what was odd but read on, each named once with its count
 */
public record SliceTotals(List<Entry> sums, List<Warning> warnings) {
  public SliceTotals {
    sums = List.copyOf(sums);
    warnings = List.copyOf(warnings);
  }

  /**
   * The sums of one period, class and currency.
   *
   * @param rows how many of the lines are rows as delivered; the others are elements of one, such
   *     as its credits
   */
  public record Entry(
      BillingPeriod period, ChargeClass chargeClass, String currency, long rows, CostSums sums) {
    /** The same and more lines of this period, class and currency. */
    public Entry plus(Entry more) {
      return new Entry(period, chargeClass, currency, rows + more.rows, sums.plus(more.sums));
    }
  }

  /**
   * Something odd, such as an unknown line type.
   *
   * @param code a short stable word, such as {@code unknown-line-type}
   * @param what the value that is odd
   * @param count lines that have it
   */
  public record Warning(String code, String what, long count) {}
}
