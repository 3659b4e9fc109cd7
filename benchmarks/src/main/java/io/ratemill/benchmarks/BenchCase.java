package io.ratemill.benchmarks;

import java.util.Locale;

/**
 * One bill to measure.
 *
 * @param columns width of the bill
 * @param accounts accounts that occur in it
 */
record BenchCase(long lines, Format format, int columns, int accounts, Order order, long seed) {
  /** How lines become bytes. */
  enum Format {
    /** Pages compressed with snappy, amounts as doubles, as AWS writes it. */
    PARQUET("Parquet"),
    /** Gzipped text in several parts, amounts as decimal text. */
    CSV("CSV gz");

    private final String words;

    Format(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** How lines follow each other. */
  enum Order {
    /** By the hour, as clouds write them. */
    TIME("by time"),
    RANDOM("random");

    private final String words;

    Order(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** A name that only this case has, fit for a folder. */
  String id() {
    return String.format(
        Locale.ROOT,
        "%s-%dx%d-%da-%s-s%d",
        format.name().toLowerCase(Locale.ROOT),
        lines,
        columns,
        accounts,
        order.name().toLowerCase(Locale.ROOT),
        seed);
  }

  /** The command line that measures this case alone. */
  String command() {
    String command =
        String.format(
            Locale.ROOT,
            "./ratemill bench --lines %d --format %s --columns %d --accounts %d",
            lines,
            format.name().toLowerCase(Locale.ROOT),
            columns,
            accounts);
    return order == Order.TIME ? command : command + " --order random";
  }
}
