package io.ratemill.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "sql",
    description = {
      "Runs Flink SQL with the catalog of bills, charges, mappings, terms and reports.",
      "Not there yet."
    })
final class SqlCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  SqlCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings
        .err()
        .println(
            "ratemill: the SQL client is not there yet; ./ratemill run writes the reports as CSV, which every SQL tool reads.");
    return ExitCodes.USAGE;
  }
}
