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

  /** The sums of one period, class and currency. */
  public record Entry(
      BillingPeriod period, ChargeClass chargeClass, String currency, CostSums sums) {}

  /**
   * Something odd, such as an unknown line type.
   *
   * @param code a short stable word, such as {@code unknown-line-type}
   * @param what the value that is odd
   * @param count lines that have it
   */
  public record Warning(String code, String what, long count) {}
}
