package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.util.concurrent.ExecutionException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Faults of Kafka's clients in words for people.
 *
 * <p>Shape: values of properties never appear, as they may be passwords.
 */
final class TopicTrouble {
  private static final Pattern WORD = Pattern.compile("[a-z0-9.]+[a-z0-9]");
  private static final String SERVERS = "bootstrap.servers";

  private TopicTrouble() {}

  static StoreException of(TopicPlace place, ExecutionException e) {
    return of(place, e.getCause() == null ? e : e.getCause());
  }

  /** Trouble of someone who writes lines into the topic. */
  static StoreException ofWriting(TopicPlace place, Throwable e) {
    if (e instanceof AuthorizationException) {
      return new StoreException(
          Trouble.DENIED,
          "the login may not write to topic "
              + place.topic()
              + " ("
              + e.getMessage()
              + "): allow it Describe and Write on it",
          e);
    }
    return of(place, e, "written");
  }

  static StoreException of(TopicPlace place, Throwable e) {
    return of(place, e, "read");
  }

  private static StoreException of(TopicPlace place, Throwable e, String done) {
    if (e instanceof InterruptException) {
      Thread.currentThread().interrupt();
      return new StoreException(
          Trouble.UNREACHABLE, place.text() + " was not " + done + ": it was interrupted", e);
    }
    if (e instanceof AuthenticationException) {
      return new StoreException(
          Trouble.DENIED,
          "the brokers at "
              + place.servers()
              + " do not accept the login ("
              + e.getMessage()
              + "): correct the client properties, secret: file:PATH",
          e);
    }
    if (e instanceof AuthorizationException) {
      return denied(place, e);
    }
    if (e instanceof UnknownTopicOrPartitionException || e instanceof InvalidTopicException) {
      return noTopic(place, place.topic(), e);
    }
    if (e instanceof OffsetOutOfRangeException) {
      return new StoreException(
          Trouble.CHANGED, "the topic no longer keeps the messages (" + e.getMessage() + ")", e);
    }
    ConfigException wrong = configuration(e);
    if (wrong != null) {
      return misconfigured(place, wrong);
    }
    if (e instanceof TimeoutException) {
      return new StoreException(
          Trouble.UNREACHABLE,
          "no broker at "
              + place.servers()
              + " answers in time: check location, that this machine may reach the brokers and the"
              + " addresses that they advertise, and whether they ask for TLS or a login (secret:"
              + " file:PATH)",
          e);
    }
    return new StoreException(
        Trouble.UNREACHABLE, place.text() + " cannot be " + done + ": " + e.getMessage(), e);
  }

  /** A topic that is not there, or that the login may not see. */
  static StoreException noTopic(TopicPlace place, String topic, @Nullable Throwable cause) {
    boolean lines = topic.equals(place.topic());
    return new StoreException(
        Trouble.MISSING,
        "there is no topic "
            + topic
            + " at "
            + place.servers()
            + (lines
                ? ": create it, or correct the location; to a login without the right to describe"
                    + " it, it is not there either"
                : " for messages that are no lines: create it, or name another with options:"
                    + " {dead-letter: TOPIC}"),
        cause);
  }

  private static StoreException denied(TopicPlace place, Throwable e) {
    String topics =
        e instanceof TopicAuthorizationException topic && !topic.unauthorizedTopics().isEmpty()
            ? String.join(", ", topic.unauthorizedTopics())
            : place.topic();
    return new StoreException(
        Trouble.DENIED,
        "the login may not use topic "
            + topics
            + " ("
            + e.getMessage()
            + "): allow it Describe and Read on "
            + place.topic()
            + ", and Describe, Read and Write on "
            + place.deadLetter(),
        e);
  }

  private static @Nullable ConfigException configuration(Throwable e) {
    Throwable at = e;
    while (at != null) {
      if (at instanceof ConfigException wrong) {
        return wrong;
      }
      at = at.getCause();
    }
    return null;
  }

  /** The cause is left out, and of its message all but the names of properties. */
  private static StoreException misconfigured(TopicPlace place, ConfigException e) {
    String message = e.getMessage() == null ? "" : e.getMessage();
    if (message.contains(SERVERS)) {
      return new StoreException(
          Trouble.UNREACHABLE,
          "no host of "
              + place.servers()
              + " has an address: correct the location, or let this machine resolve the name",
          null);
    }
    String names =
        WORD.matcher(message)
            .results()
            .map(MatchResult::group)
            .filter(TopicTrouble::isProperty)
            .distinct()
            .collect(Collectors.joining(", "));
    return new StoreException(
        Trouble.DENIED,
        "the client properties of secret "
            + place.secret()
            + " do not fit together"
            + (names.isEmpty() ? ", as for a login or TLS" : ": look at " + names),
        null);
  }

  private static boolean isProperty(String word) {
    return AdminClientConfig.configNames().contains(word)
        || ConsumerConfig.configNames().contains(word)
        || ProducerConfig.configNames().contains(word);
  }
}
