package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Read;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ratemill run}, bounded or watching. */
@Command(
    name = "run",
    description = {
      "Reads the bills, rates them and writes usage reports and the ledger.",
      "Without --watch: everything that is there, then stop."
    })
final class RunCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Configured configured = new Configured();

  @Option(
      names = "--watch",
      description =
          "Keep running: new deliveries, mappings and prices take effect as they come. Stop it with"
              + " Ctrl-C.")
  private boolean watch;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws EngineException, InterruptedException {
    Read read = configured.read(surroundings);
    if (!read.sound()) {
      return ExitCodes.USAGE;
    }
    try (ProgressLine progress =
        new ProgressLine(surroundings.err(), surroundings.display(), System::nanoTime)) {
      if (watch) {
        surroundings.engine().watch(read, configured.options(), this::tellWatching, progress::show);
        return ExitCodes.DONE;
      }
      RunResult result = surroundings.engine().run(read, configured.options(), progress::show);
      progress.close();
      new RunSummary(surroundings.out(), surroundings.directory()).print(read.required(), result);
      return result.exitCode();
    }
  }

  private void tellWatching() {
    surroundings.err().println("ratemill: watching; stop with Ctrl-C, publish with ratemill close");
  }
}
