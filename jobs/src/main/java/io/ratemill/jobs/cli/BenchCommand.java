package io.ratemill.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "bench",
    description = "The benchmark, side by side with DuckDB; started by the ratemill script.")
final class BenchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  BenchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings
        .err()
        .println(
            "ratemill: the benchmark is no part of this jar; run ./ratemill bench from a checkout,"
                + " which builds and starts it.");
    return ExitCodes.USAGE;
  }
}
