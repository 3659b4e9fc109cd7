package io.ratemill.sources;

import org.apache.flink.api.connector.source.SourceEvent;
import org.jspecify.annotations.Nullable;

/**
 * Told by a reader to the coordinator: a slice was read whole, or could not be read.
 *
 * @param lines lines of the slice
 * @param refusal why it could not be read, or null
 */
record SliceOutcome(String splitId, long read, int slice, long lines, @Nullable Refusal refusal)
    implements SourceEvent {}
