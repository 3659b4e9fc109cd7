package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.UsageRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedWorkbooksTest {
  private static final ReportHeader HEADER = SampleReport.header();

  @TempDir Path reports;
  private Path revision;

  @BeforeEach
  void open() {
    revision = reports.resolve("2026-10").resolve(SampleReport.ID).resolve("1");
  }

  /** Records in pieces of seven. */
  private record Sevens(List<UsageRecord> all) implements ReportRecords {
    @Override
    public int pieces() {
      return all.size() / 7 + 1;
    }

    @Override
    public Collection<UsageRecord> piece(int number) {
      return all.subList(7 * number, Math.min(all.size(), 7 * number + 7));
    }
  }

  @Test
  void workbooksCanBeLeftOut() throws IOException {
    publish(Workbooks.LEFT_OUT, 10, ReportRecords.of(SampleReport.records()));
    assertThat(files()).containsExactly("records.csv", "report.json");
  }

  @Test
  void moreRecordsThanAWorkbookHoldsGoOnInTheNextOneAndAddUp() throws IOException {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      records.add(
          SampleReport.record("UR-" + i, "AS-" + (char) ('A' + i), "ITEM-" + i % 3, i + ".125"));
    }
    publish(Workbooks.WRITTEN, 10, new Sevens(records));
    assertThat(files())
        .containsExactly(
            "records.csv", "report-2.xlsx", "report-3.xlsx", "report.json", "report.xlsx");
    BigDecimal amount = BigDecimal.ZERO;
    List<String> ids = new ArrayList<>();
    String[] names = {"report.xlsx", "report-2.xlsx", "report-3.xlsx"};
    for (int part = 1; part <= 3; part++) {
      try (XSSFWorkbook book =
          new XSSFWorkbook(Files.newInputStream(revision.resolve(names[part - 1])))) {
        assertThat(book.getNumberOfSheets()).isEqualTo(5);
        XSSFSheet general = book.getSheet("general");
        assertThat(general.getRow(2).getCell(2).getStringCellValue())
            .isEqualTo("part " + part + "/3");
        assertThat(general.getRow(3).getCell(2).getStringCellValue()).isEqualTo(SampleReport.ID);
        XSSFSheet rows = book.getSheet("records");
        for (int r = 1; r <= rows.getLastRowNum(); r++) {
          ids.add(rows.getRow(r).getCell(0).getStringCellValue());
        }
        XSSFSheet summary = book.getSheet("summary");
        amount =
            amount.add(
                new BigDecimal(summary.getRow(summary.getLastRowNum()).getCell(4).getRawValue()));
      }
    }
    assertThat(ids).isEqualTo(records.stream().map(UsageRecord::recordId).toList());
    assertThat(Files.readAllLines(revision.resolve("records.csv")).stream().skip(1))
        .extracting(line -> line.substring(0, line.indexOf(',')))
        .isEqualTo(ids);
    assertThat(amount)
        .isEqualByComparingTo(
            new ObjectMapper()
                .readTree(revision.resolve("report.json").toFile())
                .path("totals")
                .path("amount")
                .textValue());
  }

  @Test
  void exactlyAsManyRecordsAsAWorkbookHoldsAreOneWorkbook() throws IOException {
    publish(Workbooks.WRITTEN, 6, ReportRecords.of(SampleReport.records()));
    assertThat(files()).contains("report.xlsx").doesNotContain("report-2.xlsx");
  }

  @Test
  void aTextThatNoCellHoldsIsRefusedAndNothingStays() {
    UsageRecord record = SampleReport.record("UR-1", "A", "EC2", "r".repeat(40_000), "1", "1");
    assertThatThrownBy(() -> publish(Workbooks.WRITTEN, 10, ReportRecords.of(List.of(record))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tab records, row 2, column v.resource_id");
    assertThat(revision.getParent()).isEmptyDirectory();
  }

  private void publish(Workbooks workbooks, int recordsPerWorkbook, ReportRecords records)
      throws IOException {
    new ReportPublisher(reports, workbooks, recordsPerWorkbook)
        .publish(HEADER, records, SampleReport.FACTS);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(revision)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
