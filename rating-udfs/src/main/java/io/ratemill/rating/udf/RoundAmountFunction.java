package io.ratemill.rating.udf;

import io.ratemill.rating.ExactText;
import io.ratemill.rating.Rounding;
import java.math.BigDecimal;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code ROUND_AMOUNT(exact)}: a record's amount, rounded once to 8 decimals half up.
 *
 * <p>Shape: exact text to {@code DECIMAL(38, 18)}; NULL only for NULL. Errors: a number that does
 * not fit is refused, naming it.
 */
public final class RoundAmountFunction extends ScalarFunction {
  public @DataTypeHint("DECIMAL(38, 18)") @Nullable BigDecimal eval(@Nullable String exact) {
    return exact == null ? null : Rounding.amount(ExactText.parse("amount", exact));
  }
}
