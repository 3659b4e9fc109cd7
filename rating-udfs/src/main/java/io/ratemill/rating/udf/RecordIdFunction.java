package io.ratemill.rating.udf;

import io.ratemill.rating.RecordId;
import java.util.Arrays;
import org.apache.flink.table.functions.ScalarFunction;
import org.jspecify.annotations.Nullable;

/** {@code RECORD_ID(part, ...)}: the id of the record with this key; NULL is a part of its own. */
public final class RecordIdFunction extends ScalarFunction {
  public String eval(@Nullable String... parts) {
    return RecordId.of(Arrays.asList(parts));
  }
}
