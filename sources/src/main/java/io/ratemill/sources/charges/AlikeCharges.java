package io.ratemill.sources.charges;

import io.ratemill.model.AccountRef;
import io.ratemill.model.ChargeKey;
import java.io.Serializable;

/**
 * Which charges nothing tells apart, so that they need not be kept by themselves, and which come
 * together later.
 *
 * <p>Two may be alike only if whoever takes them treats them the same, and will do so for as long
 * as they are kept.
 */
public interface AlikeCharges extends Serializable {
  /** Every charge for itself. */
  AlikeCharges NONE =
      new AlikeCharges() {
        private static final long serialVersionUID = 1L;

        @Override
        public ChargeKey key(ChargeKey key) {
          return key;
        }

        @Override
        public int item(ChargeKey key) {
          return 0;
        }

        @Override
        public AccountRef account(AccountRef account) {
          return account;
        }

        @Override
        public boolean tellsAccountsApart(ChargeKey key) {
          return true;
        }

        @Override
        public int bucket(AccountRef account) {
          return account.bucket();
        }

        @Override
        public Days days(String connector, AccountRef account) {
          return (item, day, stretch) -> stretch.set(day, day + 1);
        }
      };

  /** Of the keys whose charges are alike whatever their account and day the one for all. */
  ChargeKey key(ChargeKey key);

  /** The number of a key's item, of which days are alike or not; of most keys the same one, 0. */
  int item(ChargeKey key);

  /** Of the accounts whose charges are alike on every day the one for all, itself included. */
  AccountRef account(AccountRef account);

  /** Whether charges of a key are told apart by their accounts nevertheless. */
  boolean tellsAccountsApart(ChargeKey key);

  /**
   * The key bucket of an account, the same for all accounts whose charges come together in the end,
   * where that is known and stays so; else {@link AccountRef#bucket}.
   */
  int bucket(AccountRef account);

  /** The days of an account whose charges a connector reads. */
  Days days(String connector, AccountRef account);

  /** The days of one account. */
  interface Days {
    /**
     * Says among which days a day's charges are alike.
     *
     * @param item the number of the item that the charges are about
     * @param day a UTC epoch day
     * @param stretch is set to the days around it
     */
    void around(int item, int day, Stretch stretch);
  }

  /** Days that follow each other. */
  final class Stretch {
    private int first;
    private int until;
    private boolean unowned;

    /**
     * Sets the days.
     *
     * @param firstDay the first of them, which stands for all
     * @param untilDay the first one behind them
     */
    public void set(int firstDay, int untilDay) {
      set(firstDay, untilDay, false);
    }

    /**
     * Sets days on which the account has no owner: charges are then alike whatever they are about,
     * as with {@link ChargeKey#aboutNothing}, but the first day that has any is told.
     */
    public void setUnowned(int firstDay, int untilDay) {
      set(firstDay, untilDay, true);
    }

    private void set(int firstDay, int untilDay, boolean isUnowned) {
      first = firstDay;
      until = untilDay;
      unowned = isUnowned;
    }

    /** The first of them, which stands for all. */
    public int first() {
      return first;
    }

    /** The first one behind them. */
    public int until() {
      return until;
    }

    /** Whether they are days without an owner, see {@link #setUnowned}. */
    public boolean isUnowned() {
      return unowned;
    }
  }
}
