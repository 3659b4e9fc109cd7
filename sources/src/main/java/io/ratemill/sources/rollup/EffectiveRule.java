package io.ratemill.sources.rollup;

import io.ratemill.sources.charges.EffectiveForm;
import java.util.List;

/**
 * How the effective cost of a line follows from its columns: the billed cost, nothing, or some of
 * the format's cost columns added and others subtracted.
 *
 * @param form which of the three it is
 * @param plus indexes into {@link LineBatch#costs} that are added
 * @param minus indexes into {@link LineBatch#costs} that are subtracted
 */
public record EffectiveRule(EffectiveForm form, List<Integer> plus, List<Integer> minus) {
  /** The effective cost is the billed cost. */
  public static final EffectiveRule AS_BILLED =
      new EffectiveRule(EffectiveForm.BILLED, List.of(), List.of());

  /** The effective cost is 0: it is spread over other lines. */
  public static final EffectiveRule ZERO =
      new EffectiveRule(EffectiveForm.ZERO, List.of(), List.of());

  public EffectiveRule {
    plus = List.copyOf(plus);
    minus = List.copyOf(minus);
  }

  /** The effective cost is the sum of some columns. */
  public static EffectiveRule sum(Integer... columns) {
    return new EffectiveRule(EffectiveForm.COLUMNS, List.of(columns), List.of());
  }

  /** The effective cost is one column less another. */
  public static EffectiveRule difference(int column, int less) {
    return new EffectiveRule(EffectiveForm.COLUMNS, List.of(column), List.of(less));
  }
}
