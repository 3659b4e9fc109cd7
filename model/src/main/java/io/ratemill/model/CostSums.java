package io.ratemill.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The exact sums of some lines, by cost column.
 *
 * <p>Shape: a column is absent where none of the lines had it. {@code listPriced} is the list cost
 * with its fallbacks, as it is priced when the basis is list; {@code list} holds only what the bill
 * says. Units: billing currency, not rounded; {@code quantity} in the pricing unit.
 *
 * @param lines how many lines were added up
 * @param listMissing how many of them had no list cost
 */
public record CostSums(
    long lines,
    long listMissing,
    @Nullable BigDecimal billed,
    @Nullable BigDecimal list,
    @Nullable BigDecimal effective,
    @Nullable BigDecimal contracted,
    @Nullable BigDecimal listPriced,
    @Nullable BigDecimal quantity) {
  public static final CostSums NONE = new CostSums(0, 0, null, null, null, null, null, null);

  public CostSums plus(CostSums other) {
    return new CostSums(
        lines + other.lines,
        listMissing + other.listMissing,
        Money.add(billed, other.billed),
        Money.add(list, other.list),
        Money.add(effective, other.effective),
        Money.add(contracted, other.contracted),
        Money.add(listPriced, other.listPriced),
        Money.add(quantity, other.quantity));
  }

  /** The cost that a basis names; absent where the lines had none, and for {@code DROP}. */
  public @Nullable BigDecimal cost(CostBasis basis) {
    return switch (basis) {
      case BILLED -> billed;
      case LIST -> listPriced;
      case EFFECTIVE -> effective;
      case CONTRACTED -> contracted;
      case DROP -> null;
    };
  }

  /** Whether two sums count and add up to the same, column by column. */
  public boolean same(CostSums other) {
    return lines == other.lines
        && listMissing == other.listMissing
        && Money.same(billed, other.billed)
        && Money.same(list, other.list)
        && Money.same(effective, other.effective)
        && Money.same(contracted, other.contracted)
        && Money.same(listPriced, other.listPriced)
        && Money.same(quantity, other.quantity);
  }
}
