package io.ratemill.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Support charged on a payer, spread over its accounts in proportion to what they pay.
 *
 * <p>Units: whole units of 0.00000001; the parts add up to the amount to the last digit. What an
 * amount has below one unit goes where its next unit would have gone.
 */
public final class SupportSpread {
  private static final int UNIT_SCALE = 8;

  /** An asset and what it is charged before support; nothing and less than nothing take no part. */
  public record Share(String assetId, BigDecimal charged) {}

  /** What an asset gets of the support. */
  public record Part(String assetId, BigDecimal amount) {}

  private record Cut(Share share, BigInteger units, BigInteger rest) {
    static final Comparator<Cut> BY_REST =
        Comparator.comparing(Cut::rest)
            .reversed()
            .thenComparing(cut -> cut.share.assetId())
            .thenComparing(cut -> cut.share.charged());
  }

  private SupportSpread() {}

  /**
   * The parts of an amount, by largest remainder, ties by asset id; in that order.
   *
   * <p>Shape: empty where nobody is charged anything: the support then stays where it is.
   */
  public static List<Part> spread(BigDecimal amount, List<Share> shares) {
    BigDecimal size = amount.abs();
    BigDecimal whole = size.setScale(UNIT_SCALE, RoundingMode.DOWN);
    List<Cut> cuts = cut(whole.unscaledValue(), shares);
    BigInteger left = whole.unscaledValue();
    for (Cut cut : cuts) {
      left = left.subtract(cut.units());
    }
    // Each remainder is below one unit, so fewer units are left than there are cuts.
    int more = left.intValueExact();
    BigDecimal dust = size.subtract(whole);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < cuts.size(); i++) {
      BigInteger units = cuts.get(i).units().add(i < more ? BigInteger.ONE : BigInteger.ZERO);
      BigDecimal part = new BigDecimal(units, UNIT_SCALE);
      part = i == more ? part.add(dust) : part;
      parts.add(
          new Part(cuts.get(i).share().assetId(), amount.signum() < 0 ? part.negate() : part));
    }
    return parts;
  }

  private static List<Cut> cut(BigInteger units, List<Share> shares) {
    BigDecimal sum = BigDecimal.ZERO;
    int scale = 0;
    for (Share share : shares) {
      if (share.charged().signum() > 0) {
        sum = sum.add(share.charged());
        scale = Math.max(scale, share.charged().scale());
      }
    }
    BigInteger total = sum.setScale(scale).unscaledValue();
    List<Cut> cuts = new ArrayList<>();
    for (Share share : shares) {
      if (share.charged().signum() > 0) {
        BigInteger weight = share.charged().setScale(scale).unscaledValue();
        BigInteger[] quotient = units.multiply(weight).divideAndRemainder(total);
        cuts.add(new Cut(share, quotient[0], quotient[1]));
      }
    }
    cuts.sort(Cut.BY_REST);
    return cuts;
  }
}
