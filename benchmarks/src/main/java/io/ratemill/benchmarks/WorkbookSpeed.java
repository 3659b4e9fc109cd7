package io.ratemill.benchmarks;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.RecordColumn;
import io.ratemill.sinks.workbook.Tab;
import io.ratemill.sinks.workbook.UsageTabs;
import io.ratemill.sinks.workbook.UsageWorkbook;
import io.ratemill.sinks.workbook.WorkbookPart;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.streaming.SXSSFCell;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** Writes the same records as a workbook with the engine's own writer and with Apache POI. */
final class WorkbookSpeed {
  private static final int COMPARED_ROWS = 20_000;
  private static final int WINDOW_ROWS = 100;
  private static final int HEAP_MIB = 256;

  private final Path folder;
  private final PrintStream out;
  private final Clock clock;

  WorkbookSpeed(Path folder, PrintStream out, Clock clock) {
    this.folder = folder;
    this.out = out;
    this.clock = clock;
  }

  private interface Writer {
    void write(ManyRecords records, Path file) throws IOException;
  }

  /**
   * Measures. Errors: workbooks whose cells differ, and a heap that does not suffice, are errors.
   *
   * @param discarded turns that only warm both up
   * @param runs turns that count
   */
  WorkbookResult measure(int rows, int discarded, int runs)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path ours = folder.resolve("ratemill.xlsx");
    Path theirs = folder.resolve("poi.xlsx");
    compare(new ManyRecords(Math.min(rows, COMPARED_ROWS)), ours, theirs);
    ManyRecords records = new ManyRecords(rows);
    List<Double> ourSeconds = new ArrayList<>();
    List<Double> theirSeconds = new ArrayList<>();
    for (int turn = 0; turn < discarded + runs; turn++) {
      double poi = seconds(WorkbookSpeed::writeTheirs, records, theirs);
      double ratemill = seconds(WorkbookSpeed::writeOurs, records, ours);
      out.printf(
          Locale.ROOT,
          "  %s  ratemill %.2f s  POI %.2f s%n",
          turn < discarded ? "warm" : "run ",
          ratemill,
          poi);
      if (turn >= discarded) {
        ourSeconds.add(ratemill);
        theirSeconds.add(poi);
      }
    }
    long heap = heapOfOurs(rows);
    WorkbookResult result =
        new WorkbookResult(
            rows,
            ManyRecords.tabs().columns().size(),
            runs,
            Series.of(ourSeconds),
            Series.of(theirSeconds),
            Files.size(ours),
            Files.size(theirs),
            (long) HEAP_MIB << 20,
            heap,
            LocalDate.now(clock).toString());
    out.printf(
        Locale.ROOT,
        "  %.2f times POI's speed; ours in a heap of %d MiB, of which %d after a collection%n",
        result.ratio(),
        HEAP_MIB,
        heap >> 20);
    return result;
  }

  private static double seconds(Writer writer, ManyRecords records, Path file) throws IOException {
    Stopwatch watch = new Stopwatch();
    writer.write(records, file);
    return watch.seconds();
  }

  static void writeOurs(ManyRecords records, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      UsageWorkbook.write(out, ManyRecords.tabs(), WorkbookPart.WHOLE, records);
    }
  }

  private static void writeTheirs(ManyRecords records, Path file) throws IOException {
    UsageTabs tabs = ManyRecords.tabs();
    List<RecordColumn> columns = tabs.columns();
    try (SXSSFWorkbook book = new SXSSFWorkbook(WINDOW_ROWS);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      SXSSFSheet sheet = book.createSheet(Tab.RECORDS.text());
      CellStyle money = book.createCellStyle();
      money.setDataFormat(book.createDataFormat().getFormat("#,##0.00######"));
      SXSSFRow header = sheet.createRow(0);
      for (int c = 0; c < columns.size(); c++) {
        header.createCell(c).setCellValue(columns.get(c).header());
      }
      int number = 1;
      for (UsageRecord record : records) {
        SXSSFRow row = sheet.createRow(number++);
        for (int c = 0; c < columns.size(); c++) {
          String text = tabs.text(columns.get(c), record);
          if (!text.isEmpty()) {
            fill(row.createCell(c), columns.get(c), text, money);
          }
        }
      }
      book.write(out);
    }
  }

  private static void fill(SXSSFCell cell, RecordColumn column, String text, CellStyle money) {
    switch (column) {
      case AMOUNT -> {
        cell.setCellValue(Double.parseDouble(text));
        cell.setCellStyle(money);
      }
      case QUANTITY, TIER -> cell.setCellValue(Double.parseDouble(text));
      default -> cell.setCellValue(text);
    }
  }

  /** What is timed must be the same work: every cell of both, read back. */
  private void compare(ManyRecords records, Path ours, Path theirs) throws IOException {
    writeOurs(records, ours);
    writeTheirs(records, theirs);
    long cells = 0;
    try (ReadableWorkbook ourBook = new ReadableWorkbook(ours.toFile());
        ReadableWorkbook theirBook = new ReadableWorkbook(theirs.toFile());
        Stream<Row> ourRows = records(ourBook);
        Stream<Row> theirRows = records(theirBook)) {
      Iterator<Row> other = theirRows.iterator();
      for (Row row : (Iterable<Row>) ourRows::iterator) {
        List<String> left = cells(row);
        List<String> right = other.hasNext() ? cells(other.next()) : List.of();
        if (!left.equals(right)) {
          throw new IllegalStateException(
              "the workbooks differ in row " + row.getRowNum() + ":\n" + left + "\n" + right);
        }
        cells += left.size();
      }
      if (other.hasNext()) {
        throw new IllegalStateException("POI's workbook has more rows than ours");
      }
    }
    out.printf(
        Locale.ROOT,
        "  %,d rows in both workbooks: %,d cells, all equal%n",
        records.count(),
        cells);
  }

  private static Stream<Row> records(ReadableWorkbook book) throws IOException {
    return book.findSheet(Tab.RECORDS.text()).orElseThrow().openStream();
  }

  /** POI keeps numbers as doubles: as such they are compared. */
  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    for (int c = 0; c < row.getCellCount(); c++) {
      Cell cell = row.getCell(c);
      if (cell == null || cell.getType() == CellType.EMPTY) {
        cells.add("");
      } else if (cell.getType() == CellType.NUMBER) {
        cells.add("number " + cell.asNumber().doubleValue());
      } else {
        cells.add(cell.asString());
      }
    }
    return cells;
  }

  private long heapOfOurs(int rows) throws IOException, InterruptedException {
    String told =
        ChildJvm.run(
            List.of("-Xmx" + HEAP_MIB + "m"),
            InLittleHeap.class,
            Integer.toString(rows),
            folder.resolve("little-heap.xlsx").toString());
    return Long.parseLong(told.strip());
  }

  /** The process that is allowed little: writes one workbook and prints what it took. */
  static final class InLittleHeap {
    private InLittleHeap() {}

    public static void main(String[] arguments) throws IOException {
      try (HeapWatch heap = new HeapWatch()) {
        writeOurs(new ManyRecords(Integer.parseInt(arguments[0])), Path.of(arguments[1]));
        System.out.println(heap.peakAfterCollection());
      }
    }
  }
}
