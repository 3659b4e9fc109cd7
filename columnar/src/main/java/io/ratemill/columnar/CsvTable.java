package io.ratemill.columnar;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file. The stream its header was read from serves the first reader; others open anew. */
final class CsvTable implements Table {
  private final Bytes bytes;
  private final Compression compression;
  private final List<String> columns;
  private @Nullable CsvRecords opened;

  private CsvTable(Bytes bytes, Compression compression, List<String> columns, CsvRecords opened) {
    this.bytes = bytes;
    this.compression = compression;
    this.columns = columns;
    this.opened = opened;
  }

  static CsvTable open(Bytes bytes, Compression compression) throws IOException {
    CsvRecords records = records(bytes, compression);
    try {
      return new CsvTable(bytes, compression, records.header(), records);
    } catch (IOException e) {
      records.close();
      throw e;
    }
  }

  private static CsvRecords records(Bytes bytes, Compression compression) throws IOException {
    Unpacked content =
        switch (compression) {
          case NONE -> Unpacked.plain(bytes.open(0));
          case GZIP -> new GzipStream(bytes.open(0), bytes.name());
          case ZIP -> new ZipStream(bytes);
        };
    boolean isPacked = compression != Compression.NONE;
    return new CsvRecords(new ReadAhead(content, bytes.name(), isPacked), bytes.name());
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public CsvReader read(List<Wanted> wanted) throws IOException {
    CsvRecords records = opened;
    opened = null;
    if (records == null) {
      records = records(bytes, compression);
      records.header();
    }
    return new CsvReader(bytes.name(), columns, wanted, records);
  }

  @Override
  public Table unfold(String list, List<String> fields) {
    return UnfoldedCsv.of(this, bytes.name(), list, fields);
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }
}
