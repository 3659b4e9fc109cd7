package io.ratemill.sinks.workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.Grain;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.sinks.report.SampleReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

class UsageWorkbookTest {
  private static final UsageTabs TABS = UsageTabs.of(SampleReport.header());

  @Test
  void tabsAreInTheOrderOfTheProcessedFile() throws IOException {
    try (XSSFWorkbook book = open(TABS, SampleReport.records())) {
      List<String> names = new ArrayList<>();
      book.forEach(sheet -> names.add(sheet.getSheetName()));
      assertThat(names)
          .containsExactly("instructions", "general", "categories", "records", "summary");
    }
  }

  @Test
  void everyCellOfARecordHasItsKindAndItsExactText() throws IOException {
    List<UsageRecord> records = SampleReport.records();
    try (XSSFWorkbook book = open(TABS, records)) {
      XSSFSheet sheet = book.getSheet("records");
      assertThat(sheet.getLastRowNum()).isEqualTo(records.size());
      for (int r = 0; r < records.size(); r++) {
        for (int c = 0; c < TABS.columns().size(); c++) {
          RecordColumn column = TABS.columns().get(c);
          assertThat(sheet.getRow(0).getCell(c).getStringCellValue()).isEqualTo(column.header());
          XSSFCell cell = sheet.getRow(r + 1).getCell(c);
          assertThat(poiText(cell))
              .as("%s of row %d", column, r + 2)
              .isEqualTo(TABS.text(column, records.get(r)));
          boolean number = List.of("quantity", "amount", "tier").contains(column.header());
          if (cell != null) {
            assertThat(cell.getCellType() == CellType.NUMERIC).as("%s", column).isEqualTo(number);
          }
        }
      }
    }
  }

  @Test
  void aSecondReaderFindsTheSameCells() throws IOException {
    List<UsageRecord> records = SampleReport.records();
    byte[] bytes = write(TABS, WorkbookPart.WHOLE, records);
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes));
        Stream<Row> rows = book.findSheet("records").orElseThrow().openStream()) {
      List<Row> all = rows.toList();
      assertThat(all).hasSize(records.size() + 1);
      for (int r = 0; r < records.size(); r++) {
        for (int c = 0; c < TABS.columns().size(); c++) {
          Cell cell = all.get(r + 1).getOptionalCell(c).orElse(null);
          RecordColumn column = TABS.columns().get(c);
          assertThat(cell == null ? "" : cell.getRawValue() == null ? "" : cell.getRawValue())
              .as("%s of row %d", column, r + 2)
              .isEqualTo(TABS.text(column, records.get(r)));
        }
      }
    }
  }

  @Test
  void numbersKeepTheirDigitsInTheFile() throws IOException {
    List<UsageRecord> records =
        List.of(
            SampleReport.record("UR-1", "A", "I", "", "0.00000001", "0.00000001"),
            SampleReport.record(
                "UR-2", "A", "I", "", "98765432109876543210", "12345678901234567.12345678"),
            SampleReport.record("UR-3", "A", "I", "", "1E+7", "-0.1"));
    try (XSSFWorkbook book = open(TABS, records)) {
      XSSFSheet sheet = book.getSheet("records");
      int amount = TABS.columns().indexOf(RecordColumn.AMOUNT);
      int quantity = TABS.columns().indexOf(RecordColumn.QUANTITY);
      assertThat(sheet.getRow(1).getCell(amount).getRawValue()).isEqualTo("0.00000001");
      assertThat(sheet.getRow(1).getCell(quantity).getRawValue()).isEqualTo("0.00000001");
      assertThat(sheet.getRow(2).getCell(amount).getRawValue())
          .isEqualTo("12345678901234567.12345678");
      assertThat(sheet.getRow(2).getCell(quantity).getRawValue()).isEqualTo("98765432109876543210");
      assertThat(sheet.getRow(3).getCell(amount).getRawValue()).isEqualTo("-0.10000000");
      assertThat(sheet.getRow(3).getCell(quantity).getRawValue()).isEqualTo("10000000");
    }
  }

  @Test
  void theGeneralTabHasItsAttributesInOrder() throws IOException {
    try (XSSFWorkbook book = open(TABS, SampleReport.records())) {
      XSSFSheet sheet = book.getSheet("general");
      List<String> rows = new ArrayList<>();
      for (int r = 0; r <= sheet.getLastRowNum(); r++) {
        XSSFRow row = sheet.getRow(r);
        rows.add(
            poiText(row.getCell(0))
                + "|"
                + poiText(row.getCell(1))
                + "|"
                + poiText(row.getCell(2)));
      }
      rows.removeIf(row -> row.contains("_time_utc"));
      assertThat(rows)
          .containsExactly(
              "#|attribute_id|attribute_value",
              "1|report_name|10/01/2026 – 10/31/2026",
              "2|report_note|",
              "3|report_id|UF-2026-10-0421-7790",
              "6|usage_schema|PR",
              "7|marketplace_account_id|",
              "8|currency|USD",
              "9|product_id|PRD-001-001-001",
              "10|product_name|AWS Consolidated",
              "11|marketplace_id|MP-00001",
              "12|marketplace_name|United States",
              "13|hub_id|HB-1234-1234",
              "14|hub_name|NA Production",
              "15|vendor_account_id|VA-123-123",
              "16|vendor_account_name|Front Street Inc",
              "17|distributor_account_id|PA-321-321",
              "18|distributor_account_name|Mighty Mick's LLC",
              "19|distribution_contract_id|CRD-21674-67435-75488",
              "20|distribution_contract_name|Front Street Inc Agreement",
              "21|payer_account_id|000011112222");
    }
  }

  @Test
  void startAndEndAreDateCellsInTheirFormat() throws IOException {
    try (XSSFWorkbook book = open(TABS, List.of())) {
      XSSFCell start = book.getSheet("general").getRow(4).getCell(2);
      XSSFCell end = book.getSheet("general").getRow(5).getCell(2);
      assertThat(start.getCellStyle().getDataFormatString()).isEqualTo("m/d/yy h:mm");
      assertThat(start.getLocalDateTimeCellValue()).isEqualTo("2026-10-01T00:00:00");
      assertThat(end.getCellStyle().getDataFormatString()).isEqualTo("m/d/yy h:mm");
      assertThat(end.getLocalDateTimeCellValue())
          .isEqualTo(LocalDateTime.of(2026, 10, 31, 23, 59, 59));
    }
  }

  @Test
  void theSummaryHasARowPerItemAndTheTotal() throws IOException {
    try (XSSFWorkbook book = open(TABS, SampleReport.records())) {
      assertThat(rows(book.getSheet("summary")))
          .containsExactly(
              "item_mpn|item_name|records|quantity|amount",
              "00042|Amazon 00042|1|2000|0.00000000",
              "AmazonEC2|Größe, 雲, \uD83D\uDE80 & <tags>|4|12345678901235412.62345678"
                  + "|-12345678901227166.10345678",
              "AmazonS3|Amazon AmazonS3|1|0.00000001|0.00000001",
              "Total||6|12345678901237412.62345679|-12345678901227166.10345677");
    }
  }

  @Test
  void tiersAreNotAddedUpInTheSummary() throws IOException {
    UsageTabs tabs = UsageTabs.of(SampleReport.header(UsageSchema.TR, Grain.SERVICE));
    List<UsageRecord> records = new ArrayList<>();
    for (int tier = 0; tier < 3; tier++) {
      for (String item : List.of("EC2", "S3")) {
        records.add(
            withTier(SampleReport.record("UR-" + item + tier, "A", item, "1" + tier), tier));
      }
    }
    try (XSSFWorkbook book = open(tabs, records)) {
      assertThat(rows(book.getSheet("summary")))
          .contains(
              "EC2|Amazon EC2|1|1|1|11.00000000",
              "Total||0|2|2|20.00000000",
              "Total||1|2|2|22.00000000",
              "Total||2|2|2|24.00000000");
      assertThat(rows(book.getSheet("categories"))).hasSize(3);
    }
  }

  @Test
  void categoriesAreTheItemsOfTheRecords() throws IOException {
    try (XSSFWorkbook book = open(TABS, SampleReport.records())) {
      assertThat(rows(book.getSheet("categories")))
          .hasSize(4)
          .startsWith(
              "category_id|category_name|category_description", "00042|Amazon 00042|Amazon 00042");
    }
  }

  @Test
  void anEmptyReportHasTheGenericCategory() throws IOException {
    try (XSSFWorkbook book = open(TABS, List.of())) {
      assertThat(rows(book.getSheet("categories")).get(1))
          .isEqualTo("generic_category|Generic Category|Generic autogenerated category");
      assertThat(book.getSheet("records").getLastRowNum()).isZero();
      assertThat(rows(book.getSheet("summary"))).hasSize(1);
    }
  }

  @Test
  void aPartSaysWhichItIs() throws IOException {
    byte[] bytes = write(TABS, new WorkbookPart(2, 3), SampleReport.records());
    try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
      assertThat(book.getSheet("general").getRow(2).getCell(2).getStringCellValue())
          .isEqualTo("part 2/3");
      assertThat(String.join("\n", rows(book.getSheet("instructions"))))
          .contains("Part 2 of 3")
          .contains("report.xlsx to report-3.xlsx");
    }
  }

  @Test
  void aTextLongerThanACellIsRefusedWithItsPlace() {
    UsageRecord record =
        SampleReport.record("UR-1", "A", "EC2", "r".repeat(CellText.LIMIT + 1), "1", "1");
    assertThatThrownBy(
            () ->
                write(
                    TABS,
                    WorkbookPart.WHOLE,
                    List.of(SampleReport.record("UR-0", "A", "EC2", "1"), record)))
        .isInstanceOf(WorkbookException.class)
        .hasMessageContaining("tab records, row 3, column v.resource_id")
        .hasMessageContaining("32768 characters");
  }

  @Test
  void theLongestTextOfACellIsTaken() throws IOException {
    String resource = "r".repeat(CellText.LIMIT);
    try (XSSFWorkbook book =
        open(TABS, List.of(SampleReport.record("UR-1", "A", "EC2", resource, "1", "1")))) {
      int last = TABS.columns().size() - 1;
      assertThat(book.getSheet("records").getRow(1).getCell(last).getStringCellValue())
          .isEqualTo(resource);
    }
  }

  @Test
  void whatXmlCannotCarryIsEscapedAndComesBack() throws IOException {
    String resource =
        "bell \u0007, null \u0000, none \uFFFF, half \uD83D, like _x0041_, line\r\nend ";
    try (XSSFWorkbook book =
        open(TABS, List.of(SampleReport.record("UR-1", "A", "EC2", resource, "1", "1")))) {
      int last = TABS.columns().size() - 1;
      assertThat(book.getSheet("records").getRow(1).getCell(last).getStringCellValue())
          .isEqualTo(resource);
    }
  }

  @Test
  void theHeaderStaysInView() throws IOException {
    try (XSSFWorkbook book = open(TABS, SampleReport.records())) {
      for (String name : List.of("general", "categories", "records", "summary")) {
        XSSFSheet sheet = book.getSheet(name);
        assertThat(sheet.getPaneInformation().isFreezePane()).as(name).isTrue();
        assertThat(sheet.getPaneInformation().getHorizontalSplitPosition()).isEqualTo((short) 1);
        assertThat(sheet.getRow(0).getCell(0).getCellStyle().getFont().getBold()).isTrue();
      }
    }
  }

  @Test
  void amountsAreShownWithTheirDecimalsInEveryBatch() throws IOException {
    List<UsageRecord> records = new ArrayList<>();
    for (int i = 0; i < 1_234; i++) {
      records.add(SampleReport.record("UR-" + i, "A", "EC2", "0.25"));
    }
    try (XSSFWorkbook book = open(TABS, records)) {
      XSSFSheet sheet = book.getSheet("records");
      int amount = TABS.columns().indexOf(RecordColumn.AMOUNT);
      BigDecimal sum = BigDecimal.ZERO;
      for (int r = 1; r <= records.size(); r++) {
        XSSFCell cell = sheet.getRow(r).getCell(amount);
        assertThat(cell.getCellStyle().getDataFormatString()).isEqualTo("#,##0.00######");
        sum = sum.add(new BigDecimal(cell.getRawValue()));
      }
      assertThat(sum).isEqualByComparingTo("308.5");
    }
  }

  private static XSSFWorkbook open(UsageTabs tabs, List<UsageRecord> records) throws IOException {
    return new XSSFWorkbook(new ByteArrayInputStream(write(tabs, WorkbookPart.WHOLE, records)));
  }

  private static byte[] write(UsageTabs tabs, WorkbookPart part, List<UsageRecord> records)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    UsageWorkbook.write(out, tabs, part, records);
    return out.toByteArray();
  }

  private static List<String> rows(XSSFSheet sheet) {
    List<String> rows = new ArrayList<>();
    sheet.forEach(
        row -> {
          List<String> cells = new ArrayList<>();
          for (int c = 0; c < row.getLastCellNum(); c++) {
            cells.add(poiText((XSSFCell) row.getCell(c)));
          }
          rows.add(String.join("|", cells));
        });
    return rows;
  }

  private static String poiText(XSSFCell cell) {
    if (cell == null) {
      return "";
    }
    return switch (cell.getCellType()) {
      case STRING -> cell.getStringCellValue();
      case NUMERIC -> cell.getRawValue();
      case BLANK -> "";
      default -> throw new AssertionError(cell.getReference() + " is " + cell.getCellType());
    };
  }

  private static UsageRecord withTier(UsageRecord r, int tier) {
    return new UsageRecord(
        r.recordId(),
        r.assetId(),
        r.assetExternalId(),
        r.customerAccountId(),
        r.customerCompanyName(),
        r.hubId(),
        r.itemMpn(),
        r.itemName(),
        r.itemUnit(),
        r.resourceId(),
        r.marketplaceService(),
        tier,
        r.quantity(),
        r.exactQuantity(),
        r.amount(),
        r.exactAmount(),
        r.lines());
  }
}
