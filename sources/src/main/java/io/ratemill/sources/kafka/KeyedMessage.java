package io.ratemill.sources.kafka;

/**
 * A message that stands for a row, which its key names.
 *
 * @param key the key as text; empty where the message has none
 */
public record KeyedMessage(int partition, long offset, String key, byte[] value) {}
