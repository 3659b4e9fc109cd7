package io.ratemill.jobs.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command of the ratemill script, which needs a checkout: it is here to be found by help. */
@Command
final class ScriptCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final String name;

  ScriptCommand(Surroundings surroundings, String name) {
    this.surroundings = surroundings;
    this.name = name;
  }

  @Override
  public Integer call() {
    surroundings
        .err()
        .printf(
            "ratemill: %s is no part of this jar; run ./ratemill %s from a checkout, which builds"
                + " and starts it.%n",
            name, name);
    return ExitCodes.USAGE;
  }
}
