package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.RecordColumn;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The writer of the records tab as text.
 *
 * <p>Shape: UTF-8, a header, RFC 4180 with {@code \n}; a field is quoted only where it must be.
 * Equal records in equal order give equal bytes.
 */
public final class RecordsCsv {
  /** The name of the file in a revision. */
  public static final String FILE_NAME = "records.csv";

  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;

  private RecordsCsv(OutputStream out) {
    this.out = out;
  }

  /** Writes the records in the order given; the stream stays open. */
  public static void write(OutputStream out, UsageTabs tabs, Iterable<UsageRecord> records)
      throws IOException {
    RecordsCsv csv = new RecordsCsv(out);
    List<RecordColumn> columns = tabs.columns();
    for (int c = 0; c < columns.size(); c++) {
      csv.field(c, columns.get(c).header());
    }
    csv.put((byte) '\n');
    for (UsageRecord record : records) {
      for (int c = 0; c < columns.size(); c++) {
        csv.field(c, tabs.text(columns.get(c), record));
      }
      csv.put((byte) '\n');
    }
    csv.flush();
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
