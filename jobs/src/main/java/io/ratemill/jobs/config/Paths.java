package io.ratemill.jobs.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Paths in a configuration file: plain, or {@code file:PATH}, relative to that file. */
final class Paths {
  private static final String FILE = "file:";

  private Paths() {}

  static @Nullable Path resolve(YamlSource source, String key, Node node, String text) {
    Path path = beside(source, key, node, text);
    return path == null ? null : path.toAbsolutePath().normalize();
  }

  /** The path as a reader is told it: relative where the configuration file's path is. */
  static @Nullable Path beside(YamlSource source, String key, Node node, String text) {
    String plain = text.startsWith(FILE) ? text.substring(FILE.length()) : text;
    if (plain.startsWith("///")) {
      plain = plain.substring(2);
    }
    if (plain.isBlank()) {
      source.refuse(node, key + " names no path", "Write it as " + key + ": file:PATH");
      return null;
    }
    try {
      return source.file().resolveSibling(plain);
    } catch (InvalidPathException e) {
      source.refuse(
          node, key + " " + Words.shown(text) + " is no path", "Write a path of this system");
      return null;
    }
  }
}
