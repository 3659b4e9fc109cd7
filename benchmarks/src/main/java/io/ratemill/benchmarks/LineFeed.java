package io.ratemill.benchmarks;

import io.ratemill.sources.synthetic.SyntheticBill;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A place with a bill of FOCUS lines to which single lines come; it is opened with the bill, whose
 * owners and configuration then lie in a folder.
 */
interface LineFeed extends AutoCloseable {
  /** The bill that is there before, of FOCUS lines for a provider's connector. */
  static SyntheticBill bill(String provider, BenchCase of, Path folder) {
    return SyntheticBill.builder(provider, "focus", folder)
        .lines(of.lines())
        .accounts(of.accounts())
        .seed(of.seed())
        .build();
  }

  /** The feed, in words. */
  String words();

  /** Options of the connector, as the configuration writes them; empty for none. */
  String options();

  /**
   * Brings a line.
   *
   * @return when it was there
   */
  Instant bring(FocusLine line) throws IOException;

  @Override
  void close() throws InterruptedException;
}
