package io.ratemill.sources.azure;

import io.ratemill.columnar.Batch;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.EffectiveRule;
import io.ratemill.sources.rollup.Header;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.LineKind.Quantity;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The kinds of Azure's native lines: charge class and marketplace flag from the cells that give
 * them, and which costs a line tells in the view in which it is read.
 *
 * <p>Shape: every such cell becomes a few bits, found once per distinct text; the bits of a line
 * lead to its kind. Source: Cost Management, "Understand usage details fields"; FinOps toolkit,
 * "Convert cost data to FOCUS", for which lines the actual and the amortized export share.
 */
final class AzureKinds {
  private static final int USAGE = 0;
  private static final int PURCHASE = 1;
  private static final int REFUND = 2;
  private static final int UNUSED_RESERVATION = 3;
  private static final int UNUSED_SAVINGS_PLAN = 4;
  private static final int ROUNDING = 5;
  private static final int TAX = 6;
  private static final List<String> TYPES =
      List.of(
          "usage",
          "purchase",
          "refund",
          "unusedreservation",
          "unusedsavingsplan",
          "roundingadjustment",
          "tax");

  private static final int ON_DEMAND = 0;
  private static final int RESERVATION = 3;
  private static final int SAVINGS_PLAN = 4;
  private static final List<String> MODELS =
      List.of("", "ondemand", "spot", "reservation", "savingsplan");

  /** Unknown texts beyond this many share one code, so that a broken file stays small. */
  private static final int TEXTS = 64;

  private static final int MARKETPLACE = 1;
  private static final int MODEL_SHIFT = 1;
  private static final int TYPE_SHIFT = 7;

  private final View view;
  private final int type;
  private final int model;
  private final int publisher;

  private final Texts typeTexts = texts(TYPES);
  private final Texts modelTexts = texts(MODELS);
  private final TextCodes types = new TextCodes(text -> code(typeTexts, text));
  private final TextCodes models = new TextCodes(text -> code(modelTexts, text));
  private final TextCodes publishers =
      new TextCodes(text -> text.strip().equalsIgnoreCase("Marketplace") ? MARKETPLACE : 0);

  private final List<LineKind> kinds = new ArrayList<>();
  private final List<Boolean> billed = new ArrayList<>();

  /** Number + 1 of the kind that some bits lead to, 0 where they have not occurred. */
  private int[] kindOfBits = new int[1 << 10];

  AzureKinds(Columns columns, View view) {
    this.view = view;
    type = columns.text("ChargeType");
    model = columns.text("PricingModel");
    publisher = columns.text("PublisherType");
  }

  LineKind kind(int number) {
    return kinds.get(number);
  }

  /** Whether the cost of such lines is a billed one. */
  boolean isBilled(int number) {
    return billed.get(number);
  }

  /** Fills the kind of every row. */
  void map(Batch batch, int[] into) {
    int rows = batch.rows();
    Arrays.fill(into, 0, rows, 0);
    publishers.or(Columns.text(batch, publisher), rows, 0, into);
    models.or(Columns.text(batch, model), rows, MODEL_SHIFT, into);
    if (type != Header.ABSENT) {
      // Files of old without the column hold nothing but usage, which is code 0.
      types.or(Columns.text(batch, type), rows, TYPE_SHIFT, into);
    }
    for (int r = 0; r < rows; r++) {
      int bits = into[r];
      int known = bits < kindOfBits.length ? kindOfBits[bits] - 1 : -1;
      into[r] = known >= 0 ? known : learn(bits);
    }
  }

  private int learn(int bits) {
    if (bits >= kindOfBits.length) {
      kindOfBits = Arrays.copyOf(kindOfBits, Math.max(bits + 1, kindOfBits.length * 2));
    }
    int typeCode = bits >>> TYPE_SHIFT;
    int modelCode = bits >>> MODEL_SHIFT & (TEXTS - 1);
    boolean marketplace = (bits & MARKETPLACE) != 0;
    kinds.add(describe(typeCode, modelCode, marketplace));
    billed.add(tellsBilled(typeCode, modelCode));
    kindOfBits[bits] = kinds.size();
    return kinds.size() - 1;
  }

  private LineKind describe(int typeCode, int modelCode, boolean marketplace) {
    boolean knownModel = typeCode != USAGE || modelCode < MODELS.size();
    boolean known = typeCode < TYPES.size() && knownModel;
    String text =
        knownModel ? typeTexts.text(typeCode) : "PricingModel " + modelTexts.text(modelCode);
    return new LineKind(
        known ? chargeClass(typeCode, isCommitment(modelCode)) : ChargeClass.OTHER,
        marketplace,
        false,
        effective(typeCode, modelCode),
        text.isEmpty() ? "(blank)" : text,
        known,
        isToldElsewhere(typeCode, modelCode) ? Quantity.TOLD_ELSEWHERE : Quantity.OWN);
  }

  private static ChargeClass chargeClass(int type, boolean commitment) {
    return switch (type) {
      case PURCHASE -> commitment ? ChargeClass.COMMITMENT_PURCHASE : ChargeClass.FEE;
      case REFUND -> ChargeClass.REFUND;
      case UNUSED_RESERVATION, UNUSED_SAVINGS_PLAN -> ChargeClass.COMMITMENT_UNUSED;
      case ROUNDING -> ChargeClass.ADJUSTMENT;
      case TAX -> ChargeClass.TAX;
      default -> commitment ? ChargeClass.COMMITTED_USAGE : ChargeClass.USAGE;
    };
  }

  private static boolean isCommitment(int model) {
    return model == RESERVATION || model == SAVINGS_PLAN;
  }

  /** What only the actual export has: a commitment's price, which the other spreads. */
  private static boolean isOnlyActual(int type, int model) {
    return (type == PURCHASE || type == REFUND) && isCommitment(model);
  }

  /** What the amortized export tells better: usage that a commitment covers. */
  private static boolean isSpreadOver(int type, int model) {
    return type == USAGE && isCommitment(model);
  }

  private static boolean isUnused(int type) {
    return type == UNUSED_RESERVATION || type == UNUSED_SAVINGS_PLAN;
  }

  private EffectiveRule effective(int type, int model) {
    return switch (view) {
      case AMORTIZED, AMORTIZED_OF_BOTH -> EffectiveRule.sum(AzureMapping.AMORTIZED);
      case ACTUAL -> EffectiveRule.sum();
      case ACTUAL_OF_BOTH -> isOnlyActual(type, model) ? EffectiveRule.ZERO : EffectiveRule.sum();
    };
  }

  /**
   * Of a line that both exports have, one copy tells the quantity and the list cost: the amortized
   * one where a commitment covers it, for there it has a cost; else the actual one.
   */
  private boolean isToldElsewhere(int type, int model) {
    return switch (view) {
      case ACTUAL, AMORTIZED -> false;
      case ACTUAL_OF_BOTH -> isSpreadOver(type, model);
      case AMORTIZED_OF_BOTH -> !isSpreadOver(type, model) && !isUnused(type);
    };
  }

  /**
   * In the amortized export alone, the cost of what no commitment can touch is what was billed;
   * what is billed for usage only the actual export tells.
   */
  private boolean tellsBilled(int type, int model) {
    return switch (view) {
      case ACTUAL, ACTUAL_OF_BOTH -> true;
      case AMORTIZED_OF_BOTH -> false;
      case AMORTIZED ->
          type != USAGE && !isUnused(type) && !isCommitment(model) && model >= ON_DEMAND;
    };
  }

  private static Texts texts(List<String> known) {
    Texts texts = new Texts();
    known.forEach(texts::number);
    return texts;
  }

  /** Known words are found whatever their case; unknown ones keep it, for people. */
  private static int code(Texts texts, String text) {
    String stripped = text.strip();
    String lower = stripped.toLowerCase(Locale.ROOT);
    if (TYPES.contains(lower) || MODELS.contains(lower)) {
      return texts.number(lower);
    }
    if (texts.size() >= TEXTS - 1) {
      return texts.number("others");
    }
    return texts.number(stripped);
  }
}
