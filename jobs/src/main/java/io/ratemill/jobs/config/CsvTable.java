package io.ratemill.jobs.config;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file whose columns are bound by their names.
 *
 * <p>Shape: blank lines are skipped, blanks around values dropped, absent columns and missing
 * trailing fields are empty. Errors: problems of quoting and of the header leave no rows.
 */
final class CsvTable {
  /** One record: its values by column, and the place of each. */
  private final class Line implements Row {
    private final int line;
    private final CsvRecord row;

    private Line(CsvRecord row) {
      this.line = Math.toIntExact(row.getStartingLineNumber());
      this.row = row;
    }

    @Override
    public String name() {
      return "line " + line;
    }

    @Override
    public int order() {
      return line;
    }

    @Override
    public String text(String column) {
      Integer index = columns.get(column);
      return index == null || index >= row.getFieldCount() ? "" : row.getField(index).strip();
    }

    @Override
    public void refuse(String column, String what, String remedy) {
      problems.add(problem(column, what, remedy));
    }

    @Override
    public void warn(String column, String what, String remedy) {
      problems.warn(problem(column, what, remedy));
    }

    private Problem problem(String column, String what, String remedy) {
      int index = columns.getOrDefault(column, 0);
      CsvPlaces.Place place =
          CsvPlaces.ofField(text, line, Math.min(index, row.getFieldCount() - 1));
      return new Problem(file.toString(), place.line(), place.column(), what, remedy);
    }
  }

  private final Path file;
  private final String text;
  private final Problems problems;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private CsvTable(Path file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
  }

  static CsvTable read(Path file, String text, Columns known, Problems problems) {
    CsvTable table = new CsvTable(file, text, problems);
    CsvPlaces.Place bad = CsvPlaces.ofBadQuote(text);
    if (bad != null) {
      problems.add(
          new Problem(
              file.toString(),
              bad.line(),
              bad.column(),
              "a quoted value does not end where it should",
              "Close it with \" before the comma, and write a quote inside it as \"\""));
      return table;
    }
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder().ignoreDifferentFieldCount(true).ofCsvRecord(text)) {
      CsvRecord header = null;
      for (CsvRecord each : reader) {
        if (header == null) {
          header = each;
          if (!table.bind(header, known.names(), known.required())) {
            return table;
          }
        } else {
          table.take(each, header.getFieldCount());
        }
      }
      if (header == null) {
        problems.add(
            new Problem(
                file.toString(),
                1,
                1,
                "the file is empty",
                "Start it with the header " + String.join(",", known.names())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
    return table;
  }

  List<Row> rows() {
    return rows;
  }

  private boolean bind(CsvRecord header, List<String> known, List<String> required) {
    int line = Math.toIntExact(header.getStartingLineNumber());
    int before = problems.count();
    if (header.getFieldCount() == 1 && header.getField(0).contains(";")) {
      refuseField(line, 0, "the columns are separated by semicolons", "Separate them by commas");
      return false;
    }
    for (int i = 0; i < header.getFieldCount(); i++) {
      String name = header.getField(i).strip();
      if (!known.contains(name)) {
        refuseField(line, i, "unknown column " + Words.shown(name), Words.suggestion(name, known));
      } else if (columns.putIfAbsent(name, i) != null) {
        refuseField(line, i, "the column " + name + " is there twice", "Keep one of the two");
      }
    }
    for (String name : required) {
      if (!columns.containsKey(name) && problems.count() == before) {
        refuseField(
            line, 0, "there is no column " + name, "The header is " + String.join(",", known));
      }
    }
    return problems.count() == before;
  }

  private void refuseField(int line, int field, String what, String remedy) {
    CsvPlaces.Place place = CsvPlaces.ofField(text, line, field);
    problems.add(new Problem(file.toString(), place.line(), place.column(), what, remedy));
  }

  private void take(CsvRecord row, int fields) {
    if (row.getFields().stream().allMatch(String::isBlank)) {
      return;
    }
    if (row.getFieldCount() > fields) {
      int line = Math.toIntExact(row.getStartingLineNumber());
      refuseField(
          line,
          fields,
          "the row has " + row.getFieldCount() + " values for " + fields + " columns",
          "Put a value with a comma in quotes, as in \"Acme, Inc\"");
      return;
    }
    rows.add(new Line(row));
  }
}
