package io.ratemill.sources.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * A line as an Avro record in binary encoding: amounts are decimals, times are milliseconds, and
 * every field may be null.
 */
final class AvroMessage implements MessagePart.Form {
  /** Where a bill's schema lies. */
  static final String SCHEMA_FILE = "lines.avsc";

  private static final int PRECISION = 38;
  private static final BigInteger TAIL = BigInteger.TEN.pow(TextBuffer.TAIL_SCALE);
  private static final int NULL = 0;
  private static final int THERE = 1;

  private final List<Column> columns;
  private final Hours hours;
  private final TextBuffer text = new TextBuffer();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

  AvroMessage(List<Column> columns, Hours hours) {
    this.columns = columns;
    this.hours = hours;
  }

  /** The schema of the records, as producers write it down. */
  static Schema schema(List<Column> columns) {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("Line").namespace("focus").fields();
    for (Column column : columns) {
      Schema value = type(column.cell());
      fields
          .name(column.name())
          .type(SchemaBuilder.unionOf().nullType().and().type(value).endUnion())
          .noDefault();
    }
    return fields.endRecord();
  }

  private static Schema type(Cell cell) {
    if (cell instanceof Cell.Amount) {
      int scale = TextBuffer.SCALE + TextBuffer.TAIL_SCALE;
      return LogicalTypes.decimal(PRECISION, scale)
          .addToSchema(SchemaBuilder.builder().bytesType());
    }
    return cell instanceof Cell.Moment
        ? LogicalTypes.timestampMillis().addToSchema(SchemaBuilder.builder().longType())
        : SchemaBuilder.builder().stringType();
  }

  @Override
  public byte[] value(Line line) throws IOException {
    bytes.reset();
    for (Column column : columns) {
      write(column.cell(), line);
    }
    encoder.flush();
    return bytes.toByteArray();
  }

  private void write(Cell cell, Line line) throws IOException {
    if (cell instanceof Cell.Amount amount) {
      long units = amount.units().applyAsLong(line);
      if (units == Line.ABSENT) {
        absent();
      } else {
        BigInteger tail = BigInteger.valueOf(amount.tail().applyAsLong(line));
        there(BigInteger.valueOf(units).multiply(TAIL).add(tail).toByteArray());
      }
    } else if (cell instanceof Cell.Moment moment) {
      encoder.writeIndex(THERE);
      encoder.writeLong(hours.millis(moment.hour().applyAsInt(line)));
    } else if (cell instanceof Cell.Coded coded) {
      byte[] value = coded.value(coded.code(line));
      if (value == null) {
        absent();
      } else {
        there(value);
      }
    } else if (cell instanceof Cell.Written written) {
      text.clear();
      written.writer().accept(line, text);
      if (text.size() == 0) {
        absent();
      } else {
        encoder.writeIndex(THERE);
        encoder.writeBytes(text.array(), 0, text.size());
      }
    } else {
      throw new IllegalStateException("FOCUS lines have no " + cell);
    }
  }

  private void absent() throws IOException {
    encoder.writeIndex(NULL);
    encoder.writeNull();
  }

  /** Bytes and strings are written alike. */
  private void there(byte[] value) throws IOException {
    encoder.writeIndex(THERE);
    encoder.writeBytes(value);
  }
}
