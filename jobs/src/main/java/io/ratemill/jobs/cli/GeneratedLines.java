package io.ratemill.jobs.cli;

import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.kafka.TopicWriter;
import io.ratemill.sources.store.Secret;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.synthetic.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A topic that gets the lines of a generated bill. */
public final class GeneratedLines implements Messages, AutoCloseable {
  private static final String SCHEME = "kafka://";
  private static final String FILE = "file:";

  private final TopicPlace place;
  private final TopicWriter writer;

  private GeneratedLines(TopicPlace place, TopicWriter writer) {
    this.place = place;
    this.writer = writer;
  }

  /** Opens the topic. Errors: also that there is none, or that no broker answers. */
  public static GeneratedLines open(TopicPlace place) throws StoreException {
    return new GeneratedLines(place, TopicWriter.ofLines(place));
  }

  /**
   * The topic that options name, null if they name none.
   *
   * <p>Errors: {@link IllegalArgumentException} where they do not fit together.
   */
  static @Nullable TopicPlace place(
      @Nullable String topic,
      @Nullable String secret,
      @Nullable String provider,
      Path out,
      Path directory) {
    if (out.toString().startsWith("kafka:")) {
      throw new IllegalArgumentException(
          "--out is the folder of the owners and the configuration; write --topic "
              + SCHEME
              + "host:port/topic --out DIR");
    }
    boolean kafka = provider == null ? topic != null : provider.equals("kafka");
    if (topic == null) {
      if (kafka || secret != null) {
        throw new IllegalArgumentException(
            "provider kafka, and a --secret, go with --topic " + SCHEME + "host:port/topic");
      }
      return null;
    }
    if (!kafka) {
      throw new IllegalArgumentException(
          "only lines of provider kafka go to a --topic, not bills of " + provider);
    }
    String address = topic.startsWith(SCHEME) ? topic.substring(SCHEME.length()) : "";
    if (!TopicPlace.isAddress(address)) {
      throw new IllegalArgumentException(
          "--topic " + topic + " names no topic; write it as " + SCHEME + "host:port/topic");
    }
    int slash = address.indexOf('/');
    return new TopicPlace(
        address.substring(0, slash),
        address.substring(slash + 1),
        login(secret, directory),
        Map.of());
  }

  private static Secret login(@Nullable String secret, Path directory) {
    if (secret == null || secret.equals("none")) {
      return Secret.NONE;
    }
    if (!secret.startsWith(FILE) || secret.length() == FILE.length()) {
      // What it says instead may be the secret itself, and is not repeated.
      throw new IllegalArgumentException(
          "--secret names no file; write the client properties into one, and --secret file:PATH");
    }
    Path file = directory.resolve(secret.substring(FILE.length())).toAbsolutePath().normalize();
    return new Secret(Secret.Kind.FILE, file.toString());
  }

  @Override
  public String location() {
    return place.text();
  }

  @Override
  public String secret() {
    return place.secret().text();
  }

  @Override
  public void send(byte[] id, byte[] value) throws IOException {
    writer.line(id, value);
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void close() {
    writer.close();
  }
}
