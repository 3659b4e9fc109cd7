package io.ratemill.rating.udf;

import io.ratemill.model.UsageSchema;
import io.ratemill.rating.Tiers;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * {@code TIERS(usage_schema)}: one row per tier that has a record under a schema.
 *
 * <p>Shape: column {@code tier}; no row for NULL.
 */
@FunctionHint(output = @DataTypeHint("ROW<tier INT NOT NULL>"))
public final class TiersFunction extends TableFunction<Row> {
  public void eval(@Nullable String usageSchema) {
    if (usageSchema != null) {
      Tiers.of(UsageSchema.valueOf(usageSchema)).forEach(tier -> collect(Row.of(tier)));
    }
  }
}
