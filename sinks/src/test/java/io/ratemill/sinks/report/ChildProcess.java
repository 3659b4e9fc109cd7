package io.ratemill.sinks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main of the tests run in a virtual machine of its own, to be starved or killed. */
public final class ChildProcess {
  private final Process process;
  private final Path output;

  private ChildProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static ChildProcess start(String heap, Class<?> main, String... arguments)
      throws IOException {
    Path output = Files.createTempFile("child", ".log");
    output.toFile().deleteOnExit();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ChildProcess(process, output);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills the process as kill -9 does and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** How the process ended; one that does not end is killed and counts as failed. */
  public int exitCode() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      kill();
      return -1;
    }
    return process.exitValue();
  }

  /** Everything the process has printed. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      return "its output cannot be read: " + e;
    }
  }
}
