package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class UnwantedCellsTest {
  private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");
  private static final List<String> CELLS =
      List.of(
          "",
          "",
          "7",
          "0.123",
          "run\ttime",
          "eight by",
          "nine byte",
          "a,b",
          "say \"so\"",
          "two\nlines",
          "\u00fcber\u00e4ll",
          "a text that is longer than two words of a machine");

  /** Cells that nobody wants are passed eight bytes at a time: none may be passed too many. */
  @Property(tries = 300)
  void fewWantedCellsOfManyAreThoseOfTheColumns(
      @ForAll @IntRange(min = 2, max = 70) int width, @ForAll long seed) throws IOException {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    StringBuilder content = new StringBuilder();
    for (int row = 0; row <= 40; row++) {
      List<String> cells = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        cells.add(row == 0 ? "c" + column : CELLS.get(random.nextInt(CELLS.size())));
      }
      content.append(String.join(",", cells.stream().map(UnwantedCellsTest::written).toList()));
      content.append(LINE_ENDS.get(random.nextInt(LINE_ENDS.size())));
      rows.add(cells);
    }
    List<Wanted> wanted = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      if (random.nextInt(6) == 0) {
        wanted.add(new Wanted(column, ColumnKind.TEXT));
      }
    }
    List<List<String>> chosen = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      chosen.add(wanted.stream().map(one -> row.get(one.column())).toList());
    }
    try (Table table = Tables.csv(MemoryBytes.of(content.toString()), Compression.NONE)) {
      List<List<@Nullable Object>> read = Cellwise.rows(table, wanted);
      read.replaceAll(row -> row.stream().map(cell -> cell == null ? "" : cell).toList());
      assertThat(read).isEqualTo(chosen);
    }
  }

  private static String written(String cell) {
    return cell.matches("(?s).*[,\"\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
