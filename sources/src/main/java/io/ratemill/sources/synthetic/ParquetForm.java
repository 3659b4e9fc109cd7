package io.ratemill.sources.synthetic;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/** How a Parquet file keeps the values of a column. */
enum ParquetForm {
  TEXT(Type.BYTE_ARRAY),
  /** Amounts as AWS delivers them. */
  DOUBLE(Type.DOUBLE),
  /** Amounts as whole numbers of their last decimal. */
  DECIMAL(Type.INT64),
  /** Instants as milliseconds, in UTC. */
  TIMESTAMP(Type.INT64);

  /** Digits of a decimal: as many as its eight bytes always hold. */
  private static final int PRECISION = 18;

  private final Type type;

  ParquetForm(Type type) {
    this.type = type;
  }

  Type type() {
    return type;
  }

  /** Bytes before each value in plain encoding. */
  int prefix() {
    return this == TEXT ? 4 : 0;
  }

  /** Appends a value in plain encoding. */
  void plain(PageBuffer out, byte[] bytes, int from, int length) {
    if (this == TEXT) {
      out.number(length, 4);
    }
    out.write(bytes, from, length);
  }

  SchemaElement schema(String name) {
    SchemaElement element = new SchemaElement(name).setType(type);
    switch (this) {
      case TEXT ->
          element
              .setConverted_type(ConvertedType.UTF8)
              .setLogicalType(LogicalType.STRING(new StringType()));
      case DECIMAL ->
          element
              .setConverted_type(ConvertedType.DECIMAL)
              .setPrecision(PRECISION)
              .setScale(TextBuffer.SCALE)
              .setLogicalType(LogicalType.DECIMAL(new DecimalType(TextBuffer.SCALE, PRECISION)));
      case TIMESTAMP ->
          element
              .setConverted_type(ConvertedType.TIMESTAMP_MILLIS)
              .setLogicalType(
                  LogicalType.TIMESTAMP(
                      new TimestampType(true, TimeUnit.MILLIS(new MilliSeconds()))));
      case DOUBLE -> {
        // A double says all by its physical type.
      }
    }
    return element;
  }
}
