package io.ratemill.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What both engines must say of a record.
 *
 * @param marketplace {@code true} or {@code false}
 * @param amount as it stands in the file, every digit of it
 */
record RatedRow(String asset, String item, String marketplace, String amount)
    implements Comparable<RatedRow> {
  private static final Comparator<RatedRow> ORDER =
      Comparator.comparing(RatedRow::asset)
          .thenComparing(RatedRow::item)
          .thenComparing(RatedRow::marketplace)
          .thenComparing(RatedRow::amount);

  /** The rows of a records.csv, from whichever columns it has beside these, in order. */
  static List<RatedRow> read(Path recordsCsv) throws IOException {
    List<RatedRow> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(recordsCsv)) {
      for (NamedCsvRecord row : csv) {
        rows.add(
            new RatedRow(
                row.getField("asset_id"),
                row.getField("item_mpn"),
                row.getField("v.marketplace_service"),
                row.getField("amount")));
      }
    }
    rows.sort(ORDER);
    return rows;
  }

  @Override
  public int compareTo(RatedRow other) {
    return ORDER.compare(this, other);
  }
}
