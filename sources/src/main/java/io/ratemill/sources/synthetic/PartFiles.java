package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.CsvPart.Amounts;
import io.ratemill.sources.synthetic.CsvPart.ByteOrderMark;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Opens files for the parts of a bill in the encoding that the bill asks for. */
final class PartFiles {
  private static final long MEMBER_BYTES = 200_000;

  private PartFiles() {}

  static Part open(SyntheticBill bill, Path file, List<Column> columns) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    try {
      return switch (bill.encoding()) {
        case CSV -> new CsvPart(out, columns, style(bill));
        case CSV_GZ -> {
          long members = bill.has(Trait.GZIP_MEMBERS) ? MEMBER_BYTES : Long.MAX_VALUE;
          yield new CsvPart(new GzipStream(out, members), columns, style(bill));
        }
        case CSV_ZIP -> new CsvPart(zip(out, bill, file), columns, style(bill));
        case PARQUET ->
            new ParquetPart(
                out,
                columns,
                hasDoubles(bill) ? ParquetForm.DOUBLE : ParquetForm.DECIMAL,
                LineMill.Standard.of(bill) == LineMill.Standard.GCP
                    ? ParquetPart.Nesting.BY_DOTS
                    : ParquetPart.Nesting.NONE,
                new Hours(bill.period(), ""),
                new PageCodec(bill.codec()));
        case JSON, AVRO -> throw new IllegalStateException("Messages lie in no file");
      };
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  /** Google's reseller and FOCUS exports have exact numbers, its other ones floating ones. */
  private static boolean hasDoubles(SyntheticBill bill) {
    return bill.provider().equals("aws")
        || bill.format().equals("standard")
        || bill.format().equals("detailed");
  }

  private static OutputStream zip(OutputStream out, SyntheticBill bill, Path file)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    String name = file.getFileName().toString();
    ZipEntry entry =
        new ZipEntry(
            name.substring(0, name.length() - Encoding.CSV_ZIP.suffix().length()) + ".csv");
    // Local time, since any other is written in the zone of the machine.
    entry.setTimeLocal(bill.period().atDay(1).atStartOfDay());
    zip.putNextEntry(entry);
    return zip;
  }

  private static CsvPart.Style style(SyntheticBill bill) {
    LineMill.Standard standard = LineMill.Standard.of(bill);
    return new CsvPart.Style(
        standard == LineMill.Standard.CUR ? Amounts.SCIENTIFIC : Amounts.PLAIN,
        standard == LineMill.Standard.AZURE
            ? Hours.asDays(bill.period())
            : new Hours(bill.period(), bill.format().equals("cur-2.0") ? ".000Z" : "Z"),
        bill.has(Trait.LITERAL_NULL) ? "NULL" : "",
        bill.has(Trait.CARRIAGE_RETURNS) ? "\r\n" : "\n",
        bill.has(Trait.BYTE_ORDER_MARK) ? ByteOrderMark.PRESENT : ByteOrderMark.ABSENT);
  }
}
