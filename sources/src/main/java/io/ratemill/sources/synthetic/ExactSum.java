package io.ratemill.sources.synthetic;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact sum of amounts as lines carry them, in two longs that spill over when full. */
final class ExactSum {
  private static final long TAIL_UNIT = 1_000_000_000_000L;

  private long units;
  private long tails;
  private BigInteger spilt = BigInteger.ZERO;

  void add(long amount, long tail) {
    if (amount == Line.ABSENT) {
      return;
    }
    long sum = units + amount;
    if (((units ^ sum) & (amount ^ sum)) < 0) {
      spilt = spilt.add(BigInteger.valueOf(units));
      sum = amount;
    }
    units = sum;
    tails += tail;
    if (tails >= TAIL_UNIT || tails <= -TAIL_UNIT) {
      long carry = tails / TAIL_UNIT;
      tails %= TAIL_UNIT;
      add(carry, 0);
    }
  }

  void add(ExactSum other) {
    spilt = spilt.add(other.spilt);
    add(other.units, other.tails);
  }

  BigDecimal value() {
    BigDecimal whole = new BigDecimal(spilt.add(BigInteger.valueOf(units)), TextBuffer.SCALE);
    return whole.add(BigDecimal.valueOf(tails, TextBuffer.SCALE + TextBuffer.TAIL_SCALE));
  }
}
