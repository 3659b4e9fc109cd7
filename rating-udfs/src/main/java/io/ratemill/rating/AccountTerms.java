package io.ratemill.rating;

import io.ratemill.model.ChargeKey;
import io.ratemill.model.Owner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a version of the terms says of one account's charges: looked up once, asked many times.
 *
 * <p>Shape: a placement depends on the terms, the connector, the account and the charge's
 * dimensions only, never on its sums. Not for several threads.
 */
public final class AccountTerms {
  private final PriceBook book;
  private final String connectorId;

  /** The account's owners, those of its first id first, in it by their days. */
  private final List<Owner> owners;

  private final @Nullable Sale[] sales;

  AccountTerms(PriceBook book, String connectorId, List<Owner> owners) {
    this.book = book;
    this.connectorId = connectorId;
    this.owners = owners;
    this.sales = new @Nullable Sale[owners.size()];
  }

  /**
   * The owner of the account on a UTC epoch day: that of its first id that has one; absent if none.
   */
  public @Nullable Owner owner(int epochDay) {
    int at = at(epochDay);
    return at < 0 ? null : owners.get(at);
  }

  private int at(int epochDay) {
    for (int i = 0; i < owners.size(); i++) {
      if (owners.get(i).coversDay(epochDay)) {
        return i;
      }
    }
    return -1;
  }

  private Sale sale(int at) {
    Sale known = sales[at];
    if (known == null) {
      known = book.sale(connectorId, owners.get(at));
      sales[at] = known;
    }
    return known;
  }

  /**
   * The first day after another on which a charge may belong elsewhere, or be priced otherwise,
   * than on that day; {@link Owner#FOREVER} if there is none.
   */
  public int steadyUntil(ChargeKey charge, int epochDay) {
    return steadyUntil(charge.item(), epochDay);
  }

  /** Like {@link #steadyUntil(ChargeKey, int)}, for any charge about an item. */
  public int steadyUntil(String item, int epochDay) {
    int until = ownersSteadyUntil(epochDay);
    int at = at(epochDay);
    return at < 0 ? until : Math.min(until, sale(at).steadyUntil(item, epochDay));
  }

  private int ownersSteadyUntil(int epochDay) {
    int until = book.steadyUntil(epochDay);
    for (int i = 0; i < owners.size(); i++) {
      Owner row = owners.get(i);
      if (row.validFrom() > epochDay) {
        until = Math.min(until, row.validFrom());
      } else if (row.validTo() > epochDay) {
        until = Math.min(until, row.validTo());
      }
    }
    return until;
  }

  /**
   * Where a charge on a UTC epoch day belongs.
   *
   * <p>What repeats another line is left out before ownership is looked at; a charge without an
   * owner is unmapped whatever its class; then the class decides, and last the exchange rate.
   */
  public Placement place(ChargeKey charge, int day) {
    if (charge.splitAllocation()) {
      return Placement.SPLIT_ALLOCATION;
    }
    int at = at(day);
    return at < 0 ? Placement.UNMAPPED : sale(at).place(charge, day);
  }
}
