package io.ratemill.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "portal",
    description = {"Starts the web portal and its API.", "Not there yet."})
final class PortalCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  PortalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings
        .err()
        .println(
            "ratemill: the portal is not there yet; today owners.csv, pricing-rules.csv and ratemill.yaml are edited by hand, and ./ratemill run takes them up.");
    return ExitCodes.USAGE;
  }
}
