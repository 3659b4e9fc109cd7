package io.ratemill.jobs.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of ratemill.yaml, read key by key.
 *
 * <p>Shape: what is absent or could not be read comes as empty, or as the fallback; problems are in
 * the source by then. Errors: unknown and repeated keys are reported when the section is opened.
 */
final class Section {
  private final YamlSource source;
  private final String name;
  private final Node node;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();

  private Section(YamlSource source, String name, Node node) {
    this.source = source;
    this.name = name;
    this.node = node;
  }

  /** Opens a mapping whose keys are a person's own, such as currencies. */
  static @Nullable Section open(YamlSource source, String name, Node node) {
    if (!(node instanceof MappingNode mapping)) {
      source.refuse(node, name + " is no mapping", "Write its keys below it, each as key: value");
      return null;
    }
    Section section = new Section(source, name, node);
    for (NodeTuple tuple : mapping.getValue()) {
      section.take(tuple);
    }
    return section;
  }

  /** Opens a mapping whose keys are known. */
  static @Nullable Section open(YamlSource source, String name, Node node, List<String> known) {
    Section section = open(source, name, node);
    if (section != null) {
      section.keys.forEach(
          (key, at) -> {
            if (!known.contains(key)) {
              source.refuse(
                  at,
                  "unknown key " + Words.shown(key) + " in " + name,
                  Words.suggestion(key, known));
            }
          });
    }
    return section;
  }

  private void take(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      source.refuse(tuple.getKeyNode(), "a key of " + name + " is no text", "Write key: value");
      return;
    }
    Node earlier = keys.putIfAbsent(key.getValue(), key);
    if (earlier == null) {
      values.put(key.getValue(), tuple.getValueNode());
    } else {
      source.refuse(
          key,
          key.getValue() + " is in " + name + " already, on line " + line(earlier),
          "Keep one of the two");
    }
  }

  static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  YamlSource source() {
    return source;
  }

  String name() {
    return name;
  }

  Node node() {
    return node;
  }

  List<String> keys() {
    return List.copyOf(keys.keySet());
  }

  /** The node of a key that is there and not blank, else null. */
  @Nullable Node value(String key) {
    Node value = values.get(key);
    return YamlSource.isBlank(value) ? null : value;
  }

  /** The value of a key, else the key, else the section: where a problem of the key is shown. */
  Node place(String key) {
    Node value = value(key);
    if (value != null) {
      return value;
    }
    Node at = keys.get(key);
    return at == null ? node : at;
  }

  @Nullable Node required(String key, String remedy) {
    Node value = value(key);
    if (value == null) {
      source.refuse(
          place(key),
          keys.containsKey(key) ? key + " has no value" : name + " has no " + key,
          remedy);
    }
    return value;
  }

  String text(String key, String fallback) {
    Node value = value(key);
    String text = value == null ? null : source.text(key, value);
    return text == null ? fallback : text;
  }

  String requiredText(String key, String remedy) {
    return required(key, remedy) == null ? "" : text(key, "");
  }

  String id(String key) {
    Node value = value(key);
    String id = value == null ? null : source.id(key, value);
    return id == null ? "" : id;
  }

  String requiredId(String key, String remedy) {
    return required(key, remedy) == null ? "" : id(key);
  }

  /** Whether a yes/no key says yes; absent is no. */
  boolean flag(String key) {
    Node value = value(key);
    return value != null && Boolean.TRUE.equals(source.flag(key, value));
  }

  /** One of several known words, or the fallback. */
  String choice(String key, List<String> known, String fallback) {
    String word = text(key, "");
    if (word.isEmpty()) {
      return fallback;
    }
    if (!known.contains(word)) {
      source.refuse(
          place(key),
          key + " " + Words.shown(word) + " is not known",
          Words.suggestion(word, known));
      return fallback;
    }
    return word;
  }

  @Nullable Section child(String key, List<String> known) {
    Node value = value(key);
    return value == null ? null : open(source, inside(key), value, known);
  }

  @Nullable Section child(String key) {
    Node value = value(key);
    return value == null ? null : open(source, inside(key), value);
  }

  /** The mappings of a list; absent is empty. */
  List<Section> list(String key, List<String> known) {
    Node value = value(key);
    List<Section> sections = new ArrayList<>();
    if (value instanceof SequenceNode sequence) {
      int number = 0;
      for (Node each : sequence.getValue()) {
        Section section = open(source, inside(key) + "[" + number++ + "]", each, known);
        if (section != null) {
          sections.add(section);
        }
      }
    } else if (value != null) {
      source.refuse(
          value, inside(key) + " is no list", "Write its entries below it, each after '- '");
    }
    return sections;
  }

  private String inside(String key) {
    return name.equals("the configuration") ? key : name + "." + key;
  }
}
