package io.ratemill.jobs.config;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Wording that problems share: values shown safely, and the word that was probably meant. */
final class Words {
  private static final int LONGEST_SHOWN = 60;

  private Words() {}

  /** A value in quotes, on one line and not longer than a reader wants. */
  static String shown(String value) {
    StringBuilder text = new StringBuilder("'");
    int length = Math.min(value.length(), LONGEST_SHOWN);
    for (int i = 0; i < length; i++) {
      char each = value.charAt(i);
      text.append(Character.isISOControl(each) ? ' ' : each);
    }
    return text.append(value.length() > length ? "...'" : "'").toString();
  }

  /** What to do about a word that is not known: the nearest that is, else all of them. */
  static String suggestion(String word, Collection<String> known) {
    String nearest = nearest(word, known);
    return nearest == null
        ? "Use one of: " + String.join(", ", known)
        : "Did you mean " + nearest + "? Known are: " + String.join(", ", known);
  }

  static @Nullable String nearest(String word, Collection<String> known) {
    String plain = plain(word);
    String nearest = null;
    int least = Math.max(2, word.length() / 3) + 1;
    for (String each : known) {
      int distance = distance(plain, plain(each));
      if (distance < least) {
        least = distance;
        nearest = each;
      }
    }
    return nearest;
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Insertions, deletions, replacements and swaps of neighbours between two words. */
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least =
            Math.min(steps[i - 1][j - 1] + change, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = least;
      }
    }
    return steps[a.length()][b.length()];
  }
}
