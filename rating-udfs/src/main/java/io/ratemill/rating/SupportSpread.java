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

  private record Cut(Share share, BigInteger units, BigDecimal rest) {
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
    List<Cut> cuts = cut(amount.abs(), shares);
    if (cuts.isEmpty()) {
      return List.of();
    }
    BigDecimal whole = amount.abs().setScale(UNIT_SCALE, RoundingMode.DOWN);
    BigInteger left = whole.unscaledValue();
    for (Cut cut : cuts) {
      left = left.subtract(cut.units());
    }
    // Each remainder is below one unit, so fewer units are left than there are cuts.
    int more = left.intValueExact();
    BigDecimal dust = amount.abs().subtract(whole);
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

  private static List<Cut> cut(BigDecimal size, List<Share> shares) {
    BigDecimal total = BigDecimal.ZERO;
    for (Share share : shares) {
      total = total.add(share.charged().max(BigDecimal.ZERO));
    }
    List<Cut> cuts = new ArrayList<>();
    for (Share share : shares) {
      if (share.charged().signum() > 0) {
        BigDecimal[] quotient =
            size.multiply(share.charged()).movePointRight(UNIT_SCALE).divideAndRemainder(total);
        cuts.add(new Cut(share, quotient[0].toBigIntegerExact(), quotient[1]));
      }
    }
    cuts.sort(Cut.BY_REST);
    return cuts;
  }
}
