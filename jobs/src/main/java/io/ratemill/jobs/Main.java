package io.ratemill.jobs;

import io.ratemill.jobs.cli.Commands;
import io.ratemill.jobs.cli.ProgressLine;
import io.ratemill.jobs.cli.Surroundings;
import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.model.Grain;
import io.ratemill.model.Product;
import io.ratemill.sources.BillingFeed;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/** The command line's entry. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(args, out, err));
  }

  /** Runs one command line. Shape: the exit code. */
  // Newer runtimes give a console without a terminal too; there the line is merely drawn in vain.
  @SuppressWarnings("SystemConsoleNull")
  public static int run(String[] args, PrintStream out, PrintStream err) {
    String terminal = System.getenv("TERM");
    ProgressLine.Display display =
        System.console() == null || terminal == null || terminal.equals("dumb")
            ? ProgressLine.Display.LOG
            : ProgressLine.Display.TERMINAL;
    return Commands.run(
        new Surroundings(
            out,
            err,
            Path.of("").toAbsolutePath(),
            display,
            Clock.systemUTC(),
            new EmbeddedEngine(Clock.systemUTC()),
            Main::feed),
        runIsImplied(args) ? prepend("run", args) : args);
  }

  /** On a cluster the jar is given the run's options alone: {@code flink run JAR -c FILE}. */
  private static boolean runIsImplied(String[] args) {
    return args.length > 0 && args[0].equals("-c");
  }

  private static String[] prepend(String first, String[] rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static BillingFeed feed(Configuration configuration, ConnectorConfig connector) {
    Grain grain =
        configuration.products().stream()
            .filter(product -> product.id().equals(connector.product()))
            .map(Product::grain)
            .findFirst()
            .orElse(Grain.SERVICE);
    return Feeds.of(connector, grain);
  }
}
