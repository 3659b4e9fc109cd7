package io.ratemill.sources.kafka;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.kafka.common.TopicPartition;

/**
 * One UTC day of a partition, as far as it was there at a look.
 *
 * @param day UTC epoch day of arrival
 * @param from the first offset of the day that is there
 * @param to the offset after its last; it moves no more once a later day has begun
 */
record PartitionDay(int partition, long day, long from, long to) {
  private static final int SECOND_BELOW = 999_999_999;

  /** The partition of a topic. */
  TopicPartition of(String topic) {
    return new TopicPartition(topic, partition);
  }

  /** The slot, {@code partition/yyyy-MM-dd}. */
  String slot() {
    return partition + "/" + LocalDate.ofEpochDay(day);
  }

  /** The version, {@code partition:from-to}. */
  String version() {
    return partition + ":" + from + "-" + to;
  }

  /** How many offsets it has; a few of them may be marks of transactions. */
  long size() {
    return to - from;
  }

  /** The first instant of a day. */
  static Instant start(long day) {
    return LocalDate.ofEpochDay(day).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /**
   * The version's time: the second of the newest message, and below it how many there are, so that
   * of two versions the longer one is newer even if the messages' own times stand still.
   */
  Instant time(Instant newest) {
    return Instant.ofEpochSecond(newest.getEpochSecond(), Math.min(size(), SECOND_BELOW));
  }

  /** The last second of the day. */
  Instant close() {
    return start(day + 1).minusSeconds(1);
  }

  /** Whether it has every offset that another version of the day has. */
  boolean covers(PartitionDay other) {
    return from <= other.from && to >= other.to;
  }

  /** The day that a slot and a version name, as {@link #slot} and {@link #version} wrote them. */
  static PartitionDay parse(String slot, String version) {
    int slash = slot.indexOf('/');
    int colon = version.indexOf(':');
    int dash = version.indexOf('-', colon);
    return new PartitionDay(
        Integer.parseInt(slot.substring(0, slash)),
        LocalDate.parse(slot.substring(slash + 1)).toEpochDay(),
        Long.parseLong(version.substring(colon + 1, dash)),
        Long.parseLong(version.substring(dash + 1)));
  }
}
