package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.RecordColumn;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The writer of the records tab as text.
 *
 * <p>Shape: UTF-8, a header, RFC 4180 with {@code \n}; a field is quoted only where it must be.
 * Equal records in equal order give equal bytes.
 */
public final class RecordsCsv {
  /** The name of the file in a revision. */
  public static final String FILE_NAME = "records.csv";

  private static final int BUFFER = 1 << 14;

  /** Bytes of a piece, mostly. */
  private static final int PIECE_BYTES = 1 << 19;

  /** Records of a piece, which one thread writes into memory. */
  private static final int PIECE = 1 << 11;

  /** Records whose pieces are in memory at the same time. */
  private static final int AT_ONCE = PIECE * 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;

  private RecordsCsv(OutputStream out) {
    this.out = out;
  }

  /** Writes the records in the order given; the stream stays open. */
  public static void write(OutputStream out, UsageTabs tabs, List<UsageRecord> records)
      throws IOException {
    RecordsCsv csv = new RecordsCsv(out);
    List<RecordColumn> columns = tabs.columns();
    for (int c = 0; c < columns.size(); c++) {
      csv.field(c, columns.get(c).header());
    }
    csv.put((byte) '\n');
    csv.flush();
    for (int from = 0; from < records.size(); from += AT_ONCE) {
      List<UsageRecord> some = records.subList(from, Math.min(records.size(), from + AT_ONCE));
      for (ByteArrayOutputStream piece : pieces(tabs, some)) {
        piece.writeTo(out);
      }
    }
  }

  /** Records as text, in pieces that were written side by side. */
  private static List<ByteArrayOutputStream> pieces(UsageTabs tabs, List<UsageRecord> records) {
    return IntStream.rangeClosed(0, (records.size() - 1) / PIECE)
        .parallel()
        .mapToObj(
            piece -> {
              int from = piece * PIECE;
              return piece(tabs, records.subList(from, Math.min(records.size(), from + PIECE)));
            })
        .toList();
  }

  private static ByteArrayOutputStream piece(UsageTabs tabs, List<UsageRecord> records) {
    List<RecordColumn> columns = tabs.columns();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE_BYTES);
    RecordsCsv csv = new RecordsCsv(bytes);
    try {
      for (UsageRecord record : records) {
        for (int c = 0; c < columns.size(); c++) {
          csv.field(c, tabs.text(columns.get(c), record));
        }
        csv.put((byte) '\n');
      }
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes;
  }

  private void field(int index, String text) throws IOException {
    if (index > 0) {
      put((byte) ',');
    }
    int length = text.length();
    if (length > BUFFER - used) {
      flush();
    }
    if (length > BUFFER) {
      special(text);
      return;
    }
    // Plain ASCII, which nearly every field is, goes straight into the buffer.
    int at = used;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c == '"' || c == ',' || c == '\n' || c == '\r') {
        special(text);
        return;
      }
      buffer[at++] = (byte) c;
    }
    used = at;
  }

  private void special(String text) throws IOException {
    boolean quoted =
        text.indexOf('"') >= 0
            || text.indexOf(',') >= 0
            || text.indexOf('\n') >= 0
            || text.indexOf('\r') >= 0;
    if (!quoted) {
      put(text.getBytes(StandardCharsets.UTF_8));
      return;
    }
    put((byte) '"');
    put(text.replace("\"", "\"\"").getBytes(StandardCharsets.UTF_8));
    put((byte) '"');
  }

  private void put(byte one) throws IOException {
    if (used == BUFFER) {
      flush();
    }
    buffer[used++] = one;
  }

  private void put(byte[] bytes) throws IOException {
    if (bytes.length > BUFFER - used) {
      flush();
    }
    if (bytes.length > BUFFER) {
      out.write(bytes);
      return;
    }
    System.arraycopy(bytes, 0, buffer, used, bytes.length);
    used += bytes.length;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }
}
