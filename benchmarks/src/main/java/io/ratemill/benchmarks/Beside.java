package io.ratemill.benchmarks;

import picocli.CommandLine.Option;

/** What is measured instead of comparing bills; one at a time. */
final class Beside {
  @Option(
      names = "--changes",
      description =
          "Measures what a change of prices and owners costs a running engine, over one bill.")
  private boolean changes;

  @Option(
      names = "--restatement",
      description =
          "Measures what a second delivery costs a running engine, one line in a hundred changed.")
  private boolean restatement;

  @Option(
      names = "--latency",
      description =
          "Measures how long single lines take from a topic of Kafka and from a folder to a report, --runs of them.")
  private boolean latency;

  @Option(
      names = "--workbook",
      description =
          "Measures the writing of --lines records as a workbook beside Apache POI (default: 1000000).")
  private boolean workbook;

  @Option(
      names = "--encodings",
      description =
          "Measures the decoding of Parquet's encodings beside parquet-java, over --lines rows.")
  private boolean encodings;

  @Option(
      names = "--checkpoints",
      description = "Measures what checkpoints cost a run, --every so many seconds.")
  private boolean checkpoints;

  @Option(
      names = "--recovery",
      description = "Measures how soon a cluster is at work again that loses one of two workers.")
  private boolean recovery;

  @Option(
      names = "--soak",
      description =
          "Measures nothing: runs the randomised tests, kills among them, for long, and compares many small bills.")
  private boolean soak;

  boolean changes() {
    return changes;
  }

  boolean restatement() {
    return restatement;
  }

  boolean latency() {
    return latency;
  }

  boolean workbook() {
    return workbook;
  }

  boolean encodings() {
    return encodings;
  }

  boolean checkpoints() {
    return checkpoints;
  }

  boolean recovery() {
    return recovery;
  }

  boolean soak() {
    return soak;
  }
}
