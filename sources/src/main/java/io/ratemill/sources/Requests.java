package io.ratemill.sources;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Requests to a running engine, as files of a folder: {@code close-<period>-<id>.request}.
 *
 * <p>Shape: whoever asks makes the file and removes it when the answers are there.
 */
final class Requests {
  private static final String PREFIX = "close-";
  private static final String SUFFIX = ".request";

  private final String folder;

  Requests(String folder) {
    this.folder = folder;
  }

  /** The requests that are there: id to period. */
  Map<String, String> list() throws IOException {
    Map<String, String> found = new TreeMap<>();
    Path path = Path.of(folder);
    if (folder.isEmpty() || !Files.isDirectory(path)) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - SUFFIX.length());
        if (id.length() > PREFIX.length() + 7) {
          found.put(id, id.substring(PREFIX.length(), PREFIX.length() + 7));
        }
      }
    }
    return found;
  }
}
