package io.ratemill.sources.synthetic;

import io.ratemill.model.ChargeClass;
import java.util.List;

/**
 * The credits of Google's rows, made from the row alone: usage has up to three, other rows none.
 */
final class GcpCredits {
  /** Names and types of credits, with the class that rating gives them. */
  private enum Kind {
    FREE_TIER("Free tier", ChargeClass.PUBLIC_DISCOUNT),
    SUSTAINED_USAGE_DISCOUNT("Sustained usage discount", ChargeClass.PUBLIC_DISCOUNT),
    COMMITTED_USAGE_DISCOUNT("Committed usage discount: CPU", ChargeClass.DISCOUNT),
    COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE("Committed usage discount", ChargeClass.DISCOUNT),
    DISCOUNT("Negotiated \"spend\" discount, level 2", ChargeClass.DISCOUNT),
    RESELLER_MARGIN("Reseller margin", ChargeClass.DISCOUNT),
    PROMOTION("Promotion", ChargeClass.CREDIT),
    SUBSCRIPTION_BENEFIT("Subscription benefit", ChargeClass.CREDIT),
    FEE_UTILIZATION_OFFSET("Fee utilization offset", ChargeClass.CREDIT);

    private final String text;
    private final ChargeClass chargeClass;

    Kind(String text, ChargeClass chargeClass) {
      this.text = text;
      this.chargeClass = chargeClass;
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final byte[][] TYPES =
      KINDS.stream().map(kind -> Vocabulary.bytes(kind.name())).toArray(byte[][]::new);
  private static final byte[][] NAMES =
      KINDS.stream().map(kind -> Vocabulary.bytes(kind.text)).toArray(byte[][]::new);

  private static final byte[][] ESCAPED =
      KINDS.stream()
          .map(kind -> Vocabulary.bytes(kind.text.replace("\"", "\\\"")))
          .toArray(byte[][]::new);
  private static final byte[] FIRST = Vocabulary.bytes("{\"name\": \"");
  private static final byte[] NEXT = Vocabulary.bytes(", {\"name\": \"");
  private static final byte[] AMOUNT = Vocabulary.bytes("\", \"amount\": ");
  private static final byte[] TYPE = Vocabulary.bytes(", \"type\": \"");
  private static final byte[] END = Vocabulary.bytes("\"}");

  /** A credit is at most so many of these parts of the row's cost. */
  private static final int PARTS = 100;

  private static final int MOST = 30;

  private GcpCredits() {}

  static int count(Line line) {
    return line.kind == LineKind.USAGE
        ? Math.max(0, Noise.below(Noise.mix(line.id, 41), 5) - 1)
        : 0;
  }

  /** Which of the kinds a credit is. */
  static int code(Line line, int credit) {
    return Noise.below(Noise.mix(line.id, credit, 43), KINDS.size());
  }

  static byte[] type(int code) {
    return TYPES[code];
  }

  static byte[] name(int code) {
    return NAMES[code];
  }

  static ChargeClass chargeClass(int code) {
    return KINDS.get(code).chargeClass;
  }

  /** The amount, negative. Units: {@link TextBuffer#SCALE} decimals. */
  static long amount(Line line, int credit) {
    return -(line.billed / PARTS * (1 + Noise.below(Noise.mix(line.id, credit, 47), MOST)));
  }

  /** All credits as JSON, the way flat files hold them. */
  static void json(Line line, TextBuffer text) {
    text.put('[');
    int count = count(line);
    for (int i = 0; i < count; i++) {
      int code = code(line, i);
      text.put(i == 0 ? FIRST : NEXT);
      text.put(ESCAPED[code]);
      text.put(AMOUNT);
      text.plain(amount(line, i), 0);
      text.put(TYPE);
      text.put(TYPES[code]);
      text.put(END);
    }
    text.put(']');
  }
}
