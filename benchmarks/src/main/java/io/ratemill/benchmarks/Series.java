package io.ratemill.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** Equal measurements, of which the median counts and the extremes tell how far to trust it. */
record Series(double median, double min, double max) {
  /** The extremes, as documents show them. */
  String spread() {
    return String.format(Locale.ROOT, "%.2f to %.2f", min, max);
  }

  static Series of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Series(
        median,
        DoubleStream.of(sorted).min().getAsDouble(),
        DoubleStream.of(sorted).max().getAsDouble());
  }
}
