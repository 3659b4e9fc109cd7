package io.ratemill.columnar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted of a written value: of an object some fields, of a list its elements, or all. */
final class LiteralNode {
  static final int NONE = -1;

  private final TextDictionary keys;
  private final List<@Nullable LiteralNode> children = new ArrayList<>();
  private @Nullable LiteralNode element;
  private int column = NONE;

  LiteralNode() {
    this(new TextDictionary());
  }

  private LiteralNode(TextDictionary keys) {
    this.keys = keys;
  }

  /** The node of a field, whose name may lead through objects as {@code object.field}. */
  LiteralNode field(String path) {
    LiteralNode node = this;
    for (String name : path.split("\\.", -1)) {
      node = node.child(name);
    }
    return node;
  }

  private LiteralNode child(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    try {
      int key = keys.id(bytes, 0, bytes.length);
      while (children.size() <= key) {
        children.add(null);
      }
      LiteralNode child = children.get(key);
      if (child == null) {
        child = new LiteralNode(keys);
        children.set(key, child);
      }
      return child;
    } catch (CellException e) {
      throw new IllegalArgumentException("a field named '" + name + "' cannot be looked for", e);
    }
  }

  /** The node of the elements, if this one is a list. */
  LiteralNode list() {
    if (element == null) {
      element = new LiteralNode(keys);
    }
    return element;
  }

  /** Says in which column a plain value goes. */
  void column(int place) {
    if (column != NONE) {
      throw new IllegalArgumentException("a field goes into one column, not two");
    }
    column = place;
  }

  int column() {
    return column;
  }

  @Nullable LiteralNode element() {
    return element;
  }

  /** The node of a field by its name as read, or null if it is not wanted. */
  @Nullable LiteralNode named(byte[] data, int from, int to) throws CellException {
    int key = keys.id(data, from, to);
    return key < children.size() ? children.get(key) : null;
  }
}
