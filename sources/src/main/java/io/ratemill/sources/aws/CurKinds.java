package io.ratemill.sources.aws;

import io.ratemill.columnar.Batch;
import io.ratemill.model.ChargeClass;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.EffectiveRule;
import io.ratemill.sources.rollup.LineKind;
import io.ratemill.sources.rollup.TextCodes;
import io.ratemill.sources.rollup.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of CUR lines: charge class, effective cost, marketplace and split flag from the cells
 * that give them.
 *
 * <p>Shape: every such cell becomes a few bits, found once per distinct text; the bits of a line
 * lead to its kind. Source: AWS CUR user guide, line item details.
 */
final class CurKinds {
  /** Places of the costs that effective costs are made of. */
  static final int RESERVATION = 0;

  static final int SAVINGS_PLAN = 1;
  static final int UNUSED_UPFRONT = 2;
  static final int UNUSED_RECURRING = 3;
  static final int COMMITMENT = 4;
  static final int COMMITMENT_USED = 5;
  static final int COSTS = 6;

  private static final Set<String> SPLIT_OPERATIONS = Set.of("EKSPod-EC2", "ECSTask-EC2");
  private static final String FEE = "fee";

  private record Known(ChargeClass chargeClass, EffectiveRule effective) {
    Known(ChargeClass chargeClass) {
      this(chargeClass, EffectiveRule.AS_BILLED);
    }
  }

  private static final Map<String, Known> TYPES =
      Map.ofEntries(
          Map.entry("usage", new Known(ChargeClass.USAGE)),
          Map.entry("flatratesubscription", new Known(ChargeClass.USAGE)),
          Map.entry(
              "discountedusage",
              new Known(ChargeClass.COMMITTED_USAGE, EffectiveRule.sum(RESERVATION))),
          Map.entry(
              "savingsplancoveredusage",
              new Known(ChargeClass.COMMITTED_USAGE, EffectiveRule.sum(SAVINGS_PLAN))),
          Map.entry(
              "rifee",
              new Known(
                  ChargeClass.COMMITMENT_PURCHASE,
                  EffectiveRule.sum(UNUSED_UPFRONT, UNUSED_RECURRING))),
          Map.entry(
              "savingsplanrecurringfee",
              new Known(
                  ChargeClass.COMMITMENT_PURCHASE,
                  EffectiveRule.difference(COMMITMENT, COMMITMENT_USED))),
          Map.entry(
              "savingsplanupfrontfee",
              new Known(ChargeClass.COMMITMENT_PURCHASE, EffectiveRule.ZERO)),
          Map.entry(
              "savingsplannegation",
              new Known(ChargeClass.COMMITMENT_NEGATION, EffectiveRule.ZERO)),
          Map.entry("bundleddiscount", new Known(ChargeClass.PUBLIC_DISCOUNT)),
          Map.entry("credit", new Known(ChargeClass.CREDIT)),
          Map.entry("refund", new Known(ChargeClass.REFUND)),
          Map.entry("tax", new Known(ChargeClass.TAX)),
          Map.entry(FEE, new Known(ChargeClass.FEE)));

  /** Unknown types beyond this many share one code, so that a broken file stays small. */
  private static final int TEXTS = 1000;

  private static final int SPLIT = 1;
  private static final int MARKETPLACE_SHIFT = 1;
  private static final int SUPPORT_SHIFT = 2;
  private static final int RESERVED_SHIFT = 3;
  private static final int TYPE_SHIFT = 4;

  private final int type;
  private final int product;
  private final int entity;
  private final int operation;
  private final int reservation;

  private final Texts typeTexts = new Texts();
  private final TextCodes types = new TextCodes(this::typeCode);
  private final TextCodes products = new TextCodes(code -> isSupport(code) ? 1 : 0);
  private final TextCodes entities =
      new TextCodes(name -> name.strip().equalsIgnoreCase("AWS Marketplace") ? 1 : 0);
  private final TextCodes operations =
      new TextCodes(name -> SPLIT_OPERATIONS.contains(name) ? SPLIT : 0);
  private final TextCodes reservations = new TextCodes(arn -> arn.isBlank() ? 0 : 1);

  private final List<LineKind> kinds = new ArrayList<>();

  /** Number + 1 of the kind that some bits lead to, 0 where they have not occurred. */
  private int[] kindOfBits = new int[1 << 8];

  CurKinds(Columns columns) {
    type = columns.text("lineItem/LineItemType");
    product = columns.text("lineItem/ProductCode");
    entity = columns.text("bill/BillingEntity");
    operation = columns.text("lineItem/Operation");
    reservation = columns.text("reservation/ReservationARN");
  }

  LineKind kind(int number) {
    return kinds.get(number);
  }

  /** Fills the kind of every row. */
  void map(Batch batch, int[] into) {
    int rows = batch.rows();
    Arrays.fill(into, 0, rows, 0);
    operations.or(Columns.text(batch, operation), rows, 0, into);
    entities.or(Columns.text(batch, entity), rows, MARKETPLACE_SHIFT, into);
    products.or(Columns.text(batch, product), rows, SUPPORT_SHIFT, into);
    reservations.or(Columns.text(batch, reservation), rows, RESERVED_SHIFT, into);
    types.or(Columns.text(batch, type), rows, TYPE_SHIFT, into);
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
    kinds.add(describe(bits));
    kindOfBits[bits] = kinds.size();
    return kinds.size() - 1;
  }

  private LineKind describe(int bits) {
    String text = typeTexts.text(bits >>> TYPE_SHIFT);
    boolean split = (bits & SPLIT) != 0;
    boolean support = (bits >>> SUPPORT_SHIFT & 1) == 1;
    boolean reserved = (bits >>> RESERVED_SHIFT & 1) == 1;
    Known known = known(text);
    Known meant = known == null ? new Known(ChargeClass.OTHER) : known;
    if (split) {
      meant = new Known(ChargeClass.USAGE);
    } else if (meant.chargeClass() == ChargeClass.FEE && reserved) {
      meant = new Known(ChargeClass.COMMITMENT_PURCHASE, EffectiveRule.ZERO);
    } else if (support && isOrdinary(meant.chargeClass())) {
      meant = new Known(ChargeClass.SUPPORT);
    }
    return new LineKind(
        meant.chargeClass(),
        (bits >>> MARKETPLACE_SHIFT & 1) == 1,
        split,
        meant.effective(),
        text.isEmpty() ? "(blank)" : text,
        known != null,
        meant.chargeClass() == ChargeClass.COMMITMENT_NEGATION
            ? LineKind.Quantity.ZERO
            : LineKind.Quantity.OWN);
  }

  /** Tax, credits, refunds, discounts and commitments on support keep their own class. */
  private static boolean isOrdinary(ChargeClass chargeClass) {
    return chargeClass == ChargeClass.USAGE
        || chargeClass == ChargeClass.FEE
        || chargeClass == ChargeClass.OTHER;
  }

  private static @Nullable Known known(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    Known known = TYPES.get(lower);
    if (known == null && lower.endsWith("discount")) {
      return new Known(ChargeClass.DISCOUNT);
    }
    return known;
  }

  private static boolean isSupport(String productCode) {
    return productCode.startsWith("AWSSupport") || productCode.equals("OCBPremiumSupport");
  }

  private int typeCode(String text) {
    return typeTexts.size() >= TEXTS ? typeTexts.number("others") : typeTexts.number(text.strip());
  }
}
