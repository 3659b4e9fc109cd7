package io.ratemill.jobs.sql;

import io.ratemill.rating.RecordId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.table.data.StringData;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of the rows that {@code sql/reports/usage_records} says.
 *
 * <p>Shape: texts stay in UTF-8, as SQL has them.
 */
public final class RatedRecords extends RichMapFunction<Row, RatedRecord> {
  private static final long serialVersionUID = 1L;

  private transient RecordId ids;
  private transient PartsWriter writer;

  /** The report of the record before, which nearly always is that of the next one. */
  private transient String lastReport;

  private transient byte[] lastReportBytes;

  @Override
  public void open(OpenContext context) {
    ids = new RecordId();
    writer = new PartsWriter();
    lastReport = "";
    lastReportBytes = new byte[0];
  }

  @Override
  public RatedRecord map(Row row) {
    // In the order of the statement's columns: by name, each would be looked up.
    return record(
        row.getKind() == RowKind.DELETE,
        Objects.requireNonNull((byte[]) row.getField(0), "record"),
        Objects.requireNonNull((byte[]) row.getField(1), "names"),
        utf8(row, 2),
        utf8(row, 3),
        Objects.requireNonNull((Long) row.getField(4), "lines"));
  }

  private static byte @Nullable [] utf8(Row row, int column) {
    StringData text = (StringData) row.getField(column);
    return text == null ? null : text.toBytes();
  }

  /**
   * The record that some columns of the statement's result say.
   *
   * @param record the identity, see {@link RecordIdentity}
   * @param names what is shown beside the identity, divided as the identity is
   * @param amount the exact amount; null where no charge has a cost
   * @param quantity the exact quantity; null where no charge has one
   */
  public RatedRecord record(
      boolean gone,
      byte[] record,
      byte[] names,
      byte @Nullable [] amount,
      byte @Nullable [] quantity,
      long lines) {
    int report = RecordIdentity.reportLength(record);
    writer.begin().add(record, report + 1, record.length).add(names);
    addOrNone(amount);
    addOrNone(quantity);
    writer.add(Long.toString(lines));
    return new RatedRecord(
        report(record, report), RecordIdentity.recordId(ids, record), gone, writer.text());
  }

  private void addOrNone(byte @Nullable [] text) {
    if (text == null) {
      writer.add("");
    } else {
      writer.add(text);
    }
  }

  private String report(byte[] record, int length) {
    if (!Arrays.equals(record, 0, length, lastReportBytes, 0, lastReportBytes.length)) {
      lastReportBytes = Arrays.copyOf(record, length);
      lastReport = new String(lastReportBytes, StandardCharsets.UTF_8);
    }
    return lastReport;
  }
}
