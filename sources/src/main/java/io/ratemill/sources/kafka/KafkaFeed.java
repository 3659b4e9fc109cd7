package io.ratemill.sources.kafka;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.focus.FocusMapping;
import io.ratemill.sources.focus.FocusScope;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StorePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * FOCUS lines of a topic, one a message.
 *
 * <p>Shape: a slot is a UTC day of arrival in a partition, a delivery the offsets of it that are
 * there at a look. Past days stay; of the current one each look may find a longer version. Nothing
 * is committed to Kafka: what was read is known by the deliveries.
 */
public final class KafkaFeed implements BillingFeed {
  private static final long serialVersionUID = 1L;

  private final String connector;
  private final TopicPlace place;
  private final Grain grain;
  private transient @Nullable Memory memory;

  public KafkaFeed(String connector, TopicPlace place, Grain grain) {
    this.connector = connector;
    this.place = place;
    this.grain = grain;
  }

  /** What one process keeps from look to look, and from day to day; it can all be read again. */
  private static final class Memory {
    private final Map<Integer, TopicDays.Known> days = new HashMap<>();
    private final Map<Integer, LineIds> ids = new ConcurrentHashMap<>();
    private final DeadLetters dead;
    private String topic = "";
    private @Nullable LineDecoder decoder;

    Memory(TopicPlace place) {
      dead = new DeadLetters(place);
    }
  }

  private synchronized Memory memory() {
    Memory known = memory;
    if (known == null) {
      known = new Memory(place);
      memory = known;
    }
    return known;
  }

  @Override
  public String connector() {
    return connector;
  }

  @Override
  public Duration pause() {
    return StorePlace.remotePause(place.options());
  }

  @Override
  public String insteadOfDeliveries() {
    return "the topic has no messages";
  }

  @Override
  public List<Delivery> discover(Instant now) throws FeedException {
    Memory known = memory();
    // A schema that cannot be used is told of before a message needs it.
    decoder(known);
    try (Admin admin = place.admin()) {
      TopicDays.Look look = new TopicDays(place, admin, known.days).look(known.topic);
      known.topic = look.id();
      List<Delivery> deliveries = new ArrayList<>();
      for (TopicDays.Known partition : new TreeMap<>(look.partitions()).values()) {
        for (PartitionDay day : partition.days()) {
          deliveries.add(delivery(day, partition, look.id()));
        }
      }
      return deliveries;
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
  }

  private Delivery delivery(PartitionDay day, TopicDays.Known partition, String topic) {
    Instant newest = day.close();
    if (day.equals(partition.last())) {
      newest = Instant.ofEpochMilli(Math.max(partition.newest(), 0));
    }
    DeliveryPart part = new DeliveryPart(day.version(), day.slot(), day.size(), topic, false);
    return new Delivery(
        connector,
        day.slot(),
        day.version(),
        day.time(newest),
        "",
        List.of(part),
        topic,
        null,
        false);
  }

  @Override
  public boolean isRest(DeliveryStamp read, Delivery found) {
    PartitionDay before = PartitionDay.parse(read.slot(), read.id());
    PartitionDay now = PartitionDay.parse(found.slot(), found.id());
    return now.from() > before.from() && before.covers(now);
  }

  @Override
  public @Nullable Refusal gap(DeliveryStamp read, Delivery found) {
    PartitionDay before = PartitionDay.parse(read.slot(), read.id());
    PartitionDay now = PartitionDay.parse(found.slot(), found.id());
    if (now.covers(before)) {
      return null;
    }
    Where where = new Where(connector, found.slot(), place.topic());
    return where.refusal(
        "messages-gone",
        now.to() < before.to()
            ? "the partition ends at offset "
                + now.to()
                + ", but was read to "
                + before.to()
                + " before: if the topic was created anew, give it another name and a connector of"
                + " its own; what was read stays in force"
            : "the day began at offset "
                + before.from()
                + " when it was read, and now begins at "
                + now.from()
                + ": what came after offset "
                + before.to()
                + " on this day cannot be added any more. Let the topic keep its messages for more"
                + " than a day (retention.ms, retention.bytes); what was read stays in force");
  }

  @Override
  public SliceReader open(Delivery delivery, Slice slice) throws FeedException {
    Memory known = memory();
    LineDecoder decoder = decoder(known);
    PartitionDay day = PartitionDay.parse(delivery.slot(), delivery.id());
    LineIds ids = known.ids.computeIfAbsent(day.partition(), each -> new LineIds());
    FocusScope scope = new FocusScope("kafka", grain, "");
    return RollupReader.start(
        OpenDay.open(place, delivery, decoder, ids, known.dead),
        (columns, where) -> FocusMapping.bind(columns, where, scope));
  }

  private LineDecoder decoder(Memory known) throws FeedException {
    LineDecoder decoder = known.decoder;
    try {
      if (decoder == null) {
        decoder = place.decoder();
        known.decoder = decoder;
      }
      return decoder;
    } catch (StoreException e) {
      throw Where.connector(connector).fault(e);
    }
  }
}
