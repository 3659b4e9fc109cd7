package io.ratemill.sources.rollup;

import io.ratemill.columnar.TextColumn;
import io.ratemill.sources.SliceTotals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines whose account id has an odd form, each id named once.
 *
 * <p>Shape: ids are read on as they are. Of very many odd ids the first are named, the others are
 * counted together.
 */
public final class OddAccounts {
  private static final int NAMED = 100;
  private static final int FINE = 0;
  private static final int OTHERS = 1;
  private static final int AWS_DIGITS = 12;
  private static final Pattern E_NOTATION = Pattern.compile("[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]+");

  private final Predicate<String> odd;
  private final Texts named = new Texts();
  private final List<TextCodes> codes = new ArrayList<>();
  private long[] counts = new long[2];
  private boolean any;

  private OddAccounts(Predicate<String> odd) {
    this.odd = odd;
  }

  /** Every AWS line has an account of twelve digits; fewer are lost zeros. */
  public static OddAccounts aws() {
    return new OddAccounts(id -> !isAwsId(id));
  }

  /** An AWS line may leave out the account below the one that is billed. */
  public static OddAccounts awsWhereNamed() {
    return new OddAccounts(id -> !id.isEmpty() && !isAwsId(id));
  }

  /** Ids of any provider: none is a number in E notation or has blanks at its ends. */
  public static OddAccounts anyProvider() {
    return new OddAccounts(id -> !id.equals(id.strip()) || E_NOTATION.matcher(id).matches());
  }

  /** Without a pattern: there are as many ids in each part as a distributor has accounts. */
  private static boolean isAwsId(String id) {
    if (id.length() != AWS_DIGITS) {
      return false;
    }
    for (int i = 0; i < AWS_DIGITS; i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private int code(String id) {
    if (!odd.test(id)) {
      return FINE;
    }
    any = true;
    if (named.size() == NAMED) {
      return OTHERS;
    }
    return OTHERS + 1 + named.number(id.isBlank() ? "(blank)" : id);
  }

  /** Counts the lines of a batch, each by the first of some columns in which it is not null. */
  public void count(int rows, @Nullable TextColumn... columns) {
    while (codes.size() < columns.length) {
      codes.add(new TextCodes(this::code));
    }
    for (int c = 0; c < columns.length; c++) {
      TextColumn ids = columns[c];
      if (ids != null) {
        codes.get(c).learn(ids.dictionary());
      }
    }
    if (!any) {
      return;
    }
    for (int r = 0; r < rows; r++) {
      int code = code(r, columns);
      if (code != FINE) {
        if (code >= counts.length) {
          counts = Arrays.copyOf(counts, Math.max(code + 1, counts.length * 2));
        }
        counts[code]++;
      }
    }
  }

  /** A line that is null in all of them goes by the last that the file has. */
  private int code(int row, @Nullable TextColumn[] columns) {
    int code = FINE;
    for (int c = 0; c < columns.length; c++) {
      TextColumn ids = columns[c];
      if (ids != null) {
        code = codes.get(c).code(ids.ids()[row]);
        if (ids.ids()[row] != TextColumn.NULL) {
          return code;
        }
      }
    }
    return code;
  }

  /** One warning per odd id. */
  public List<SliceTotals.Warning> warnings() {
    List<SliceTotals.Warning> warnings = new ArrayList<>();
    for (int code = OTHERS + 1; code < counts.length; code++) {
      if (counts[code] > 0) {
        warnings.add(
            new SliceTotals.Warning("odd-account-id", named.text(code - OTHERS - 1), counts[code]));
      }
    }
    if (counts[OTHERS] > 0) {
      warnings.add(new SliceTotals.Warning("odd-account-id", "others", counts[OTHERS]));
    }
    return warnings;
  }
}
