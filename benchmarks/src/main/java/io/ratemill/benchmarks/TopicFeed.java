package io.ratemill.benchmarks;

import io.ratemill.jobs.cli.GeneratedLines;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.ProgressListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;

/** A topic of a broker that was started for it. */
final class TopicFeed implements LineFeed {
  private static final String TOPIC = "billing.focus";
  private static final int PARTITIONS = 2;

  private final Clock clock;
  private final Broker broker;
  private final GeneratedLines lines;
  private int sent;

  private TopicFeed(Clock clock, Broker broker, GeneratedLines lines) {
    this.clock = clock;
    this.broker = broker;
    this.lines = lines;
  }

  /** Starts the broker and sends a bill. */
  static TopicFeed open(BenchCase of, Path folder, Clock clock)
      throws IOException, InterruptedException {
    Broker broker = Broker.start(folder.resolve("broker"));
    try {
      broker.create(TOPIC, PARTITIONS);
      TopicPlace place = new TopicPlace(broker.servers(), TOPIC, Secret.NONE, Map.of());
      GeneratedLines lines = GeneratedLines.open(place);
      BillGenerator.send(LineFeed.bill("kafka", of, folder), lines, ProgressListener.NONE);
      return new TopicFeed(clock, broker, lines);
    } catch (IOException e) {
      broker.close();
      throw e;
    }
  }

  @Override
  public String words() {
    return "Kafka";
  }

  @Override
  public String options() {
    return "{look-every: 1 s}";
  }

  @Override
  public Instant bring(FocusLine line) throws IOException {
    byte[] id = ("single-" + sent++).getBytes(StandardCharsets.UTF_8);
    lines.send(id, line.json());
    lines.flush();
    return clock.instant();
  }

  @Override
  public void close() throws InterruptedException {
    lines.close();
    broker.close();
  }
}
