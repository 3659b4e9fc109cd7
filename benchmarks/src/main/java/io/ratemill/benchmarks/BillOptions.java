package io.ratemill.benchmarks;

import io.ratemill.benchmarks.BenchCase.Codec;
import io.ratemill.benchmarks.BenchCase.Format;
import io.ratemill.benchmarks.BenchCase.Order;
import io.ratemill.model.Grain;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which bills to measure, as the command line says it. */
final class BillOptions {
  private static final long STANDARD_SMALL = 1_000_000;
  private static final long STANDARD_LARGE = 10_000_000;
  private static final long STANDARD_CSV = 5_000_000;
  private static final int NARROW = 30;
  private static final int WIDE = 120;

  @Option(
      names = "--lines",
      split = ",",
      description = "Lines of the bill; several with commas (default: the standard bills).")
  private List<Long> lines = new ArrayList<>();

  @Option(names = "--format", split = ",", description = "parquet | csv, or both with a comma.")
  private List<Format> formats = new ArrayList<>();

  @Option(names = "--columns", split = ",", description = "Width of the bill, such as 30,120.")
  private List<Integer> columns = new ArrayList<>();

  @Option(names = "--accounts", description = "Accounts in the bill (default: ${DEFAULT-VALUE}).")
  private int accounts = 2_000;

  @Option(names = "--order", description = "time | random: how lines follow (default: time).")
  private Order order = Order.TIME;

  @Option(names = "--seed", description = "Another seed gives another bill (default: 1).")
  private long seed = 1;

  @Option(
      names = "--parts",
      description = "Files of the bill (default: one per million lines, at least 4).")
  private int parts = BenchCase.DEFAULT_PARTS;

  @Option(
      names = "--codec",
      description = "snappy | zstd: what compresses Parquet (default: snappy).")
  private Codec codec = Codec.SNAPPY;

  @Option(
      names = "--grain",
      description = "service | sku | resource: what records are kept apart by (default: service).")
  private Grain grain = Grain.SERVICE;

  long seed() {
    return seed;
  }

  /** All that were asked for, or the standard ones. */
  List<BenchCase> cases() {
    if (lines.isEmpty() && formats.isEmpty() && columns.isEmpty()) {
      return List.of(
          of(STANDARD_SMALL, Format.PARQUET, NARROW),
          of(STANDARD_LARGE, Format.PARQUET, NARROW),
          of(STANDARD_SMALL, Format.PARQUET, WIDE),
          of(STANDARD_LARGE, Format.PARQUET, WIDE),
          of(STANDARD_SMALL, Format.CSV, WIDE),
          of(STANDARD_CSV, Format.CSV, WIDE));
    }
    List<BenchCase> cases = new ArrayList<>();
    for (Format format : formats.isEmpty() ? List.of(Format.PARQUET) : formats) {
      for (int width : columns.isEmpty() ? List.of(NARROW) : columns) {
        for (long count : lines.isEmpty() ? List.of(STANDARD_SMALL) : lines) {
          cases.add(of(count, format, width));
        }
      }
    }
    return cases;
  }

  /** One bill, of so many lines unless others were asked for. */
  BenchCase one(long standardLines) {
    return of(
        lines(standardLines),
        formats.isEmpty() ? Format.PARQUET : formats.get(0),
        columns.isEmpty() ? NARROW : columns.get(0));
  }

  /** The lines asked for, or so many. */
  long lines(long standard) {
    return lines.isEmpty() ? standard : lines.get(0);
  }

  private BenchCase of(long count, Format format, int width) {
    return new BenchCase(count, format, width, accounts, order, seed, parts, codec, grain);
  }
}
