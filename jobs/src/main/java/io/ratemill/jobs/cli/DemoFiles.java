package io.ratemill.jobs.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** The demo's bills, owners and configuration, as they come with the jar. */
final class DemoFiles {
  private static final String ROOT = "/demo/";
  private static final String LIST = "files.txt";

  /** The time of the demo's deliveries: long settled, and the same on every machine. */
  private static final Instant DELIVERED = Instant.parse("2024-10-05T00:00:00Z");

  private DemoFiles() {}

  /** The files that there are, by their paths below the demo's folder. */
  static List<String> names() throws IOException {
    try (InputStream in = open(LIST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /** Copies what is not there yet, each file whole or not at all. */
  static void copyTo(Path folder) throws IOException {
    for (String name : names()) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        continue;
      }
      Path parent = file.toAbsolutePath().getParent();
      if (parent == null) {
        throw new IOException("the file " + file + " has no folder");
      }
      Files.createDirectories(parent);
      Path partial = parent.resolve("." + file.getFileName() + ".part");
      try (InputStream in = open(name)) {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.setLastModifiedTime(partial, FileTime.from(DELIVERED));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = DemoFiles.class.getResourceAsStream(ROOT + name);
    if (in == null) {
      throw new FileNotFoundException("the demo's file " + name + " is not in this jar");
    }
    return in;
  }
}
