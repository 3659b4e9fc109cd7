package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static Table table(String content) throws IOException {
    return Tables.csv(MemoryBytes.of(content), Compression.NONE);
  }

  private static List<List<@Nullable Object>> texts(String content) throws IOException {
    try (Table table = table(content)) {
      List<Wanted> wanted = new ArrayList<>();
      for (int i = 0; i < table.columns().size(); i++) {
        wanted.add(new Wanted(i, ColumnKind.TEXT));
      }
      return Cellwise.rows(table, wanted);
    }
  }

  private static List<@Nullable Object> column(String content, ColumnKind kind) throws IOException {
    try (Table table = table(content)) {
      return Cellwise.column(table, 0, kind);
    }
  }

  private static UnreadableException refused(String content, ColumnKind kind) {
    try {
      List<@Nullable Object> read = column(content, kind);
      throw new AssertionError("read as " + read);
    } catch (UnreadableException e) {
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void quotedCellsHoldNewlinesCommasAndDoubledQuotes() throws IOException {
    assertThat(texts("a,b,c\n\"x\ny\",\"1,2\",\"say \"\"hi\"\"\"\n\"\"\"\",p\"q,\"\r\n\"\n"))
        .containsExactly(List.of("x\ny", "1,2", "say \"hi\""), List.of("\"", "p\"q", "\r\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesEndInAnyOfTheThreeWays(String lineEnd) throws IOException {
    String content = String.join(lineEnd, "a,b", "1,2", "3,4");
    List<List<@Nullable Object>> rows = List.of(List.of("1", "2"), List.of("3", "4"));
    assertThat(texts(content)).isEqualTo(rows);
    assertThat(texts(content + lineEnd)).isEqualTo(rows);
    assertThat(texts(content + lineEnd.repeat(3))).isEqualTo(rows);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
    try (Table table = table("\ufeffa,\"b \"\"c\"\"\",b\n1,2,3\n")) {
      assertThat(table.columns()).containsExactly("a", "b \"c\"", "b");
    }
    try (Table table = table("\ufeff\"a\",b\n")) {
      assertThat(table.columns()).containsExactly("a", "b");
    }
  }

  @Test
  void anEmptyStreamHasNoColumnsAndAHeaderAloneNoRows() throws IOException {
    for (String nothing : List.of("", "\ufeff", "\n\r\n")) {
      try (Table table = table(nothing)) {
        assertThat(table.columns()).isEmpty();
        assertThat(Cellwise.rows(table, List.of())).isEmpty();
      }
    }
    for (String header : List.of("a,b", "a,b\n", "a,b\r\n\r\n")) {
      try (Table table = table(header)) {
        assertThat(table.columns()).containsExactly("a", "b");
        assertThat(Cellwise.column(table, 1, ColumnKind.DECIMAL)).isEmpty();
      }
    }
  }

  @Test
  void emptyCellsAndUnquotedNullAreNullTexts() throws IOException {
    assertThat(column("a,b\n,1\n\"\",1\nNULL,1\n\"NULL\",1\nnull,1\n NULL,1\n", ColumnKind.TEXT))
        .isEqualTo(Arrays.asList(null, null, null, "NULL", null, " NULL"));
  }

  @Test
  void nothingAndNullsAreNullNumbersAndDays() throws IOException {
    String content = "a,b\n,1\n\"\",1\nNULL,1\n\"NULL\",1\nnull,1\n \t,1\n";
    List<@Nullable Object> nulls = Arrays.asList(null, null, null, null, null, null);
    assertThat(column(content, ColumnKind.DECIMAL)).isEqualTo(nulls);
    assertThat(column(content, ColumnKind.DAY)).isEqualTo(nulls);
  }

  @Test
  void numbersAreExact() throws IOException {
    List<String> numbers =
        List.of(
            "0",
            "-0.0",
            "1.81E-8",
            "5e-06",
            "+12.50",
            "-.5",
            "7.",
            " 1.1 ",
            "1E3",
            "1e+3",
            "2.523589325400648027",
            "0.0000000000000000000000012345",
            "16.296932136636644627485419",
            "-123456789012345678901234567890.123456789",
            "99999999999999999999999999999999999999999",
            "170141183460469.231731687303715884105727",
            "170141183460469.231731687303715884105728",
            "-170141183460469.231731687303715884105728",
            "1234567890123456789",
            "0.1234567890123456789",
            "000000000000000000000000000000000000000000001.5",
            "1E-24",
            "1E-25",
            "10E-25",
            "1E14",
            "1E15");
    StringBuilder content = new StringBuilder("n\n");
    numbers.forEach(number -> content.append(number).append('\n'));
    assertThat(column(content.toString(), ColumnKind.DECIMAL))
        .isEqualTo(
            numbers.stream()
                .map(number -> (Object) new BigDecimal(number.trim()).stripTrailingZeros())
                .toList());
  }

  @Property(tries = 5_000)
  void everyNumberIsTheOneBigDecimalReads(
      @ForAll @StringLength(max = 40) @CharRange(from = '0', to = '9') String whole,
      @ForAll @StringLength(min = 1, max = 40) @CharRange(from = '0', to = '9') String fraction,
      @ForAll @IntRange(min = -60, max = 60) int exponent,
      @ForAll @IntRange(min = 0, max = 3) int form)
      throws IOException {
    String number =
        (form % 2 == 0 ? "-" : "") + whole + "." + fraction + (form > 1 ? "E" + exponent : "");
    assertThat(column("n\n" + number + "\n", ColumnKind.DECIMAL))
        .containsExactly(new BigDecimal(number).stripTrailingZeros());
  }

  @Test
  void whatFitsIsFixedAndTheRestIsWide() throws IOException {
    String content =
        "n\n1.5\n-1E-24\n1E-25\n1E15\n170141183460469.231731687303715884105727\nNULL\n";
    try (Table table = table(content);
        BatchReader reader = table.read(List.of(new Wanted(0, ColumnKind.DECIMAL)))) {
      Batch batch = reader.next();
      assertThat(batch).isNotNull();
      DecimalColumn column = batch.decimal(0);
      assertThat(Arrays.copyOf(column.state(), 6)).containsExactly(1, 1, 2, 2, 1, 0);
      assertThat(column.high()[1]).isEqualTo(-1);
      assertThat(column.low()[1]).isEqualTo(-1);
      assertThat(column.high()[4]).isEqualTo(Long.MAX_VALUE);
      assertThat(column.low()[4]).isEqualTo(-1);
      assertThat(column.wide(2)).isEqualByComparingTo("1E-25");
      assertThatThrownBy(() -> column.wide(0)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> column.value(5)).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        "NaN",
        "Infinity",
        "-Infinity",
        "\"1,000.00\"",
        "1.2.3",
        "1 000",
        "--1",
        "+",
        ".",
        "1e",
        "1e+",
        "0x1F",
        "$5",
        "5 USD",
        "1E999999999",
        "1E-500",
        "n/a",
        "1_0",
        "\u0661"
      })
  void whatIsNoNumberIsRefusedWithItsPlace(String cell) {
    UnreadableException refused = refused("n\n1\n" + cell + "\n", ColumnKind.DECIMAL);
    assertThat(refused.file()).isEqualTo("bill.csv");
    assertThat(refused.row()).isEqualTo(3);
    assertThat(refused.column()).isEqualTo("n");
    assertThat(refused.value()).isEqualTo(cell.replace("\"", ""));
    assertThat(refused)
        .hasMessageContaining("bill.csv")
        .hasMessageContaining("row 3")
        .hasMessageContaining("\"n\"")
        .hasMessageContaining(refused.value());
  }

  @Test
  void daysAreReadInEveryWayBillsWriteThem() throws IOException {
    String content =
        """
        d
        2024-02-29
        2024-09-01T00:00Z
        2024-09-01T23:59:59Z
        2024-09-01T23:59:59.123Z
        2024-09-01T23:30:00-01:00
        2024-09-01T00:30:00.5+01:00
        2024-09-01T12:00:00
        2024-10-01 00:00:00
        2024-10-01 00:00:00.000001
        2020-11-05 05:00:00 UTC
        20240901T000000.000Z
        9/1/2024
        09/01/2024
        12/31/2024
        "2024-02-29"
        """;
    assertThat(column(content, ColumnKind.DAY))
        .isEqualTo(
            List.of(
                LocalDate.of(2024, 2, 29),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 2),
                LocalDate.of(2024, 8, 31),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 10, 1),
                LocalDate.of(2024, 10, 1),
                LocalDate.of(2020, 11, 5),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 9, 1),
                LocalDate.of(2024, 12, 31),
                LocalDate.of(2024, 2, 29)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29", "2024-13-01", "2024-00-10", "31/12/2024", "13/13/2024",
            "2024-09-01T24:00:00Z",
        "2024-09-01T00:60Z", "2024-09-01X", "2024-9-1", "yesterday", "2024-09-01T00:00:00Zx",
            "1725148800",
        "2024-09-01 00:00:00 CET", "9/1/24", "20240901", "2024-09-01T00:00:00+", "2024-09-01T"
      })
  void whatIsNoDayIsRefusedWithItsPlace(String cell) {
    UnreadableException refused = refused("d\n2024-01-01\n" + cell + "\n", ColumnKind.DAY);
    assertThat(refused.row()).isEqualTo(3);
    assertThat(refused.column()).isEqualTo("d");
    assertThat(refused.value()).isEqualTo(cell);
  }

  @Test
  void raggedRowsAreRefusedByNumber() {
    assertThat(refused("a,b\n1,2\n\"x\ny\",2\n1\n", ColumnKind.TEXT).row()).isEqualTo(4);
    assertThat(refused("a,b\n1,2,3\n", ColumnKind.TEXT).row()).isEqualTo(2);
    assertThat(refused("a,b\n1,2\n1,2,\n", ColumnKind.TEXT)).hasMessageContaining("3 cells");
  }

  @Test
  void blankLinesAreNoRowsUnlessTheyMightBe() throws IOException {
    assertThat(texts("\n\na,b\r\n\r\n1,2\n\n\n3,4\n\n"))
        .isEqualTo(List.of(List.of("1", "2"), List.of("3", "4")));
    assertThat(texts("a\n1\n\"\"\n3\n\n")).hasSize(3);
    assertThat(refused("a\n1\n\n3\n", ColumnKind.TEXT).row()).isEqualTo(3);
    assertThat(refused("a,b\n\n1,2\n\n1\n", ColumnKind.TEXT).row()).isEqualTo(3);
  }

  @Test
  void brokenQuotesAreRefused() {
    assertThat(refused("a,b\n1,\"2\n3,4\n", ColumnKind.TEXT)).hasMessageContaining("never closed");
    assertThat(refused("a,b\n\"1\"x,2\n", ColumnKind.TEXT)).hasMessageContaining("closing quote");
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    byte[] latin = "a\nM\u00fcnchen\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "\ufeffa\n".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(
            () ->
                Cellwise.column(
                    Tables.csv(new MemoryBytes(latin, 99), Compression.NONE), 0, ColumnKind.TEXT))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> Tables.csv(new MemoryBytes(utf16, 99), Compression.NONE))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("UTF-16");
  }

  @Test
  void eachDistinctTextHasOneIdOverAllBatches() throws IOException {
    StringBuilder content = new StringBuilder("a,b\n");
    int rows = 200_000;
    for (int i = 0; i < rows; i++) {
      String text = "text-\u00e4-" + i % 3_000;
      content.append(i % 2 == 0 ? text : '"' + text + '"').append(',').append(i).append('\n');
    }
    try (Table table = table(content.toString());
        BatchReader reader =
            table.read(
                List.of(new Wanted(0, ColumnKind.TEXT), new Wanted(1, ColumnKind.DECIMAL)))) {
      long row = 0;
      int batches = 0;
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        batches++;
        assertThat(batch.firstRow()).isEqualTo(row);
        TextDictionary dictionary = batch.text(0).dictionary();
        for (int i = 0; i < batch.rows(); i++, row++) {
          int id = batch.text(0).ids()[i];
          assertThat(id).isEqualTo((int) (row % 3_000));
          assertThat(dictionary.text(id)).isEqualTo("text-\u00e4-" + id);
          assertThat(batch.decimal(1).value(i).longValueExact()).isEqualTo(row);
        }
        assertThat(dictionary.size()).isLessThanOrEqualTo(3_000);
      }
      assertThat(row).isEqualTo(rows);
      assertThat(batches).isGreaterThan(10);
    }
  }

  @Test
  void aTableIsReadAgainFromItsFirstRow() throws IOException {
    try (Table table = table("a,b\n1,2\n3,4\n")) {
      assertThat(Cellwise.column(table, 0, ColumnKind.TEXT)).isEqualTo(List.of("1", "3"));
      assertThat(Cellwise.column(table, 1, ColumnKind.TEXT)).isEqualTo(List.of("2", "4"));
    }
  }

  @Test
  void oneColumnIsReadInSeveralWays() throws IOException {
    try (Table table = table("a,b\n2024-01-02,7\n")) {
      assertThat(
              Cellwise.rows(
                  table,
                  List.of(
                      new Wanted(0, ColumnKind.DAY),
                      new Wanted(0, ColumnKind.TEXT),
                      new Wanted(1, ColumnKind.DECIMAL),
                      new Wanted(1, ColumnKind.TEXT))))
          .containsExactly(List.of(LocalDate.of(2024, 1, 2), "2024-01-02", new BigDecimal(7), "7"));
    }
  }

  @Test
  void aRowLongerThanTheBufferIsRead() throws IOException {
    String large = "x".repeat(3_000_000);
    List<List<@Nullable Object>> rows = texts("a,b\n1,\"" + large + "\"\n2," + large + "\n3,z\n");
    assertThat(rows.get(0).get(1)).isEqualTo(large);
    assertThat(rows.get(1).get(1)).isEqualTo(large);
    assertThat(rows.get(2)).isEqualTo(List.of("3", "z"));
  }

  @Test
  void manyDistinctDaysAreRead() throws IOException {
    StringBuilder content = new StringBuilder("d\n");
    for (int i = 0; i < 150_000; i++) {
      content
          .append("2024-09-0")
          .append(i % 9 + 1)
          .append("T10:00:00.")
          .append(100_000 + i)
          .append("Z\n");
    }
    List<@Nullable Object> days = column(content.toString(), ColumnKind.DAY);
    for (int i = 0; i < 150_000; i++) {
      assertThat(days.get(i)).isEqualTo(LocalDate.of(2024, 9, i % 9 + 1));
    }
  }

  @Property(tries = 2_000)
  void whateverIsWrittenByTheRulesIsReadBack(
      @ForAll @Size(min = 1, max = 20)
          List<@Size(value = 3) List<@StringLength(max = 20) String>> rows,
      @ForAll @IntRange(min = 1, max = 50) int mostPerRead)
      throws IOException {
    StringBuilder content = new StringBuilder("a,b,c\r\n");
    List<List<@Nullable Object>> expected = new ArrayList<>();
    for (List<String> row : rows) {
      List<@Nullable Object> cells = new ArrayList<>();
      List<String> written = new ArrayList<>();
      for (String any : row) {
        String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        cells.add(text.isEmpty() ? null : text);
        written.add('"' + text.replace("\"", "\"\"") + '"');
      }
      expected.add(cells);
      content.append(String.join(",", written)).append("\r\n");
    }
    byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    try (Table table = Tables.csv(new MemoryBytes(bytes, mostPerRead), Compression.NONE)) {
      assertThat(
              Cellwise.rows(
                  table,
                  List.of(
                      new Wanted(0, ColumnKind.TEXT),
                      new Wanted(1, ColumnKind.TEXT),
                      new Wanted(2, ColumnKind.TEXT))))
          .isEqualTo(expected);
    }
  }
}
