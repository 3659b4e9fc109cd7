package io.ratemill.jobs.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML file whose values are read with their places.
 *
 * <p>Shape: every method gives null where it has reported a problem, or where the value is blank.
 */
final class YamlSource {
  private static final Set<String> YES = Set.of("yes", "on", "true");
  private static final Set<String> NO = Set.of("no", "off", "false");

  private final Path file;
  private final Problems problems;

  YamlSource(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Path file() {
    return file;
  }

  void refuse(Node at, String what, String remedy) {
    problems.add(at(at.getStartMark(), what, remedy));
  }

  void refuse(Optional<Mark> mark, String what, String remedy) {
    problems.add(at(mark, what, remedy));
  }

  void warn(Node at, String what, String remedy) {
    problems.warn(at(at.getStartMark(), what, remedy));
  }

  private Problem at(Optional<Mark> mark, String what, String remedy) {
    return new Problem(
        file.toString(),
        mark.map(Mark::getLine).orElse(-1) + 1,
        mark.map(Mark::getColumn).orElse(-1) + 1,
        what,
        remedy);
  }

  static boolean isBlank(@Nullable Node node) {
    return node == null
        || (node instanceof ScalarNode scalar
            && (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()));
  }

  /** A value that is one word or text, whatever YAML takes it for. */
  @Nullable ScalarNode scalar(String key, Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      refuse(
          node, key + " is a list or a mapping here", "Write one value, as in " + key + ": text");
      return null;
    }
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)
        || tag.equals(Tag.INT)
        || tag.equals(Tag.FLOAT)
        || tag.equals(Tag.BOOL)
        || tag.equals(Tag.NULL)) {
      return scalar;
    }
    refuse(node, key + " has the tag " + tag.getValue(), "Leave the tag out");
    return null;
  }

  @Nullable String text(String key, Node node) {
    ScalarNode scalar = scalar(key, node);
    if (scalar == null || isBlank(scalar)) {
      return null;
    }
    if (flagOf(scalar) != null) {
      refuse(
          node,
          key + " is the yes/no value " + scalar.getValue() + ", where a text belongs",
          "Quote it: " + key + ": \"" + scalar.getValue() + "\"");
      return null;
    }
    return scalar.getValue().strip();
  }

  /** A text that is an id: numbers must be quoted, or YAML tools take their zeros away. */
  @Nullable String id(String key, Node node) {
    if (node instanceof ScalarNode scalar
        && scalar.isPlain()
        && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
      refuse(
          node,
          key + " " + scalar.getValue() + " is a number, where an id belongs",
          "Quote it: " + key + ": \"" + scalar.getValue() + "\"");
      return null;
    }
    return text(key, node);
  }

  @Nullable Boolean flag(String key, Node node) {
    ScalarNode scalar = scalar(key, node);
    if (scalar == null || isBlank(scalar)) {
      return null;
    }
    Boolean flag = flagOf(scalar);
    if (flag == null) {
      refuse(
          node,
          key + " " + Words.shown(scalar.getValue()) + " is neither yes nor no",
          "Write " + key + ": yes or " + key + ": no, without quotes");
    }
    return flag;
  }

  private static @Nullable Boolean flagOf(ScalarNode scalar) {
    if (!scalar.isPlain()) {
      return null;
    }
    String word = scalar.getValue().toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return Boolean.TRUE;
    }
    return NO.contains(word) ? Boolean.FALSE : null;
  }
}
