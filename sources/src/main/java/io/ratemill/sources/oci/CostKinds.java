package io.ratemill.sources.oci;

import io.ratemill.columnar.Batch;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.EffectiveRule;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of lines of an OCI cost report: usage, and corrections of earlier lines.
 *
 * <p>Shape: a correction is a difference, added like any line; nothing is looked up by the line
 * that it refers to, as ordinary lines fill that column too. Oracle does not say whether it is one,
 * so each report with corrections gives a warning.
 */
final class CostKinds {
  private static final int USAGE = 0;
  private static final int CORRECTION = 1;
  private static final List<String> KNOWN = List.of("usage", "correction");

  /** Unknown texts beyond this many share one kind, so that a broken file stays small. */
  private static final int MOST = 100;

  private final int column;
  private final Texts texts = new Texts();
  private final TextCodes codes;
  private long corrections;

  CostKinds(Columns columns) {
    column = columns.text("lineItem/isCorrection");
    KNOWN.forEach(texts::number);
    codes = new TextCodes(this::code);
  }

  /** Fills the kind of every row. */
  void map(Batch batch, int[] into) {
    int rows = batch.rows();
    Arrays.fill(into, 0, rows, 0);
    codes.or(Columns.text(batch, column), rows, 0, into);
    for (int r = 0; r < rows; r++) {
      if (into[r] == CORRECTION) {
        corrections++;
      }
    }
  }

  LineKind kind(int number) {
    ChargeClass chargeClass =
        switch (number) {
          case USAGE -> ChargeClass.USAGE;
          case CORRECTION -> ChargeClass.ADJUSTMENT;
          default -> ChargeClass.OTHER;
        };
    String text = texts.text(number);
    return new LineKind(
        chargeClass,
        false,
        false,
        EffectiveRule.AS_BILLED,
        number < KNOWN.size() ? text : "isCorrection " + text,
        number < KNOWN.size(),
        LineKind.Quantity.OWN);
  }

  List<SliceTotals.Warning> warnings() {
    List<SliceTotals.Warning> warnings = new ArrayList<>();
    if (corrections > 0) {
      warnings.add(
          new SliceTotals.Warning(
              "corrections",
              "lines with isCorrection are added as differences, as Oracle's own loader does",
              corrections));
    }
    return warnings;
  }

  private int code(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    if (word.isEmpty() || word.equals("false")) {
      return USAGE;
    }
    if (word.equals("true")) {
      return CORRECTION;
    }
    return texts.number(texts.size() < MOST ? "'" + cell.strip() + "'" : "'others'");
  }
}
