package io.ratemill.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Virtual machines beside this one, with its class path. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Runs a main to its end.
   *
   * @param flags of the virtual machine
   * @return what it printed. Errors: a main that fails is an error with all that it said
   */
  static String run(List<String> flags, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("ratemill-child-", ".log");
    try {
      Process process =
          builder(flags, main.getName(), Arrays.asList(arguments))
              .redirectError(log.toFile())
              .start();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "%s in a process of its own ended with %d:%n%s%n%s"
                .formatted(main.getSimpleName(), code, printed, Files.readString(log)));
      }
      return printed;
    } finally {
      Files.delete(log);
    }
  }

  /** A process to start. */
  static ProcessBuilder builder(List<String> flags, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }
}
