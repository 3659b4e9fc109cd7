package io.ratemill.columnar;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads whole tables row by row, as tests like to compare them. */
final class Cellwise {
  private Cellwise() {}

  /** All rows; cells are String, BigDecimal, LocalDate or null. */
  static List<List<@Nullable Object>> rows(Table table, List<Wanted> wanted) throws IOException {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (BatchReader reader = table.read(wanted)) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        for (int row = 0; row < batch.rows(); row++) {
          List<@Nullable Object> cells = new ArrayList<>();
          for (int i = 0; i < wanted.size(); i++) {
            cells.add(cell(batch, i, wanted.get(i).kind(), row));
          }
          rows.add(cells);
        }
      }
    }
    return rows;
  }

  /** One column of a table. */
  static List<@Nullable Object> column(Table table, int column, ColumnKind kind)
      throws IOException {
    List<@Nullable Object> cells = new ArrayList<>();
    rows(table, List.of(new Wanted(column, kind))).forEach(row -> cells.add(row.get(0)));
    return cells;
  }

  private static @Nullable Object cell(Batch batch, int i, ColumnKind kind, int row) {
    return switch (kind) {
      case TEXT -> {
        int id = batch.text(i).ids()[row];
        yield id == TextColumn.NULL ? null : batch.text(i).dictionary().text(id);
      }
      case DECIMAL ->
          batch.decimal(i).state()[row] == DecimalColumn.NULL ? null : batch.decimal(i).value(row);
      case DAY -> {
        int day = batch.day(i).days()[row];
        yield day == DayColumn.NULL ? null : LocalDate.ofEpochDay(day);
      }
    };
  }
}
