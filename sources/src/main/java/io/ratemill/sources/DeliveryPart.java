package io.ratemill.sources;

import java.io.Serializable;

/**
 * One file of a delivery, pinned to the bytes that were seen.
 *
 * @param name the file as its marker names it, for people
 * @param location where its store finds it
 * @param bytes its size
 * @param pin the store's own mark of these bytes (ETag, generation; size, time and file key)
 * @param sliceable whether ranges of it can be read apart (Parquet)
 */
public record DeliveryPart(String name, String location, long bytes, String pin, boolean sliceable)
    implements Serializable {}
