package io.ratemill.sources.synthetic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a column holds for a line, apart from how a file writes it. */
sealed interface Cell {

  /** One of few texts, by number. */
  final class Coded implements Cell {
    private final byte[] @Nullable [] values;
    private final ToIntFunction<Line> code;

    Coded(byte[] @Nullable [] values, ToIntFunction<Line> code) {
      this.values = values;
      this.code = code;
    }

    int code(Line line) {
      return code.applyAsInt(line);
    }

    int size() {
      return values.length;
    }

    /** The text behind a code, null where the line has none. */
    byte @Nullable [] value(int code) {
      return values[code];
    }
  }

  /**
   * One of many texts, written out; never in need of quotes.
   *
   * @param repeats whether lines share texts, so that a dictionary pays
   * @param writer writes the text into the buffer; nothing where the line has none
   */
  record Written(Repeats repeats, BiConsumer<Line, TextBuffer> writer) implements Cell {}

  /** How often a written text comes again. */
  enum Repeats {
    NEVER,
    OFTEN
  }

  /**
   * An amount or a quantity.
   *
   * @param units with {@link TextBuffer#SCALE} decimals, or {@link Line#ABSENT}
   * @param tail the decimals beyond
   */
  record Amount(ToLongFunction<Line> units, ToLongFunction<Line> tail) implements Cell {
    Amount(ToLongFunction<Line> units) {
      this(units, line -> 0);
    }
  }

  /** An instant, in hours from the start of the period. */
  record Moment(ToIntFunction<Line> hour) implements Cell {}

  /** The credits of a row of Google's, which {@link GcpCredits} tells. */
  record Credits() implements Cell {}

  /** One of few maps of texts, by number. */
  final class Mapped implements Cell {
    private final Coded json;
    private final byte[][][] entries;

    /**
     * @param maps the maps by code; an empty one is absent
     */
    Mapped(List<Map<String, String>> maps, ToIntFunction<Line> code) {
      byte[] @Nullable [] texts = new byte[maps.size()] @Nullable [];
      entries = new byte[maps.size()][][];
      for (int i = 0; i < texts.length; i++) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        List<byte[]> flat = new ArrayList<>();
        maps.get(i)
            .forEach(
                (key, value) -> {
                  node.put(key, value);
                  flat.add(Vocabulary.bytes(key));
                  flat.add(Vocabulary.bytes(value));
                });
        texts[i] = flat.isEmpty() ? null : Vocabulary.bytes(node.toString());
        entries[i] = flat.toArray(byte[][]::new);
      }
      json = new Coded(texts, code);
    }

    /** The maps as JSON, the way text files hold them. */
    Coded json() {
      return json;
    }

    int code(Line line) {
      return json.code(line);
    }

    /** Keys and values of a map in turn. */
    byte[][] entries(int code) {
      return entries[code];
    }
  }
}
