package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.RecordColumn;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of the records tab as text.
 *
 * <p>Shape: UTF-8, a header, RFC 4180 with {@code \n}; a field is quoted only where it must be.
 * Equal records in equal order give equal bytes.
 */
final class RecordsCsv {
  /** The name of the file in a revision. */
  static final String FILE_NAME = "records.csv";

  private static final int HEADER_BYTES = 1 << 9;

  /** Bytes of a record, mostly. */
  private static final int RECORD_BYTES = 400;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private byte[] bytes;
  private int used;

  private RecordsCsv(int size) {
    bytes = new byte[size];
  }

  /** The first line. */
  static RecordsCsv header(UsageTabs tabs) {
    RecordsCsv csv = new RecordsCsv(HEADER_BYTES);
    List<RecordColumn> columns = tabs.columns();
    for (int c = 0; c < columns.size(); c++) {
      csv.field(columns.get(c).header());
      csv.end(c, columns.size());
    }
    return csv;
  }

  /** The lines of some records, in the order given. */
  static RecordsCsv of(UsageTabs tabs, List<UsageRecord> records) {
    RecordsCsv csv = new RecordsCsv(RECORD_BYTES * records.size());
    RecordColumn[] columns = tabs.columns().toArray(RecordColumn[]::new);
    String[] before = new String[columns.length];
    int[] starts = new int[columns.length];
    int[] ends = new int[columns.length];
    Arrays.fill(before, "");
    for (UsageRecord record : records) {
      for (int c = 0; c < columns.length; c++) {
        String text = tabs.text(columns[c], record);
        int start = csv.used;
        // Most columns say what they said of the record before.
        if (text.equals(before[c])) {
          csv.again(starts[c], ends[c]);
        } else {
          csv.field(text);
          before[c] = text;
        }
        starts[c] = start;
        ends[c] = csv.used;
        csv.end(c, columns.length);
      }
    }
    return csv;
  }

  /** Writes the lines; the stream stays open. */
  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, used);
  }

  /** Ends a field, or with the last one of them the record. */
  private void end(int column, int columns) {
    room(1);
    bytes[used++] = (byte) (column == columns - 1 ? '\n' : ',');
  }

  /** Writes what stands already further up. */
  private void again(int from, int to) {
    room(to - from);
    System.arraycopy(bytes, from, bytes, used, to - from);
    used += to - from;
  }

  private void field(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (mustBeQuoted(utf8)) {
      String quoted = '"' + text.replace("\"", "\"\"") + '"';
      utf8 = quoted.getBytes(StandardCharsets.UTF_8);
    }
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, used, utf8.length);
    used += utf8.length;
  }

  private static boolean mustBeQuoted(byte[] utf8) {
    int at = 0;
    for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
      if (mayHaveSpecial((long) LONGS.get(utf8, at)) && mustBeQuoted(utf8, at, at + Long.BYTES)) {
        return true;
      }
    }
    return mustBeQuoted(utf8, at, utf8.length);
  }

  private static boolean mustBeQuoted(byte[] utf8, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = utf8[i];
      if (b == '"' || b == ',' || b == '\n' || b == '\r') {
        return true;
      }
    }
    return false;
  }

  /** Whether one of eight bytes is a quote, a comma or below the blank. */
  private static boolean mayHaveSpecial(long word) {
    long quotes = word ^ ONES * '"';
    long commas = word ^ ONES * ',';
    long found =
        ((quotes - ONES) & ~quotes) | ((commas - ONES) & ~commas) | ((word - ONES * ' ') & ~word);
    return (found & HIGH_BITS) != 0;
  }

  private void room(int more) {
    if (bytes.length - used < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + more));
    }
  }
}
