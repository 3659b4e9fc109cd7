package io.ratemill.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of an unfolded table: each row of the file, followed by the elements of its list. */
final class UnfoldedReader implements BatchReader {
  private static final int NONE = -1;

  /**
   * Where the columns wanted of an unfolded table come from.
   *
   * @param ofRows what is wanted of the rows
   * @param ofElements what is wanted of the elements, by field
   * @param row for each wanted column its place among {@link #ofRows}, or -1
   * @param element for each wanted column its place among {@link #ofElements}, or -1
   * @param repeats for each wanted column whether elements have the cell of their row
   */
  record Plan(
      List<Wanted> wanted,
      List<Wanted> ofRows,
      List<Wanted> ofElements,
      int[] row,
      int[] element,
      boolean[] repeats) {

    /**
     * Splits what is wanted.
     *
     * @param columns how many columns the rows have; those after them are fields
     */
    static Plan of(List<Wanted> wanted, int columns) {
      List<Wanted> ofRows = new ArrayList<>();
      List<Wanted> ofElements = new ArrayList<>();
      int[] row = new int[wanted.size()];
      int[] element = new int[wanted.size()];
      boolean[] repeats = new boolean[wanted.size()];
      for (int i = 0; i < row.length; i++) {
        Wanted one = wanted.get(i);
        boolean isField = one.column() >= columns;
        row[i] = isField ? NONE : add(ofRows, one.column(), one.kind());
        int field = isField ? one.column() : one.inElements();
        element[i] = field < 0 ? NONE : add(ofElements, field - columns, one.kind());
        repeats[i] = !isField && one.inElements() == Wanted.ROW;
      }
      return new Plan(List.copyOf(wanted), ofRows, ofElements, row, element, repeats);
    }

    private static int add(List<Wanted> to, int column, ColumnKind kind) {
      to.add(new Wanted(column, kind));
      return to.size() - 1;
    }
  }

  private final Nested nested;
  private final Plan plan;
  private final Batch batch;

  /** For each row that comes out: its row, its element, and the row of its file. */
  private int[] rows = new int[0];

  private int[] elements = new int[0];
  private int[] origins = new int[0];
  private boolean[] isElement = new boolean[0];

  UnfoldedReader(Nested nested, Plan plan) {
    this.nested = nested;
    this.plan = plan;
    List<@Nullable TextDictionary> dictionaries = new ArrayList<>();
    for (int i = 0; i < plan.wanted().size(); i++) {
      boolean isText = plan.wanted().get(i).kind() == ColumnKind.TEXT;
      dictionaries.add(isText ? source(i).text(place(i)).dictionary() : null);
    }
    this.batch = new Batch(plan.wanted(), dictionaries);
  }

  private Batch source(int i) {
    return plan.row()[i] == NONE ? nested.elements() : nested.rows();
  }

  private int place(int i) {
    return plan.row()[i] == NONE ? plan.element()[i] : plan.row()[i];
  }

  @Override
  public @Nullable Batch next() throws IOException {
    if (!nested.next()) {
      return null;
    }
    int count = number();
    batch.reserve(count);
    for (int i = 0; i < plan.wanted().size(); i++) {
      switch (plan.wanted().get(i).kind()) {
        case TEXT -> texts(i, count);
        case DECIMAL -> decimals(i, count);
        case DAY -> days(i, count);
      }
    }
    batch.fill(nested.rows().firstRow(), count, origins, isElement);
    return batch;
  }

  /** Numbers the rows that come out; returns how many there are. */
  private int number() {
    int rowsRead = nested.rows().rows();
    int count = Math.addExact(rowsRead, nested.elements().rows());
    if (rows.length < count) {
      int larger = Math.max(count, rows.length * 2);
      rows = new int[larger];
      elements = new int[larger];
      origins = new int[larger];
      isElement = new boolean[larger];
    }
    int[] counts = nested.counts();
    int out = 0;
    int element = 0;
    for (int row = 0; row < rowsRead; row++) {
      rows[out] = row;
      elements[out] = NONE;
      origins[out] = row;
      isElement[out++] = false;
      for (int i = counts[row]; i > 0; i--) {
        rows[out] = row;
        elements[out] = element++;
        origins[out] = row;
        isElement[out++] = true;
      }
    }
    return count;
  }

  private void texts(int i, int count) {
    int[] into = batch.text(i).ids();
    if (plan.row()[i] != NONE) {
      batch.text(i).gather(nested.rows().text(plan.row()[i]), rows, count, 0);
      if (!plan.repeats()[i]) {
        for (int r = 0; r < count; r++) {
          into[r] = isElement[r] ? TextColumn.NULL : into[r];
        }
      }
      return;
    }
    int[] ids = nested.elements().text(plan.element()[i]).ids();
    for (int r = 0; r < count; r++) {
      into[r] = isElement[r] ? ids[elements[r]] : TextColumn.NULL;
    }
  }

  private void days(int i, int count) {
    int[] into = batch.day(i).days();
    int[] ofRows = plan.row()[i] == NONE ? into : nested.rows().day(plan.row()[i]).days();
    int[] ofElements =
        plan.element()[i] == NONE ? into : nested.elements().day(plan.element()[i]).days();
    for (int r = 0; r < count; r++) {
      if (!isElement[r] || plan.repeats()[i]) {
        into[r] = plan.row()[i] == NONE ? DayColumn.NULL : ofRows[rows[r]];
      } else {
        into[r] = plan.element()[i] == NONE ? DayColumn.NULL : ofElements[elements[r]];
      }
    }
  }

  private void decimals(int i, int count) {
    DecimalColumn into = batch.decimal(i);
    DecimalColumn ofRows = plan.row()[i] == NONE ? null : nested.rows().decimal(plan.row()[i]);
    DecimalColumn ofElements =
        plan.element()[i] == NONE ? null : nested.elements().decimal(plan.element()[i]);
    if (ofRows != null && plan.repeats()[i]) {
      into.gather(ofRows, rows, count, 0);
      return;
    }
    for (int r = 0; r < count; r++) {
      DecimalColumn from = isElement[r] ? ofElements : ofRows;
      if (from == null) {
        into.setNull(r);
      } else {
        into.copy(from, isElement[r] ? elements[r] : rows[r], r);
      }
    }
  }

  @Override
  public void close() throws IOException {
    nested.close();
  }
}
