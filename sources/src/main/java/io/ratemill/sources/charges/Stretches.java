package io.ratemill.sources.charges;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The days that stand for the days of a billing period and those around it, per account and item.
 *
 * <p>Shape: accounts and items whose days are alike in the same way share a pattern, an int per
 * day; lines of a bill come from any account, and what tells their pattern is small enough to be
 * near. A window of days is known so; what is outside is asked for anew each time, until there is
 * so much of it that the window moves.
 */
final class Stretches {
  /** Days of a window. */
  private static final int DAYS = 64;

  /** Days of a window before the day at which it is laid: a period's first half, and some. */
  private static final int BEFORE = 24;

  /** Lines outside the window at which it moves. */
  private static final int PATIENCE = 4096;

  /** Items that are told apart; for others is asked each time. */
  private static final int OF_ITEMS = 64;

  private static final int MOST_PATTERNS = Short.MAX_VALUE;

  private final List<AlikeCharges.Days> daysOfAccount = new ArrayList<>();
  private final AlikeCharges.Stretch found = new AlikeCharges.Stretch();
  private final Map<IntBuffer, Short> numbers = new HashMap<>();

  /** The first day of the window. */
  private int base;

  private boolean laid;
  private int outside;
  private int items = 1;

  /** Per account and item the number of its pattern, 0 where it is not known. */
  private short[] patternOf = new short[64];

  /** What was learnt last: where no day is like another, all accounts have the same days. */
  private AlikeCharges.@Nullable Days lastDays;

  private int lastItem;
  private short lastPattern;

  /** All patterns end to end, that of number 0 unused: per day what {@link #of} says. */
  private int[] patterns = new int[DAYS * 8];

  int accounts() {
    return daysOfAccount.size();
  }

  /** Adds the account with the next number. */
  void add(AlikeCharges.Days ofAccount) {
    daysOfAccount.add(ofAccount);
    int needed = daysOfAccount.size() * items;
    if (patternOf.length < needed) {
      patternOf = Arrays.copyOf(patternOf, needed * 2);
    }
  }

  /** The day that stands for a day, by what {@link #of} said of it. */
  static int first(int stretch) {
    return stretch >> 1;
  }

  /** Whether the account has no owner on a day, by what {@link #of} said of it. */
  static boolean isUnowned(int stretch) {
    return (stretch & 1) != 0;
  }

  private static int packed(AlikeCharges.Stretch stretch) {
    return stretch.first() << 1 | (stretch.isUnowned() ? 1 : 0);
  }

  /** What is alike around a day, for {@link #first} and {@link #isUnowned}. */
  int of(int account, int item, int day) {
    int inWindow = day - base;
    if (item < items && inWindow >= 0 && inWindow < DAYS) {
      int pattern = patternOf[account * items + item];
      if (pattern != 0) {
        return patterns[pattern * DAYS + inWindow];
      }
    }
    return find(account, item, day);
  }

  private int find(int account, int item, int day) {
    if (item < OF_ITEMS && isInWindow(day) && numbers.size() < MOST_PATTERNS) {
      learn(account, item);
    }
    daysOfAccount.get(account).around(item, day, found);
    return packed(found);
  }

  private boolean isInWindow(int day) {
    if (laid && day >= base && day < base + DAYS) {
      return true;
    }
    outside++;
    if (laid && outside < PATIENCE) {
      return false;
    }
    laid = true;
    outside = 0;
    base = day - BEFORE;
    lastDays = null;
    numbers.clear();
    Arrays.fill(patternOf, (short) 0);
    return true;
  }

  private void learn(int account, int item) {
    if (item >= items) {
      items = item + 1;
      patternOf = new short[2 * items * daysOfAccount.size()];
    }
    AlikeCharges.Days days = daysOfAccount.get(account);
    if (days != lastDays || item != lastItem) {
      lastPattern = numbers.computeIfAbsent(pattern(days, item), this::keep);
      lastDays = days;
      lastItem = item;
    }
    patternOf[account * items + item] = lastPattern;
  }

  private IntBuffer pattern(AlikeCharges.Days days, int item) {
    int[] stretches = new int[DAYS];
    for (int day = base; day < base + DAYS; ) {
      days.around(item, day, found);
      int until = Math.min(found.until(), base + DAYS);
      Arrays.fill(stretches, day - base, until - base, packed(found));
      day = until;
    }
    return IntBuffer.wrap(stretches);
  }

  private short keep(IntBuffer pattern) {
    int number = numbers.size() + 1;
    if (patterns.length < (number + 1) * DAYS) {
      patterns = Arrays.copyOf(patterns, patterns.length * 2);
    }
    System.arraycopy(pattern.array(), 0, patterns, number * DAYS, DAYS);
    return (short) number;
  }
}
