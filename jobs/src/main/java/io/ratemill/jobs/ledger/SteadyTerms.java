package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.Owner;
import io.ratemill.rating.AccountTerms;
import io.ratemill.rating.PriceBook;
import io.ratemill.rating.StandIns;
import io.ratemill.sources.charges.AlikeCharges;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one version of the terms does not tell apart; only for charges that no other version will
 * price.
 *
 * <p>Charges of a class that is never sold are alike whatever they are about. Accounts are alike
 * that have the same owner on every day, if no rule names one of them. Days of a month are alike
 * between two on which an owner of the account, a rule that can apply to it and to the item, or a
 * parameter turns. While an account has no owner, its charges are alike whatever they are about but
 * for their class and currency; people are told since when an account is unmapped, and so the first
 * day is kept.
 */
final class SteadyTerms implements AlikeCharges {
  private static final long serialVersionUID = 1L;

  private final byte[] terms;
  private transient @Nullable PriceBook book;
  private transient @Nullable StandIns standIns;
  private transient @Nullable List<String> items;

  SteadyTerms(byte[] terms) {
    this.terms = terms;
  }

  private PriceBook book() {
    PriceBook known = book;
    if (known == null) {
      known = PriceBooks.of(terms);
      book = known;
    }
    return known;
  }

  @Override
  public ChargeKey key(ChargeKey key) {
    return book().isEverSold(key) ? key : key.aboutNothing();
  }

  @Override
  public int item(ChargeKey key) {
    if (!book().hasOwnTurns(key.item())) {
      return 0;
    }
    int known = items().indexOf(key.item());
    if (known < 0) {
      items().add(key.item());
      return items().size() - 1;
    }
    return known;
  }

  /** Items with turns of their own, as far as they occurred; the first stands for all others. */
  private List<String> items() {
    List<String> known = items;
    if (known == null) {
      known = new ArrayList<>(List.of(""));
      items = known;
    }
    return known;
  }

  @Override
  public AccountRef account(AccountRef account) {
    StandIns known = standIns;
    if (known == null) {
      known = new StandIns(book());
      standIns = known;
    }
    return known.of(account);
  }

  @Override
  public boolean tellsAccountsApart(ChargeKey key) {
    return key.chargeClass() == ChargeClass.SUPPORT;
  }

  /** Accounts of one asset share a bucket, where they become one row per record. */
  @Override
  public int bucket(AccountRef account) {
    Owner owner = book().anyOwner(account);
    return owner == null || owner.assetId().isEmpty()
        ? account.bucket()
        : AccountRef.bucket(owner.provider(), owner.assetId());
  }

  @Override
  public Days days(String connector, AccountRef account) {
    return new Stretches(book().of(connector, account), items());
  }

  private static final class Stretches implements Days {
    private final AccountTerms terms;
    private final List<String> items;

    Stretches(AccountTerms terms, List<String> items) {
      this.terms = terms;
      this.items = items;
    }

    @Override
    public void around(int item, int day, Stretch stretch) {
      LocalDate date = LocalDate.ofEpochDay(day);
      int first = day - date.getDayOfMonth() + 1;
      int nextMonth = first + date.lengthOfMonth();
      int until = terms.steadyUntil(items.get(item), first);
      while (until <= day) {
        first = until;
        until = terms.steadyUntil(items.get(item), first);
      }
      if (terms.owner(day) == null) {
        stretch.setUnowned(first, Math.min(until, nextMonth));
      } else {
        stretch.set(first, Math.min(until, nextMonth));
      }
    }
  }
}
