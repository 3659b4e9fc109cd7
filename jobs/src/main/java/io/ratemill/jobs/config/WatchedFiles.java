package io.ratemill.jobs.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Files that are taken only when they look the same twice.
 *
 * <p>Shape: two equal looks, some seconds apart, say that nobody is writing; a look that differs
 * from the one a version was read under says that there is something new.
 */
public final class WatchedFiles {
  private final List<Path> files;

  public WatchedFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** What the files look like now: path, size, modification time and file key of each. */
  public String look() {
    StringBuilder look = new StringBuilder();
    for (Path file : files) {
      look.append(file).append('\t').append(look(file)).append('\n');
    }
    return look.toString();
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.size() + "\t" + seen.lastModifiedTime() + "\t" + seen.fileKey();
    } catch (NoSuchFileException e) {
      return "absent";
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
