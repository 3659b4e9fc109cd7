package io.ratemill.sources.rollup;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.DayColumn;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.Wanted;
import io.ratemill.sources.FeedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a format wants of one file, bound by name.
 *
 * <p>Shape: each call names a column by all its spellings and gives its place in a batch, {@link
 * Header#ABSENT} where the file does not have it. Errors: {@link #check} names all columns that
 * must be there and are not.
 */
public final class Columns {
  private final Header header;
  private final List<String> names;
  private final List<Wanted> wanted = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  public Columns(List<String> names) {
    this.header = new Header(names);
    this.names = names;
  }

  /** A text column that may be absent. */
  public int text(String... spellings) {
    return want(ColumnKind.TEXT, spellings);
  }

  /** A decimal column that may be absent. */
  public int decimal(String... spellings) {
    return want(ColumnKind.DECIMAL, spellings);
  }

  /** A day column that may be absent. */
  public int day(String... spellings) {
    return want(ColumnKind.DAY, spellings);
  }

  /** Notes that one of some columns must be there. */
  public void require(String... spellings) {
    if (!header.has(spellings)) {
      missing.add(spellings[0]);
    }
  }

  /** Whether the file has one of some columns. */
  public boolean has(String... spellings) {
    return header.has(spellings);
  }

  /** Refuses the file if a required column is not there. */
  public void check(Where where) throws FeedException {
    if (missing.isEmpty()) {
      return;
    }
    String which =
        missing.size() == 1
            ? "the mandatory column " + missing.get(0) + " is"
            : "the mandatory columns " + String.join(", ", missing) + " are";
    throw where.data(
        "missing-column",
        which
            + " missing among the "
            + names.size()
            + " columns of the file; include it in the export and deliver again");
  }

  /** All columns wanted, in the order of their places. */
  public List<Wanted> wanted() {
    return List.copyOf(wanted);
  }

  private int want(ColumnKind kind, String... spellings) {
    int column = header.find(spellings);
    if (column == Header.ABSENT) {
      return Header.ABSENT;
    }
    wanted.add(new Wanted(column, kind));
    return wanted.size() - 1;
  }

  /** The text column at a place, or null if it is absent. */
  public static @Nullable TextColumn text(Batch batch, int place) {
    return place == Header.ABSENT ? null : batch.text(place);
  }

  /** The text behind an id of the column at a place, empty for a null cell or an absent column. */
  public static String text(@Nullable Batch batch, int place, int id) {
    return batch == null || place == Header.ABSENT || id == TextColumn.NULL
        ? ""
        : batch.text(place).dictionary().text(id);
  }

  /** The decimal column at a place, or null if it is absent. */
  public static @Nullable DecimalColumn decimal(Batch batch, int place) {
    return place == Header.ABSENT ? null : batch.decimal(place);
  }

  /** The day column at a place, or null if it is absent. */
  public static @Nullable DayColumn day(Batch batch, int place) {
    return place == Header.ABSENT ? null : batch.day(place);
  }
}
