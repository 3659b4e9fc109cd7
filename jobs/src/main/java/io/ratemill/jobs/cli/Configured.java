package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Problem;
import io.ratemill.jobs.config.Read;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that works with a configuration, and the reading of it. */
final class Configured {
  private static final int MOST_PROBLEMS = 100;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "ratemill.yaml",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("ratemill.yaml");

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of Flink or the engine; may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  Map<String, String> options() {
    return options;
  }

  /** Reads the configuration and says what is wrong with it. */
  Read read(Surroundings surroundings) {
    Path path = file.isAbsolute() ? file : shortest(surroundings.directory(), file);
    Read read = ConfigurationReader.read(path);
    print(surroundings, read.warnings(), "note: ");
    print(surroundings, read.problems(), "");
    if (!read.sound()) {
      surroundings
          .err()
          .println(
              Figures.count(read.problems().size(), "problem")
                  + " found; nothing was read or written.");
    }
    return read;
  }

  /** The path as it was typed, where the process works in that directory; else in full. */
  private static Path shortest(Path directory, Path file) {
    return directory.equals(Path.of("").toAbsolutePath()) ? file : directory.resolve(file);
  }

  private static void print(Surroundings surroundings, List<Problem> problems, String prefix) {
    problems.stream()
        .limit(MOST_PROBLEMS)
        .forEach(each -> surroundings.err().println(prefix + each.text()));
    if (problems.size() > MOST_PROBLEMS) {
      surroundings
          .err()
          .println(prefix + "... and " + Figures.count(problems.size() - MOST_PROBLEMS) + " more");
    }
  }
}
