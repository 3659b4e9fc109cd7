package io.ratemill.jobs.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ratemill version}. */
@Command(name = "version", description = "Shows the versions of ratemill, Flink and Java.")
final class VersionCommand implements Callable<Integer> {
  private static final String RESOURCE = "/ratemill-version.properties";

  private final Surroundings surroundings;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    Properties versions = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + RESOURCE);
      }
      versions.load(in);
    }
    surroundings
        .out()
        .println(
            "ratemill "
                + versions.getProperty("ratemill")
                + ", Flink "
                + versions.getProperty("flink")
                + ", Java "
                + Runtime.version());
    return ExitCodes.DONE;
  }
}
