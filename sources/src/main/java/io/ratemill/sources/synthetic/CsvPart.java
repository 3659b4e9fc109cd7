package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A text file with a header, quoted as RFC 4180 asks for and only where it must be. */
final class CsvPart implements Part {
  /** How a text file is spelt. */
  record Style(
      Amounts amounts, Hours hours, String absent, String rowEnd, ByteOrderMark byteOrderMark) {}

  /** How amounts are spelt. */
  enum Amounts {
    /** Plain decimals. */
    PLAIN,
    /** With an exponent when small, and never without a point. */
    SCIENTIFIC
  }

  /** Whether the file starts with one. */
  enum ByteOrderMark {
    ABSENT,
    PRESENT
  }

  private static final int FLUSH = 1 << 15;

  private final OutputStream out;
  private final Style style;
  private final Cell[] cells;
  private final byte[][][] texts;
  private final byte[] absent;
  private final byte[] rowEnd;
  private final TextBuffer buffer = new TextBuffer();
  private final TextBuffer credits = new TextBuffer();

  CsvPart(OutputStream out, List<Column> columns, Style style) {
    this.out = out;
    this.style = style;
    absent = Vocabulary.bytes(style.absent());
    rowEnd = Vocabulary.bytes(style.rowEnd());
    cells = new Cell[columns.size()];
    texts = new byte[columns.size()][][];
    if (style.byteOrderMark() == ByteOrderMark.PRESENT) {
      buffer.put(Vocabulary.bytes("\uFEFF"));
    }
    for (int i = 0; i < cells.length; i++) {
      Cell cell = columns.get(i).cell();
      cells[i] = cell instanceof Cell.Mapped mapped ? mapped.json() : cell;
      texts[i] = cells[i] instanceof Cell.Coded coded ? quoted(coded) : new byte[0][];
      if (i > 0) {
        buffer.put(',');
      }
      buffer.put(quoted(Vocabulary.bytes(columns.get(i).name())));
    }
    buffer.put(rowEnd);
  }

  @Override
  public void add(Line line) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        buffer.put(',');
      }
      Cell cell = cells[i];
      if (cell instanceof Cell.Coded coded) {
        buffer.put(texts[i][coded.code(line)]);
      } else if (cell instanceof Cell.Amount amount) {
        amount(amount, line);
      } else if (cell instanceof Cell.Moment moment) {
        buffer.put(style.hours().text(moment.hour().applyAsInt(line)));
      } else if (cell instanceof Cell.Credits) {
        credits.clear();
        GcpCredits.json(line, credits);
        buffer.put(quoted(Arrays.copyOf(credits.array(), credits.size())));
      } else if (cell instanceof Cell.Written written) {
        int before = buffer.size();
        written.writer().accept(line, buffer);
        if (buffer.size() == before) {
          buffer.put(absent);
        }
      }
    }
    buffer.put(rowEnd);
    if (buffer.size() > FLUSH) {
      out.write(buffer.array(), 0, buffer.size());
      buffer.clear();
    }
  }

  private void amount(Cell.Amount amount, Line line) {
    long units = amount.units().applyAsLong(line);
    if (units == Line.ABSENT) {
      buffer.put(absent);
      return;
    }
    long tail = amount.tail().applyAsLong(line);
    switch (style.amounts()) {
      case PLAIN -> buffer.plain(units, tail);
      case SCIENTIFIC -> buffer.scientific(units, tail);
    }
  }

  private byte[][] quoted(Cell.Coded cell) {
    byte[][] result = new byte[cell.size()][];
    for (int i = 0; i < result.length; i++) {
      byte[] value = cell.value(i);
      result[i] = value == null ? absent : quoted(value);
    }
    return result;
  }

  private static byte[] quoted(byte[] value) {
    String text = new String(value, StandardCharsets.UTF_8);
    boolean needed = false;
    for (int i = 0; i < text.length() && !needed; i++) {
      char c = text.charAt(i);
      needed = c == ',' || c == '"' || c == '\n' || c == '\r';
    }
    return needed ? Vocabulary.bytes('"' + text.replace("\"", "\"\"") + '"') : value;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(buffer.array(), 0, buffer.size());
      buffer.clear();
    }
  }
}
