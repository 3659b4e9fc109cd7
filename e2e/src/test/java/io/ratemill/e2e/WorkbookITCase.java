package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.poi.xssf.usermodel.XSSFCell;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workbook says what records.csv says, to a second library and to another program. */
final class WorkbookITCase {
  private static final List<String> GENERAL =
      List.of(
          ("report_name,report_note,report_id,report_start_time_utc,report_end_time_utc,"
                  + "usage_schema,marketplace_account_id,currency,product_id,product_name,"
                  + "marketplace_id,marketplace_name,hub_id,hub_name,vendor_account_id,"
                  + "vendor_account_name,distributor_account_id,distributor_account_name,"
                  + "distribution_contract_id,distribution_contract_name,payer_account_id")
              .split(",", -1));
  private static final List<String> NUMBERS = List.of("quantity", "amount");

  @TempDir private Path folder;

  @Test
  void aSecondLibraryReadsEveryDigitOfTheRecords() throws IOException {
    List<Workspace.Revision> reports = reports();
    for (Workspace.Revision report : reports) {
      try (XSSFWorkbook book = new XSSFWorkbook(Files.newInputStream(report.workbook()))) {
        List<String> tabs = new ArrayList<>();
        book.forEach(sheet -> tabs.add(sheet.getSheetName()));
        assertThat(tabs)
            .containsExactly("instructions", "general", "categories", "records", "summary");
        Csv.Table csv = report.table();
        assertThat(table(book.getSheet("records"))).isEqualTo(csv.rows());
        assertThat(general(book.getSheet("general"))).isEqualTo(GENERAL);
        assertThat(table(book.getSheet("categories")))
            .extracting(row -> row.get("category_id"))
            .containsExactlyInAnyOrderElementsOf(
                csv.rows().stream().map(row -> row.get("item_mpn")).distinct().toList());
        for (String column : NUMBERS) {
          int index = csv.header().indexOf(column);
          assertThat(book.getSheet("records").getRow(1).getCell(index).getCellType().name())
              .as(column)
              .isEqualTo("NUMERIC");
        }
      }
    }
  }

  @Test
  void anotherProgramOpensItAndItsNumbersAddUp() {
    Path office = office();
    for (Workspace.Revision report : reports()) {
      Path out = folder.resolve("office-" + report.reportId());
      Csv.Table seen = convert(office, report.workbook(), out);
      Csv.Table csv = report.table();
      assertThat(seen.header()).isEqualTo(csv.header());
      assertThat(seen.rows()).hasSameSizeAs(csv.rows());
      for (int i = 0; i < csv.rows().size(); i++) {
        Map<String, String> wanted = csv.rows().get(i);
        Map<String, String> actual = seen.rows().get(i);
        for (String column : csv.header()) {
          if (NUMBERS.contains(column) && !wanted.get(column).isEmpty()) {
            assertThat(Double.parseDouble(actual.get(column)))
                .as(column)
                .isEqualTo(Double.parseDouble(wanted.get(column)));
          } else {
            assertThat(actual.get(column)).as(column).isEqualTo(wanted.get(column));
          }
        }
      }
      assertThat(sum(seen)).isCloseTo(sum(csv), within(csv.rows().size()));
    }
  }

  private List<Workspace.Revision> reports() {
    RandomCase random = RandomCase.of(31);
    CaseFolder place = CaseFolder.of(folder.resolve("run"), priced(random.drawn()));
    place
        .bucket()
        .deliver(
            RandomCase.OCTOBER,
            "a",
            CaseFolder.DAY,
            random.bill(RandomCase.OCTOBER, 400),
            CurBucket.Shape.random(new Random(31)));
    place.run().exits(0);
    List<Workspace.Revision> reports = List.copyOf(place.workspace().newest().values());
    assertThat(reports).isNotEmpty();
    return reports;
  }

  private static Setup priced(Setup drawn) {
    return new Setup(
        "service",
        "PR",
        drawn.connectorMarketplace(),
        drawn.markets(),
        drawn.owners(),
        drawn.rules());
  }

  private static org.assertj.core.data.Offset<BigDecimal> within(int rows) {
    return org.assertj.core.data.Offset.offset(
        new BigDecimal("0.000000001").multiply(BigDecimal.valueOf(rows)));
  }

  private static BigDecimal sum(Csv.Table table) {
    return table.rows().stream()
        .map(row -> new BigDecimal(row.get("amount")))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static List<String> general(XSSFSheet sheet) {
    return table(sheet).stream().map(row -> row.get("attribute_id")).toList();
  }

  private static List<Map<String, String>> table(XSSFSheet sheet) {
    List<String> header = cells(sheet.getRow(0), sheet.getRow(0).getLastCellNum());
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 1; i <= sheet.getLastRowNum(); i++) {
      List<String> cells = cells(sheet.getRow(i), header.size());
      Map<String, String> row = new java.util.LinkedHashMap<>();
      for (int c = 0; c < header.size(); c++) {
        row.put(header.get(c), cells.get(c));
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * Numbers as the digits that stand in the file, not as the double a spreadsheet makes of them.
   */
  private static List<String> cells(XSSFRow row, int count) {
    List<String> cells = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      XSSFCell cell = row.getCell(c);
      if (cell == null) {
        cells.add("");
      } else {
        boolean number = cell.getCellType().name().equals("NUMERIC");
        cells.add(number ? cell.getRawValue() : cell.getStringCellValue());
      }
    }
    return cells;
  }

  private static Path office() {
    for (String entry : System.getenv("PATH").split(":", -1)) {
      Path office = Path.of(entry, "soffice");
      if (Files.isExecutable(office)) {
        return office;
      }
    }
    assertThat(System.getenv("CI"))
        .as("LibreOffice (Debian: libreoffice-calc-nogui) is missing, and CI leaves nothing out")
        .isNotEqualTo("true");
    Assumptions.abort(
        "LibreOffice (Debian: libreoffice-calc-nogui) is missing: no soffice on the PATH");
    throw new AssertionError();
  }

  private static Csv.Table convert(Path office, Path workbook, Path out) {
    try {
      Files.createDirectories(out);
      // Comma, quotes, UTF-8, every sheet to a file of its own, numbers as stored and not as shown.
      Process process =
          new ProcessBuilder(
                  office.toString(),
                  "--headless",
                  "-env:UserInstallation=" + out.resolve("profile").toUri(),
                  "--convert-to",
                  "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
                  "--outdir",
                  out.toString(),
                  workbook.toString())
              .redirectErrorStream(true)
              .redirectOutput(out.resolve("office.log").toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Workspace.read(out.resolve("office.log"))).isZero();
      return Csv.read(out.resolve("report-records.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
