package io.ratemill.rating;

import io.ratemill.model.ReportKey;
import java.math.BigInteger;
import java.util.function.Predicate;

/**
 * The id of a usage report: {@code UF-yyyy-MM-dddd-dddd}.
 *
 * <p>Shape: the digits come from the SHA-256 of product, marketplace, payer and period; where they
 * are taken by another report, the next free ones are. Errors: a period without a free id is
 * refused.
 */
public final class ReportId {
  private static final int IDS = 100_000_000;

  private ReportId() {}

  /** The id of a report, given which ids belong to others already. */
  public static String of(ReportKey key, Predicate<String> taken) {
    BigInteger hash = new BigInteger(1, Digest.sha256(key.text()));
    int first = hash.mod(BigInteger.valueOf(IDS)).intValueExact();
    for (int step = 0; step < IDS; step++) {
      String id = write(key, (first + step) % IDS);
      if (!taken.test(id)) {
        return id;
      }
    }
    throw new IllegalStateException("all report ids of period " + key.period() + " are taken");
  }

  private static String write(ReportKey key, int digits) {
    return "UF-%s-%04d-%04d".formatted(key.period(), digits / 10_000, digits % 10_000);
  }
}
