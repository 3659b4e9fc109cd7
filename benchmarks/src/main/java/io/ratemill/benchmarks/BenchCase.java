package io.ratemill.benchmarks;

import io.ratemill.model.Grain;
import java.util.Locale;

/**
 * One bill to measure, and what of it is reported.
 *
 * <p>Shape: {@link #DEFAULT_PARTS}, snappy and grain service are not named: cases of before these
 * could be chosen keep their names and folders.
 *
 * @param columns width of the bill
 * @param accounts accounts that occur in it
 * @param parts files of the bill, or {@link #DEFAULT_PARTS}
 * @param grain what the records are kept apart by
 */
record BenchCase(
    long lines,
    Format format,
    int columns,
    int accounts,
    Order order,
    long seed,
    int parts,
    Codec codec,
    Grain grain) {
  /** Enough parts that both engines have work for both cores, at any size. */
  static final int DEFAULT_PARTS = 0;

  private static final int FEWEST_PARTS = 4;
  private static final long LINES_PER_PART = 1_000_000;

  // Results of before these could be chosen lack them.
  BenchCase {
    codec = codec == null ? Codec.SNAPPY : codec;
    grain = grain == null ? Grain.SERVICE : grain;
    if (format == Format.CSV && codec != Codec.SNAPPY) {
      throw new IllegalArgumentException("a text bill is gzipped: --codec is for parquet");
    }
  }

  /** How lines become bytes. */
  enum Format {
    /** Amounts as doubles, as AWS writes it. */
    PARQUET("Parquet"),
    /** Gzipped text, amounts as decimal text. */
    CSV("CSV gz");

    private final String words;

    Format(String words) {
      this.words = words;
    }
  }

  /** What compresses the pages of Parquet. */
  enum Codec {
    /** As AWS writes it. */
    SNAPPY,
    ZSTD
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
  }

  /** How many files the bill has. */
  int files() {
    return parts == DEFAULT_PARTS
        ? (int) Math.max(FEWEST_PARTS, (lines - 1) / LINES_PER_PART + 1)
        : parts;
  }

  /** A name that only this case has, fit for a folder. */
  String id() {
    StringBuilder id = new StringBuilder();
    id.append(name(format)).append('-').append(lines).append('x').append(columns);
    id.append('-').append(accounts).append("a-").append(name(order)).append("-s").append(seed);
    if (parts != DEFAULT_PARTS) {
      id.append('-').append(parts).append('p');
    }
    if (codec != Codec.SNAPPY) {
      id.append('-').append(name(codec));
    }
    if (grain != Grain.SERVICE) {
      id.append('-').append(name(grain));
    }
    return id.toString();
  }

  /** The case in words; lines and accounts apart. */
  String words() {
    StringBuilder words = new StringBuilder(format.words);
    if (codec != Codec.SNAPPY) {
      words.append(' ').append(name(codec));
    }
    words.append(", ").append(columns).append(" columns, ").append(order.words);
    if (parts != DEFAULT_PARTS) {
      words.append(", ").append(parts).append(parts == 1 ? " part" : " parts");
    }
    if (grain != Grain.SERVICE) {
      words.append(", a record per ").append(name(grain));
    }
    return words.toString();
  }

  /** The options that make this case. */
  String options() {
    StringBuilder options = new StringBuilder();
    options.append("--lines ").append(lines).append(" --format ").append(name(format));
    options.append(" --columns ").append(columns).append(" --accounts ").append(accounts);
    if (order != Order.TIME) {
      options.append(" --order ").append(name(order));
    }
    if (seed != 1) {
      options.append(" --seed ").append(seed);
    }
    if (parts != DEFAULT_PARTS) {
      options.append(" --parts ").append(parts);
    }
    if (codec != Codec.SNAPPY) {
      options.append(" --codec ").append(name(codec));
    }
    if (grain != Grain.SERVICE) {
      options.append(" --grain ").append(name(grain));
    }
    return options.toString();
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
