package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The engine as a child process, seen only through its arguments, exit code, text and files. */
final class Engine {
  private static final long LIMIT_SECONDS = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final long BETWEEN_LOOKS_NANOS = 200_000_000L;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Path JOBS = Path.of("..", "jobs", "target").toAbsolutePath().normalize();

  /** The class path is the script's. Runs are short: only the quick compiler pays. */
  private static final List<String> FLAGS =
      List.of(
          "-Xlog:cds=off",
          "-Xlog:cds+dynamic=off",
          "-Xmx1g",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "-cp",
          jobJar() + File.pathSeparator + JOBS.resolve("lib") + "/*",
          "io.ratemill.jobs.Main");

  private static final Path CLASS_ARCHIVE = archived();

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

    /** Waits until something is so, or fails with what the run printed. */
    void await(BooleanSupplier reached) {
      await(reached, () -> {});
    }

    /**
     * Waits until something is so.
     *
     * @param lastWord fails with what is not so, where waiting was in vain
     */
    void await(BooleanSupplier reached, Runnable lastWord) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!reached.getAsBoolean()) {
        assertThat(alive()).as("watching:%n%s", text()).isTrue();
        if (System.nanoTime() > deadline) {
          lastWord.run();
          throw new AssertionError("waited in vain for " + PATIENCE + ":\n" + text());
        }
        LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      }
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
    return ended(start(folder, arguments));
  }

  private static Ended ended(Running running) {
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
    return start(folder, command(List.of(arguments)));
  }

  private static Running start(Path folder, List<String> command) {
    try {
      Files.createDirectories(folder);
      Path log = Files.createTempFile(folder, "run-", ".log");
      Process process =
          new ProcessBuilder(command)
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
    List<String> command =
        new ArrayList<>(List.of(JAVA, "-XX:SharedArchiveFile=" + CLASS_ARCHIVE, "-Xshare:auto"));
    command.addAll(FLAGS);
    command.addAll(arguments);
    return command;
  }

  /**
   * Classes that were loaded once start in half of the time; the script does the same, in the same
   * place. Test classes run in several processes: the first one makes the archive.
   */
  private static Path archived() {
    Path archive = JOBS.resolve("classes.jsa");
    try (FileChannel turn =
            FileChannel.open(
                JOBS.resolve("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = turn.lock()) {
      assertThat(held.isValid()).isTrue();
      if (!isNewer(archive, jobJar())) {
        Files.deleteIfExists(archive);
        List<String> command =
            new ArrayList<>(List.of(JAVA, "-XX:ArchiveClassesAtExit=" + archive));
        command.addAll(FLAGS);
        command.add("demo");
        Ended ended = ended(start(JOBS.resolve("archive-demo"), command));
        assertThat(archive).as("class archive of a demo that printed:%n%s", ended.text()).exists();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive;
  }

  private static boolean isNewer(Path file, Path other) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) > 0;
  }

  private static Path jobJar() {
    try (Stream<Path> files = Files.list(JOBS)) {
      return files
          .filter(file -> file.getFileName().toString().matches("ratemill-jobs-.*\\.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("no job jar in " + JOBS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
