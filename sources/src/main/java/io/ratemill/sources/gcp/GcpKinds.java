package io.ratemill.sources.gcp;

import io.ratemill.columnar.Batch;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.EffectiveRule;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The kinds of Google's lines: charge class and marketplace flag from the cells that give them.
 *
 * <p>Shape: every such cell becomes a few bits, found once per distinct text; the bits of a line
 * lead to its kind. A row's class comes from its cost type, a credit's from its own type, whatever
 * the row that it is in. Source: Google Cloud billing, "Structure of Standard data export".
 */
final class GcpKinds {
  private static final List<String> COST_TYPES =
      List.of("regular", "tax", "adjustment", "rounding_error");
  private static final int REGULAR = 0;
  private static final int TAX = 1;

  private static final Map<String, ChargeClass> CREDIT_TYPES =
      Map.of(
          "FREE_TIER", ChargeClass.PUBLIC_DISCOUNT,
          "SUSTAINED_USAGE_DISCOUNT", ChargeClass.PUBLIC_DISCOUNT,
          "DISCOUNT", ChargeClass.DISCOUNT,
          "RESELLER_MARGIN", ChargeClass.DISCOUNT,
          "PROMOTION", ChargeClass.CREDIT,
          "SUBSCRIPTION_BENEFIT", ChargeClass.CREDIT,
          "FEE_UTILIZATION_OFFSET", ChargeClass.CREDIT,
          "CREDIT_TYPE_UNSPECIFIED", ChargeClass.CREDIT,
          "", ChargeClass.CREDIT);

  private static final String COMMITMENT_CREDIT = "COMMITTED_USAGE_DISCOUNT";

  /** Unknown texts beyond this many share one code, so that a broken file stays small. */
  private static final int TEXTS = 1 << 10;

  private static final int TYPE_BITS = 11;
  private static final int CREDIT = 1;
  private static final int MARKETPLACE_SHIFT = 1;
  private static final int COMMITMENT_SHIFT = 2;
  private static final int SUPPORT_SHIFT = 3;
  private static final int TYPE_SHIFT = 4;
  private static final int LARGEST = 1 << (TYPE_SHIFT + TYPE_BITS);

  private final int costType;
  private final int transaction;
  private final int sku;
  private final int service;

  private final Texts costTexts = new Texts();
  private final Texts creditTexts = new Texts();
  private final TextCodes costTypes;
  private final TextCodes creditTypes;
  private final TextCodes transactions = new TextCodes(GcpKinds::isThirdParty);
  private final TextCodes skus = new TextCodes(text -> text.startsWith("Commitment") ? 1 : 0);
  private final TextCodes services =
      new TextCodes(text -> text.strip().equalsIgnoreCase("Support") ? 1 : 0);

  private final List<LineKind> kinds = new ArrayList<>();

  /** Number + 1 of the kind that some bits lead to, 0 where they have not occurred. */
  private final int[] kindOfBits = new int[LARGEST];

  private int[] ofCredits = new int[0];

  GcpKinds(Columns columns) {
    COST_TYPES.forEach(costTexts::number);
    costTypes =
        new TextCodes(
            text -> number(costTexts, text, COST_TYPES, text.strip().toLowerCase(Locale.ROOT)));
    creditTypes =
        new TextCodes(
            text ->
                number(
                    creditTexts,
                    text,
                    CREDIT_TYPES.keySet(),
                    text.strip().toUpperCase(Locale.ROOT)));
    costType = columns.text("cost_type");
    transaction = columns.text("transaction_type");
    sku = columns.text("sku.description");
    service = columns.text("service.description");
  }

  private static int isThirdParty(String text) {
    return text.strip().toUpperCase(Locale.ROOT).startsWith("THIRD_PARTY") ? 1 : 0;
  }

  /** Known words are found whatever their case; unknown ones keep it, for people. */
  private static int number(Texts texts, String text, Collection<String> known, String plain) {
    if (known.contains(plain)) {
      return texts.number(plain);
    }
    return texts.size() >= TEXTS ? texts.number("others") : texts.number(text.strip());
  }

  LineKind kind(int number) {
    return kinds.get(number);
  }

  /**
   * Fills the kind of every row.
   *
   * @param creditType the place of the credits' type
   */
  void map(Batch batch, int creditType, int[] into) {
    int rows = batch.rows();
    boolean[] credit = batch.elements();
    if (ofCredits.length < rows) {
      ofCredits = new int[into.length];
    }
    Arrays.fill(into, 0, rows, 0);
    Arrays.fill(ofCredits, 0, rows, CREDIT);
    transactions.or(Columns.text(batch, transaction), rows, MARKETPLACE_SHIFT, into);
    transactions.or(Columns.text(batch, transaction), rows, MARKETPLACE_SHIFT, ofCredits);
    creditTypes.or(Columns.text(batch, creditType), rows, TYPE_SHIFT, ofCredits);
    skus.or(Columns.text(batch, sku), rows, COMMITMENT_SHIFT, into);
    services.or(Columns.text(batch, service), rows, SUPPORT_SHIFT, into);
    costTypes.or(Columns.text(batch, costType), rows, TYPE_SHIFT, into);
    for (int r = 0; r < rows; r++) {
      int bits = credit[r] ? ofCredits[r] : into[r];
      int known = kindOfBits[bits] - 1;
      into[r] = known >= 0 ? known : learn(bits);
    }
  }

  private int learn(int bits) {
    kinds.add((bits & CREDIT) != 0 ? credit(bits) : row(bits));
    kindOfBits[bits] = kinds.size();
    return kinds.size() - 1;
  }

  private LineKind credit(int bits) {
    String type = creditTexts.text(bits >>> TYPE_SHIFT);
    ChargeClass chargeClass = CREDIT_TYPES.get(type);
    if (chargeClass == null && type.startsWith(COMMITMENT_CREDIT)) {
      chargeClass = ChargeClass.DISCOUNT;
    }
    return kind(
        chargeClass == null ? ChargeClass.CREDIT : chargeClass,
        bits,
        "credit " + (type.isEmpty() ? "(blank)" : type),
        chargeClass != null);
  }

  private LineKind row(int bits) {
    int type = bits >>> TYPE_SHIFT;
    boolean isKnown = type < COST_TYPES.size();
    boolean commitment = (bits >>> COMMITMENT_SHIFT & 1) == 1;
    boolean support = (bits >>> SUPPORT_SHIFT & 1) == 1;
    ChargeClass chargeClass;
    if (type == TAX) {
      chargeClass = ChargeClass.TAX;
    } else if (type == REGULAR && commitment) {
      chargeClass = ChargeClass.COMMITMENT_PURCHASE;
    } else if (support && (type == REGULAR || !isKnown)) {
      chargeClass = ChargeClass.SUPPORT;
    } else if (type == REGULAR) {
      chargeClass = ChargeClass.USAGE;
    } else {
      chargeClass = isKnown ? ChargeClass.ADJUSTMENT : ChargeClass.OTHER;
    }
    String text = costTexts.text(type);
    return kind(chargeClass, bits, text.isEmpty() ? "(blank)" : text, isKnown);
  }

  private static LineKind kind(ChargeClass chargeClass, int bits, String type, boolean known) {
    return new LineKind(
        chargeClass,
        (bits >>> MARKETPLACE_SHIFT & 1) == 1,
        false,
        EffectiveRule.AS_BILLED,
        type,
        known,
        LineKind.Quantity.OWN);
  }
}
