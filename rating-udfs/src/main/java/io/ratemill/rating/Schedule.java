package io.ratemill.rating;

import io.ratemill.model.Dated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A parameter's values with the days from which each is in force, ready to be looked up.
 *
 * <p>Shape: a value is in force from its day until the next one's; one whose texts are all blank
 * says nothing for its days.
 */
final class Schedule<V> {
  private record Entry<V>(int fromDay, @Nullable V value) {}

  private final List<Entry<V>> entries;

  private Schedule(List<Entry<V>> entries) {
    this.entries = entries;
  }

  static <V> Schedule<V> of(List<Dated> dated, Function<Map<String, String>, V> read) {
    List<Entry<V>> entries = new ArrayList<>();
    for (Dated each : dated) {
      boolean blank = each.values().values().stream().allMatch(String::isBlank);
      entries.add(new Entry<>(each.fromDay(), blank ? null : read.apply(each.values())));
    }
    entries.sort(Comparator.comparingInt(Entry::fromDay));
    return new Schedule<>(List.copyOf(entries));
  }

  /** The value in force on a UTC epoch day; absent before the first day and where it is blank. */
  @Nullable V at(int epochDay) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry<V> entry = entries.get(i);
      if (entry.fromDay() <= epochDay) {
        return entry.value();
      }
    }
    return null;
  }
}
