package io.ratemill.jobs;

import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Problem;
import io.ratemill.jobs.config.Read;
import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.jobs.config.TermsReader;
import io.ratemill.jobs.config.WatchedFiles;
import io.ratemill.jobs.ledger.TermsSource;
import io.ratemill.sources.kafka.KeyedTopic;
import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.kafka.TopicWatch;
import io.ratemill.sources.store.StoreException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The terms in ratemill.yaml, owners and pricing rules, looked at while the engine runs. */
final class WatchedTerms implements TermsSource {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final List<String> files;
  private final LinkedHashMap<TopicPlace, String> states;
  private transient @Nullable Map<TopicPlace, TopicWatch> watches;

  private WatchedTerms(String file, List<String> files, Map<TopicPlace, String> states) {
    this.file = file;
    this.files = List.copyOf(files);
    this.states = new LinkedHashMap<>(states);
  }

  /** What was just read, watched from there on. */
  static WatchedTerms of(Read read) {
    return new WatchedTerms(
        read.required().file().toString(),
        read.required().files().stream().map(Path::toString).toList(),
        read.topics());
  }

  /** What a look says as long as nothing has changed since the topics were read. */
  String firstLook() {
    StringBuilder look = new StringBuilder(lookAtFiles());
    states.forEach((topic, state) -> append(look, topic, state));
    return look.toString();
  }

  @Override
  public String look(boolean now) {
    StringBuilder look = new StringBuilder(lookAtFiles());
    watches().forEach((topic, watch) -> append(look, topic, watch.look(now)));
    return look.toString();
  }

  private String lookAtFiles() {
    return new WatchedFiles(files.stream().map(Path::of).toList()).look();
  }

  private static void append(StringBuilder look, TopicPlace topic, String state) {
    look.append(topic.text()).append('\t').append(state).append('\n');
  }

  private Map<TopicPlace, TopicWatch> watches() {
    Map<TopicPlace, TopicWatch> known = watches;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (Map.Entry<TopicPlace, String> each : states.entrySet()) {
        known.put(each.getKey(), new TopicWatch(each.getKey(), each.getValue()));
      }
      watches = known;
    }
    return known;
  }

  /** A topic that ratemill.yaml has not named before is watched from now on. */
  private KeyedTopic.Content content(TopicPlace topic) throws StoreException {
    return watches().computeIfAbsent(topic, added -> new TopicWatch(added, "")).content();
  }

  @Override
  public Reading read(long version) {
    Read read = ConfigurationReader.read(Path.of(file), this::content);
    if (!read.sound()) {
      return new Reading(new byte[0], read.problems().stream().map(Problem::text).toList());
    }
    leaveAllBut(read.topics().keySet());
    return new Reading(
        TermsCodec.encode(TermsReader.terms(read.required(), read.owners(), read.rules(), version)),
        List.of());
  }

  /** Topics that ratemill.yaml no longer names have nothing to say any more. */
  private void leaveAllBut(Set<TopicPlace> named) {
    watches()
        .entrySet()
        .removeIf(
            each -> {
              boolean left = !named.contains(each.getKey());
              if (left) {
                each.getValue().close();
              }
              return left;
            });
  }

  @Override
  public void close() {
    if (watches != null) {
      watches.values().forEach(TopicWatch::close);
      watches = null;
    }
  }
}
