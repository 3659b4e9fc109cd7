package io.ratemill.rating.udf;

import io.ratemill.rating.ExactText;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code BASIS_COST(basis, billed, list_priced, effective, contracted)}: the cost that is priced.
 *
 * <p>Shape: exact text in and out; NULL where the bill lacks that cost, and for {@code drop}.
 */
public final class BasisCostFunction extends ScalarFunction {
  public @Nullable String eval(
      @Nullable String basis,
      @Nullable String billed,
      @Nullable String listPriced,
      @Nullable String effective,
      @Nullable String contracted) {
    return basis == null
        ? null
        : ExactText.basisCost(basis, billed, listPriced, effective, contracted);
  }
}
