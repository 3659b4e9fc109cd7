package io.ratemill.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The only rules for exact sums, rounding and printing of amounts and quantities.
 *
 * <p>Units: whatever currency or unit the operands share; nothing is ever rounded here but by
 * {@link #round}.
 */
public final class Money {
  /** Decimals of a record's amount. */
  public static final int AMOUNT_SCALE = 8;

  private Money() {}

  /** A record's amount or quantity: 8 decimals, half up, once. */
  public static BigDecimal round(BigDecimal exact) {
    return exact.setScale(AMOUNT_SCALE, RoundingMode.HALF_UP);
  }

  /** The sum of two amounts of which either may be absent; absent only if both are. */
  public static @Nullable BigDecimal add(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    if (a == null) {
      return b;
    }
    return b == null ? a : a.add(b);
  }

  /** Whether two amounts are the same number, whatever their scale; absent equals only absent. */
  public static boolean same(@Nullable BigDecimal a, @Nullable BigDecimal b) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return a.compareTo(b) == 0;
  }

  /** Exact text in plain notation without trailing zeros, such as {@code 7391.02}. */
  public static String text(BigDecimal exact) {
    return new String(utf8(exact), StandardCharsets.ISO_8859_1);
  }

  /** The same in UTF-8. */
  public static byte[] utf8(BigDecimal exact) {
    Wide wide = new Wide();
    if (wide.set(exact)) {
      return wide.utf8(0);
    }
    String text = exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A rounded amount or quantity with all its decimals, such as {@code 7391.02000000}. */
  public static String fixedText(BigDecimal rounded) {
    Wide wide = new Wide();
    return wide.set(rounded) ? wide.text(rounded.scale()) : rounded.toPlainString();
  }

  /** {@link #text} that keeps absence. */
  public static @Nullable String textOrNull(@Nullable BigDecimal exact) {
    return exact == null ? null : text(exact);
  }
}
