package io.ratemill.sources;

import java.io.Serializable;

/**
 * A range of a part that is read at once.
 *
 * @param from first byte; a row group belongs to the slice in which its first byte lies
 * @param to byte after the last; {@link Long#MAX_VALUE} for the rest
 */
public record Slice(DeliveryPart part, long from, long to) implements Serializable {}
