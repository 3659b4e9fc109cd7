package io.ratemill.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ReportKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final ReportKey KEY =
      new ReportKey("PRD-1", "MP-1", "111122223333", new BillingPeriod(2026, 10));

  @Test
  void aRecordIdIsTheFirstOfTheKeysHashInBase32() {
    // SHA-256 of "1:a0:-:", cut and encoded by another program.
    assertThat(RecordId.of(Arrays.asList("a", "", null)))
        .isEqualTo("UR-VDGSY25X54W7S7OZDALFSVJYNQ");
    assertThat(RecordId.of(List.of("a"))).matches("UR-[A-Z2-7]{26}");
  }

  @Property(tries = 200)
  void differentKeysHaveDifferentRecordIds(@ForAll List<String> one, @ForAll List<String> other) {
    assertThat(RecordId.of(one).equals(RecordId.of(other))).isEqualTo(one.equals(other));
  }

  /** The lengths in a key are those of Java's texts, whatever a part's bytes are. */
  @Property(tries = 200)
  void aKeyIsItsPartsWithTheirLengths(@ForAll List<String> parts) throws Exception {
    StringBuilder key = new StringBuilder();
    RecordId maker = new RecordId();
    for (String part : parts) {
      String some = part + "\u00e9\u20ac\ud83d\ude00";
      key.append(some.length()).append(':').append(some);
      byte[] within = (' ' + some + ' ').getBytes(StandardCharsets.UTF_8);
      maker.part(within, 1, within.length - 1);
    }
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(key.toString().getBytes(StandardCharsets.UTF_8));
    StringBuilder id = new StringBuilder("UR-");
    BigInteger bits = new BigInteger(1, hash);
    for (int i = 1; i <= 26; i++) {
      int five = bits.shiftRight(256 - 5 * i).intValue() & 31;
      id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(five));
    }

    assertThat(maker.text()).isEqualTo(id.toString());
    assertThat(maker.text()).as("the next key").isEqualTo(RecordId.of(List.of()));
  }

  @Test
  void partsOfAKeyDoNotRunTogether() {
    Set<String> ids = new HashSet<>();
    ids.add(RecordId.of(List.of("ab", "c")));
    ids.add(RecordId.of(List.of("a", "bc")));
    ids.add(RecordId.of(List.of("abc", "")));
    ids.add(RecordId.of(Arrays.asList("abc", null)));
    ids.add(RecordId.of(List.of("abc")));
    assertThat(ids).hasSize(5);
  }

  @Test
  void aReportIdHasThePeriodAndDigitsOfTheKeysHash() {
    assertThat(ReportId.of(KEY, id -> false)).isEqualTo("UF-2026-10-2957-3799");
  }

  @Test
  void aTakenReportIdGivesWayToTheNextFreeOne() {
    String first = ReportId.of(KEY, id -> false);
    String second = ReportId.of(KEY, Set.of(first)::contains);
    String third = ReportId.of(KEY, Set.of(first, second)::contains);

    assertThat(List.of(first, second, third))
        .extracting(IdsTest::digits)
        .satisfies(
            digits -> {
              assertThat(digits.get(1)).isEqualTo((digits.get(0) + 1) % 100_000_000);
              assertThat(digits.get(2)).isEqualTo((digits.get(0) + 2) % 100_000_000);
            });
  }

  private static int digits(String id) {
    return Integer.parseInt(id.substring("UF-2026-10-".length()).replace("-", ""));
  }
}
