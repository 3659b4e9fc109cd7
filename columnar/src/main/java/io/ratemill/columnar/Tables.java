package io.ratemill.columnar;

import java.io.IOException;

/** Opens bill files as tables. */
public final class Tables {
  private Tables() {}

  /**
   * A CSV file with a header, as RFC 4180 has it.
   *
   * <p>Shape. Lines end in CR LF, LF or CR; quoted cells may hold anything; blank lines are no
   * rows, and may stand before one only if the table has several columns; an entirely empty stream
   * is a table without columns and rows.
   *
   * <p>Errors. {@link UnreadableException} if the header or the packing cannot be read.
   */
  public static Table csv(Bytes bytes, Compression compression) throws IOException {
    return CsvTable.open(bytes, compression);
  }

  /**
   * A Parquet file.
   *
   * <p>Errors. {@link UnreadableException} if the footer cannot be read.
   */
  public static Table parquet(Bytes bytes) throws IOException {
    return parquet(bytes, 0, Long.MAX_VALUE);
  }

  /**
   * The row groups of a Parquet file whose first byte lies in a range, so that ranges that cover
   * the file without overlap read each row once.
   *
   * @param from first byte of the range
   * @param to first byte after the range
   */
  public static Table parquet(Bytes bytes, long from, long to) throws IOException {
    return ParquetTable.open(bytes, from, to);
  }
}
