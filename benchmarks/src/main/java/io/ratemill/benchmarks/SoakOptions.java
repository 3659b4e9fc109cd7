package io.ratemill.benchmarks;

import picocli.CommandLine.Option;

/** How long a soak is. */
final class SoakOptions {
  @Option(
      names = "--kills",
      description = "Kills of a watching engine under --soak (default: ${DEFAULT-VALUE}).")
  private int kills = 300;

  @Option(
      names = "--sequences",
      description = "Random sequences through the ledger under --soak (default: ${DEFAULT-VALUE}).")
  private int sequences = 10_000;

  @Option(
      names = "--bills",
      description = "Small bills compared with DuckDB under --soak (default: ${DEFAULT-VALUE}).")
  private int bills = 200;

  int kills() {
    return kills;
  }

  int sequences() {
    return sequences;
  }

  int bills() {
    return bills;
  }
}
