package io.ratemill.sources.charges;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two stretches of alike days that were met last, per account and item.
 *
 * <p>Shape: numbers in flat arrays, as lines of a bill come from any account, and each look into
 * memory that is not near costs as much as all else. Most accounts have one stretch for all days:
 * for them a look at one byte is enough.
 */
final class Stretches {
  /** Items of which an account's byte tells. */
  private static final int OF_BYTE = 8;

  /** Items whose stretches are remembered; those of others are asked for anew each time. */
  private static final int OF_ITEMS = 64;

  /** Numbers of two stretches: what a month costs once has its first day, all else the current. */
  private static final int OF_TWO = 4;

  private final List<AlikeCharges.Days> daysOfAccount = new ArrayList<>();
  private final AlikeCharges.Stretch found = new AlikeCharges.Stretch();

  /** The widest stretch that was met. */
  private int usualFirst;

  private int usualUntil;

  /** Per account a bit for each item whose stretch is the usual one. */
  private byte[] usual = new byte[0];

  private int items = 1;
  private int[] days = new int[0];

  int accounts() {
    return daysOfAccount.size();
  }

  /** Adds the account with the next number. */
  void add(AlikeCharges.Days ofAccount) {
    daysOfAccount.add(ofAccount);
    if (usual.length < daysOfAccount.size()) {
      usual = Arrays.copyOf(usual, Math.max(64, usual.length * 2));
    }
  }

  /** The day that stands for a day. */
  int first(int account, int item, int day) {
    if (item < OF_BYTE
        && (usual[account] >>> item & 1) != 0
        && day >= usualFirst
        && day < usualUntil) {
      return usualFirst;
    }
    int at = OF_TWO * (account * items + item);
    if (item < items && at < days.length) {
      if (day >= days[at] && day < days[at + 1]) {
        return days[at];
      }
      if (day >= days[at + 2] && day < days[at + 3]) {
        return days[at + 2];
      }
    }
    return find(account, item, day);
  }

  private int find(int account, int item, int day) {
    daysOfAccount.get(account).around(item, day, found);
    if (item < OF_ITEMS) {
      remember(account, item);
    }
    return found.first();
  }

  private void remember(int account, int item) {
    if (item >= items) {
      items = item + 1;
      days = new int[0];
    }
    int needed = OF_TWO * items * daysOfAccount.size();
    if (days.length < needed) {
      days = Arrays.copyOf(days, Math.max(needed, days.length * 2));
    }
    int at = OF_TWO * (account * items + item);
    days[at + 2] = days[at];
    days[at + 3] = days[at + 1];
    days[at] = found.first();
    days[at + 1] = found.until();
    noteUsual(account, item);
  }

  private void noteUsual(int account, int item) {
    if (found.until() - found.first() > usualUntil - usualFirst) {
      usualFirst = found.first();
      usualUntil = found.until();
      Arrays.fill(usual, (byte) 0);
    }
    if (item < OF_BYTE && found.first() == usualFirst && found.until() == usualUntil) {
      usual[account] |= (byte) (1 << item);
    }
  }
}
