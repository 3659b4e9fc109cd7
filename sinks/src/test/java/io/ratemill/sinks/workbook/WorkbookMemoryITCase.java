package io.ratemill.sinks.workbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.report.ChildProcess;
import io.ratemill.sinks.report.SampleReport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workbook of many rows is written in a heap that could not hold them. */
class WorkbookMemoryITCase {
  private static final int RECORDS = 100_000;

  @Test
  void manyRecordsNeedLittleMemory(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.xlsx");
    ChildProcess child = ChildProcess.start("40m", Writer.class, file.toString());
    assertThat(child.exitCode()).as(child::output).isZero();
    try (ReadableWorkbook book = new ReadableWorkbook(Files.newInputStream(file));
        Stream<Row> rows = book.findSheet("records").orElseThrow().openStream()) {
      assertThat(rows.count()).isEqualTo(RECORDS + 1);
    }
  }

  /** The process under test: writes records that exist one at a time. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      Iterable<UsageRecord> records =
          () ->
              Stream.iterate(0, i -> i < RECORDS, i -> i + 1)
                  .map(
                      i ->
                          SampleReport.record(
                              "UR-" + i, "AS-" + i / 100, "EC2", "arn:aws:ec2:i-" + i, "1", "0.1"))
                  .iterator();
      try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
        UsageWorkbook.write(out, UsageTabs.of(SampleReport.header()), WorkbookPart.WHOLE, records);
      }
    }
  }
}
