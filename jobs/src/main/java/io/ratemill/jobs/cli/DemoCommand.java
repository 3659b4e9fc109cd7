package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Problem;
import io.ratemill.jobs.config.Read;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ratemill demo}: a month of sample bills, and what came of it. */
@Command(
    name = "demo",
    description = {
      "Puts a month of sample bills below out/demo/, runs them through the engine and shows what"
          + " came of it.",
      "Files that are there already stay as they are."
    })
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of Flink or the engine; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, EngineException, InterruptedException {
    PrintStream out = surroundings.out();
    Path folder = surroundings.directory().resolve("out").resolve("demo");
    String shown = RunSummary.shown(surroundings.directory(), folder);
    DemoFiles.copyTo(folder);
    out.println("ratemill demo: real, anonymised bills of AWS and of three clouds in FOCUS form;");
    out.println("the customers, prices and exchange rates are made up. Everything is in " + shown);
    out.println();
    Path yaml = folder.resolve("ratemill.yaml");
    Read read = ConfigurationReader.read(yaml);
    for (Problem each : read.problems()) {
      surroundings.err().println(each.text());
    }
    if (!read.sound()) {
      surroundings.err().println("Put that right, or remove " + shown + " to start afresh.");
      return ExitCodes.USAGE;
    }
    RunResult result;
    try (ProgressLine progress =
        new ProgressLine(surroundings.err(), surroundings.display(), System::nanoTime)) {
      result = surroundings.engine().run(read, options, progress::show);
    }
    new RunSummary(out, surroundings.directory()).print(read.required(), result);
    out.println();
    out.println("What to try next");
    out.println("  change a price    edit customMarkup in " + shown + "/ratemill.yaml, then");
    out.println("                    ./ratemill run -c " + shown + "/ratemill.yaml");
    out.println("  map an account    add a row to " + shown + "/owners.csv, then run the same");
    out.println("  keep it running   ./ratemill run -c " + shown + "/ratemill.yaml --watch");
    out.println("  a bigger bill     ./ratemill generate --lines 1000000 --out out/big");
    out.println("  your own bill     docs/configuration.md");
    return result.exitCode();
  }
}
