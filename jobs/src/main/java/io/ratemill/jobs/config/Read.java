package io.ratemill.jobs.config;

import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.sources.kafka.TopicPlace;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a configuration with its owners and rules.
 *
 * <p>Shape: either a configuration and no problems, or null and at least one problem. Warnings go
 * with both; they hold nothing up.
 *
 * @param topics the topics that owners and rules were read from, and their states
 */
public record Read(
    @Nullable Configuration configuration,
    List<Owner> owners,
    List<PricingRule> rules,
    Map<TopicPlace, String> topics,
    List<Problem> problems,
    List<Problem> warnings) {
  public Read {
    owners = List.copyOf(owners);
    rules = List.copyOf(rules);
    topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }

  /** Whether everything could be read. */
  public boolean sound() {
    return problems.isEmpty();
  }

  /** The configuration. Errors: an unsound one is refused; ask {@link #sound()} first. */
  public Configuration required() {
    if (configuration == null) {
      throw new IllegalStateException(
          "the configuration could not be read: " + problems.get(0).text());
    }
    return configuration;
  }
}
