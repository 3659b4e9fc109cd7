package io.ratemill.rating.udf;

import java.util.Map;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.functions.UserDefinedFunction;

/** The SQL names of all functions of rating. */
public final class Registration {
  /** Function classes by SQL name. */
  public static final Map<String, Class<? extends UserDefinedFunction>> FUNCTIONS =
      Map.of(
          "BASIS_COST", BasisCostFunction.class,
          "RATE", RateFunction.class,
          "TIERS", TiersFunction.class,
          "EXACT_SUM", ExactSumFunction.class,
          "SMALLEST_BYTES", SmallestBytesFunction.class,
          "ROUND_AMOUNT", RoundAmountFunction.class,
          "ROUND_QUANTITY", RoundQuantityFunction.class,
          "RECORD_ID", RecordIdFunction.class);

  private Registration() {}

  /** Makes all functions known to a session, under their names, in every catalog. */
  public static void register(TableEnvironment tables) {
    FUNCTIONS.forEach(tables::createTemporarySystemFunction);
  }
}
