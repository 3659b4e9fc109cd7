package io.ratemill.benchmarks;

import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;

/** The entry of {@code ./ratemill bench}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws URISyntaxException {
    System.exit(run(args, System.out, System.err));
  }

  /** Runs one command line. Shape: the exit code: 0 done, 1 not measured, 2 bad usage. */
  public static int run(String[] args, PrintStream out, PrintStream err) throws URISyntaxException {
    return new CommandLine(new Bench(out, err, Clock.systemUTC(), docs()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((failure, command, parsed) -> tell(failure, err))
        .execute(args);
  }

  /** Says why nothing was measured, down to the first cause; the exit code for it. */
  private static int tell(Exception failure, PrintStream err) {
    err.println("bench: not measured: " + text(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      err.println("  because: " + text(cause));
    }
    return failure instanceof IllegalArgumentException ? 2 : 1;
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** The documents of the checkout that this class was built in, else a folder of our own. */
  private static Path docs() throws URISyntaxException {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    for (Path above = classes; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve("ratemill")) && Files.isDirectory(above.resolve("docs"))) {
        return above.resolve("docs");
      }
    }
    return Path.of("out", "bench", "docs");
  }
}
