package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The engine as a child process, seen only through its arguments, exit code, text and files. */
final class Engine {
  private static final long LIMIT_SECONDS = 400;

  private Engine() {}

  /** How a run ended, and everything that it printed. */
  record Ended(int exitCode, String text) {
    Ended exits(int code) {
      assertThat(exitCode).as("exit code of a run that printed:%n%s", text).isEqualTo(code);
      return this;
    }
  }

  /** A run that goes on by itself until it is ended. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Running(Process process, Path log) {
      this.process = process;
      this.log = log;
    }

    /** Lets it run for a while; false if it ended by itself meanwhile. */
    boolean runs(Duration time) {
      try {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    boolean alive() {
      return process.isAlive();
    }

    /** Ends the process as a power cut would: no hook, no flush. */
    void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().join();
    }

    String text() {
      return read(log);
    }

    @Override
    public void close() {
      kill();
    }
  }

  /** Runs to the end in the folder. */
  static Ended run(Path folder, String... arguments) {
    Running running = start(folder, arguments);
    try {
      if (!running.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        running.kill();
        throw new AssertionError("still running after " + LIMIT_SECONDS + " s:\n" + running.text());
      }
    } catch (InterruptedException e) {
      running.kill();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Ended(running.process.exitValue(), running.text());
  }

  static Running start(Path folder, String... arguments) {
    try {
      Files.createDirectories(folder);
      Path log = Files.createTempFile(folder, "run-", ".log");
      Process process =
          new ProcessBuilder(command(List.of(arguments)))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      return new Running(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("-cp");
    command.add(classPath());
    command.add("io.ratemill.jobs.Main");
    command.addAll(arguments);
    return command;
  }

  /** What this test runs with, less the test's own classes. */
  private static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.endsWith("test-classes") && !entry.endsWith("test-classes/")) {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
