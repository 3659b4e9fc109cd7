package io.ratemill.sources.synthetic;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;
import java.util.List;

/** A line as a JSON object: amounts are numbers, what is absent is left out. */
final class JsonMessage implements MessagePart.Form {
  private final Cell[] cells;
  private final byte[][] keys;
  private final byte[][][] texts;
  private final Hours hours;
  private final TextBuffer buffer = new TextBuffer();
  private final TextBuffer written = new TextBuffer();

  JsonMessage(List<Column> columns, Hours hours) {
    this.hours = hours;
    cells = new Cell[columns.size()];
    keys = new byte[cells.length][];
    texts = new byte[cells.length][][];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).cell();
      keys[i] = Vocabulary.bytes('"' + columns.get(i).name() + "\":");
      texts[i] = cells[i] instanceof Cell.Coded coded ? quoted(coded) : new byte[0][];
    }
  }

  private static byte[][] quoted(Cell.Coded cell) {
    byte[][] result = new byte[cell.size()][];
    for (int i = 0; i < result.length; i++) {
      byte[] value = cell.value(i);
      result[i] = value == null ? new byte[0] : quoted(value);
    }
    return result;
  }

  private static byte[] quoted(byte[] value) {
    String text = new String(value, java.nio.charset.StandardCharsets.UTF_8);
    char[] escaped = JsonStringEncoder.getInstance().quoteAsString(text);
    return Vocabulary.bytes('"' + new String(escaped) + '"');
  }

  @Override
  public byte[] value(Line line) {
    buffer.clear();
    for (int i = 0; i < cells.length; i++) {
      written.clear();
      write(i, line);
      if (written.size() > 0) {
        buffer.put(buffer.size() == 0 ? '{' : ',');
        buffer.put(keys[i]);
        buffer.put(Arrays.copyOf(written.array(), written.size()));
      }
    }
    buffer.put('}');
    return Arrays.copyOf(buffer.array(), buffer.size());
  }

  private void write(int i, Line line) {
    Cell cell = cells[i];
    if (cell instanceof Cell.Coded coded) {
      written.put(texts[i][coded.code(line)]);
    } else if (cell instanceof Cell.Amount amount) {
      long units = amount.units().applyAsLong(line);
      if (units != Line.ABSENT) {
        written.plain(units, amount.tail().applyAsLong(line));
      }
    } else if (cell instanceof Cell.Moment moment) {
      written.put('"');
      written.put(hours.text(moment.hour().applyAsInt(line)));
      written.put('"');
    } else if (cell instanceof Cell.Written text) {
      written.put('"');
      text.writer().accept(line, written);
      if (written.size() == 1) {
        written.clear();
      } else {
        written.put('"');
      }
    } else {
      throw new IllegalStateException("FOCUS lines have no " + cell);
    }
  }
}
