package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The days of a topic, which the broker finds by the times of messages.
 *
 * <p>Shape: a day begins with the first message that has its time or a later one, so that days are
 * a partition of the offsets whatever order the times have. Only what is committed is there. What
 * is known of past days is kept from look to look.
 */
final class TopicDays {
  private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
  private static final long NONE = -1;

  private final TopicPlace place;
  private final TopicAdmin asked;
  private final Map<Integer, Known> known;

  /**
   * @param known what an earlier look found, by partition; filled by this one
   */
  TopicDays(TopicPlace place, Admin admin, Map<Integer, Known> known) {
    this.place = place;
    this.asked = new TopicAdmin(place, admin);
    this.known = known;
  }

  /**
   * What is known of a partition.
   *
   * @param first the first offset that is there
   * @param days its days; the last one's end is where the partition ended
   * @param newest the greatest time of a message, in milliseconds since 1970
   */
  record Known(long first, List<PartitionDay> days, long newest) {
    Known {
      days = List.copyOf(days);
    }

    PartitionDay last() {
      return days.get(days.size() - 1);
    }
  }

  /**
   * A topic as one look found it.
   *
   * @param id what Kafka named it when it was created
   * @param partitions those that have messages
   */
  record Look(String id, Map<Integer, Known> partitions) {
    Look {
      partitions = Map.copyOf(partitions);
    }
  }

  /** The id that Kafka gave the topic when it was created. Errors: if it is not there. */
  String topicId() throws StoreException {
    return asked.describe(place.topic()).topicId().toString();
  }

  /**
   * Looks at all partitions. Errors: also if there is no topic for what is no line.
   *
   * @param before the id of the topic that something is known of
   */
  Look look(String before) throws StoreException {
    TopicDescription topic = asked.describe(place.topic());
    String id = topic.topicId().toString();
    if (!id.equals(before)) {
      known.clear();
    }
    asked.describe(place.deadLetter());
    List<TopicPartition> partitions = TopicAdmin.partitions(topic);
    TopicAdmin.Offsets firsts = asked.offsets(partitions, OffsetSpec.earliest());
    TopicAdmin.Offsets ends = asked.offsets(partitions, OffsetSpec.latest());
    List<Chain> chains = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long first = firsts.of(partition).offset();
      long end = ends.of(partition).offset();
      if (first < end) {
        chains.add(new Chain(partition, first, end, known.get(partition.partition())));
      }
    }
    start(chains);
    while (chains.stream().anyMatch(Chain::isOpen)) {
      advance(chains);
    }
    TopicAdmin.Offsets newest = asked.offsets(partitions(chains), OffsetSpec.maxTimestamp());
    known.clear();
    for (Chain chain : chains) {
      long time = newest.of(chain.partition).timestamp();
      known.put(chain.partition.partition(), new Known(chain.first, chain.days, time));
    }
    return new Look(id, known);
  }

  private static List<TopicPartition> partitions(List<Chain> chains) {
    return chains.stream().map(chain -> chain.partition).toList();
  }

  /** The first message's time opens the first day; a partition without times is one old day. */
  private void start(List<Chain> chains) throws StoreException {
    List<Chain> unknown = chains.stream().filter(each -> each.day == NONE).toList();
    TopicAdmin.Offsets timed = asked.offsets(partitions(unknown), OffsetSpec.forTimestamp(0));
    for (Chain chain : unknown) {
      chain.day = Math.max(0, timed.of(chain.partition).timestamp()) / DAY_MILLIS;
    }
  }

  /** Closes the open day of each partition where the next one begins. */
  private void advance(List<Chain> chains) throws StoreException {
    Map<TopicPartition, OffsetSpec> nextDays = new HashMap<>();
    List<Chain> open = chains.stream().filter(Chain::isOpen).toList();
    for (Chain chain : open) {
      nextDays.put(chain.partition, OffsetSpec.forTimestamp((chain.day + 1) * DAY_MILLIS));
    }
    TopicAdmin.Offsets found = asked.offsets(nextDays);
    for (Chain chain : open) {
      chain.next(found.of(chain.partition));
    }
  }

  /** Days of one partition, found one after the other. */
  private static final class Chain {
    private final TopicPartition partition;
    private final long first;
    private final long end;
    private final List<PartitionDay> days = new ArrayList<>();
    private long day = NONE;
    private long from;
    private boolean done;

    /** Past days stay as they were found, until the topic forgets its beginning. */
    Chain(TopicPartition partition, long first, long end, @Nullable Known before) {
      this.partition = partition;
      this.first = first;
      this.end = end;
      this.from = first;
      if (before != null && before.first() == first && before.last().to() <= end) {
        days.addAll(before.days().subList(0, before.days().size() - 1));
        day = before.last().day();
        from = before.last().from();
      }
    }

    boolean isOpen() {
      return !done;
    }

    void next(ListOffsetsResultInfo info) {
      boolean last = info.offset() < 0 || info.offset() >= end;
      long to = last ? end : info.offset();
      if (from < to) {
        days.add(new PartitionDay(partition.partition(), day, from, to));
      }
      from = to;
      done = last;
      day = last ? day : info.timestamp() / DAY_MILLIS;
    }
  }
}
