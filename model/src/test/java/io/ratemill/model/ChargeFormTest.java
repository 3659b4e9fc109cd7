package io.ratemill.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ChargeFormTest {
  @Property(tries = 500)
  void whatIsWrittenIsReadBack(@ForAll long seed) {
    List<Charge> charges = charges(new Random(seed));
    AccountCharges read = one(ChargeReader.read(write(ACCOUNT, charges)));
    assertThat(read.account()).isEqualTo(ACCOUNT);
    assertThat(read.charges()).hasSameSizeAs(charges);
    for (int i = 0; i < charges.size(); i++) {
      Charge expected = charges.get(i);
      Charge actual = read.charges().get(i);
      assertThat(actual.key()).isEqualTo(expected.key());
      assertThat(actual.usageDay()).isEqualTo(expected.usageDay());
      assertThat(actual.sums().same(expected.sums()))
          .as("%s for %s", actual.sums(), expected.sums())
          .isTrue();
    }
  }

  @Property(tries = 300)
  void theSumsOfASeriesAreThoseOfItsDays(@ForAll long seed) {
    List<Charge> charges = charges(new Random(seed));
    ChargeReader reader = new ChargeReader(write(ACCOUNT, charges), new TextPool(2));
    int seen = 0;
    while (reader.next()) {
      List<Charge> days = new ArrayList<>();
      reader.days(
          (day, sums) -> days.add(new Charge(reader.key(), reader.resource(), day, sums.sums())));
      CostSums added = days.stream().map(Charge::sums).reduce(CostSums.NONE, CostSums::plus);
      assertThat(reader.sums().sums().same(added)).as("%s for %s", reader.sums(), added).isTrue();
      assertThat(reader.firstDay()).isEqualTo(days.get(0).usageDay());
      assertThat(reader.lastDay()).isEqualTo(days.get(days.size() - 1).usageDay());
      seen += days.size();
    }
    assertThat(seen).isEqualTo(charges.size());
  }

  @Property(tries = 300)
  void mergedMessagesSayWhatTheMessagesSaid(@ForAll long seed) {
    Random random = new Random(seed);
    List<ChargeKey> keys = List.of(key(random, "a"), key(random, "b"), key(random, "c"));
    List<byte[]> messages = new ArrayList<>();
    Map<List<Object>, CostSums> expected = new HashMap<>();
    for (int message = random.nextInt(5); message >= 0; message--) {
      List<AccountCharges> accounts = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        AccountRef account = new AccountRef("aws", List.of("" + random.nextInt(3)), "");
        List<Charge> charges = new ArrayList<>();
        for (ChargeKey key : keys) {
          int day = 20_000 + random.nextInt(300);
          String resource = random.nextBoolean() ? "" : "r" + random.nextInt(3);
          for (int days = random.nextInt(4); days > 0; days--) {
            charges.add(new Charge(key, resource, day, sums(random)));
            day += 1 + random.nextInt(100);
          }
        }
        charges.forEach(
            each ->
                expected.merge(
                    List.of(account.id(), each.key(), each.resource(), each.usageDay()),
                    each.sums(),
                    CostSums::plus));
        if (!charges.isEmpty()) {
          accounts.add(new AccountCharges(account, charges));
        }
      }
      messages.add(write(accounts));
    }
    Map<List<Object>, CostSums> actual = new HashMap<>();
    Set<List<Object>> series = new HashSet<>();
    MergedCharges reader = new MergedCharges(messages, new TextPool(2));
    while (reader.next()) {
      String account = reader.account().id();
      assertThat(series.add(List.of(account, reader.key(), reader.resource()))).isTrue();
      TreeMap<Integer, CostSums> days = new TreeMap<>();
      reader.days((day, sums) -> days.merge(day, sums.sums(), CostSums::plus));
      assertThat(reader.firstDay()).isEqualTo(days.firstKey());
      assertThat(reader.lastDay()).isEqualTo(days.lastKey());
      CostSums all = days.values().stream().reduce(CostSums.NONE, CostSums::plus);
      assertThat(reader.sums().sums().same(all)).isTrue();
      days.forEach(
          (day, sums) -> actual.put(List.of(account, reader.key(), reader.resource(), day), sums));
    }
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((key, sums) -> assertThat(actual.get(key).same(sums)).isTrue());
  }

  @Property(tries = 500)
  void aNumberOf128BitsIsKeptToTheLastDigit(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(min = 0, max = 30) int scale) {
    ChargeWriter writer = new ChargeWriter(scale);
    writer.start();
    writer.account(ACCOUNT);
    writer.series(writer.key(key(new Random(low), "")), 0, 20_000);
    writer.amount(Amount.BILLED, high, low);
    writer.amount(Amount.LIST, high, low);
    writer.amount(Amount.QUANTITY, high >> 63, high);
    writer.sums(1, 0);
    CostSums sums = one(ChargeReader.read(writer.finish())).charges().get(0).sums();
    BigInteger upper = BigInteger.valueOf(high).shiftLeft(64);
    BigDecimal expected =
        new BigDecimal(upper.add(new BigInteger(Long.toUnsignedString(low))), scale);
    assertThat(sums.billed()).isEqualByComparingTo(expected);
    assertThat(sums.list()).isEqualByComparingTo(expected);
    assertThat(sums.quantity()).isEqualByComparingTo(BigDecimal.valueOf(high, scale));
    assertThat(sums.effective()).isNull();
  }

  @Property(tries = 100)
  void bytesThatAreCutShortAreRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = write(ACCOUNT, charges(random));
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatThrownBy(() -> ChargeReader.read(cut))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatThrownBy(() -> ChargeReader.read(new byte[] {9}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("byte form 9");
  }

  private static final AccountRef ACCOUNT = new AccountRef("aws", List.of("1", "é2"), "label");

  /** Charges with equal keys, one behind the other, become a series. */
  private static byte[] write(AccountRef account, List<Charge> charges) {
    return write(List.of(new AccountCharges(account, charges)));
  }

  private static byte[] write(List<AccountCharges> accounts) {
    ChargeWriter writer = new ChargeWriter(WideSums.SCALE);
    writer.start();
    Map<String, Integer> resources = new HashMap<>(Map.of("", 0));
    for (AccountCharges each : accounts) {
      writer.account(each.account());
      write(writer, each.charges(), resources);
    }
    return writer.finish();
  }

  private static void write(
      ChargeWriter writer, List<Charge> charges, Map<String, Integer> resources) {
    for (int from = 0; from < charges.size(); ) {
      ChargeKey key = charges.get(from).key();
      String resource = charges.get(from).resource();
      int number =
          resources.computeIfAbsent(
              resource, text -> writer.resource(text.getBytes(StandardCharsets.UTF_8)));
      int to = from;
      CostSums all = CostSums.NONE;
      while (to < charges.size()
          && charges.get(to).key().equals(key)
          && charges.get(to).resource().equals(resource)) {
        all = all.plus(charges.get(to).sums());
        to++;
      }
      if (to == from + 1) {
        writer.series(writer.key(key), number, charges.get(from).usageDay());
        writer.sums(all);
      } else {
        writer.series(
            writer.key(key),
            number,
            to - from,
            charges.get(from).usageDay(),
            charges.get(to - 1).usageDay());
        writer.sums(all);
        for (Charge charge : charges.subList(from, to)) {
          writer.day(charge.usageDay());
          writer.sums(charge.sums());
        }
        writer.endDays();
      }
      from = to;
    }
  }

  private static AccountCharges one(List<AccountCharges> accounts) {
    assertThat(accounts).hasSize(1);
    return accounts.get(0);
  }

  private static List<Charge> charges(Random random) {
    List<Charge> charges = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      ChargeKey key = key(random, "unit " + i);
      String resource = random.nextBoolean() ? "" : "résource " + random.nextInt(2);
      int day = random.nextInt(40_000) - 20_000;
      for (int days = random.nextInt(4); days >= 0; days--) {
        charges.add(new Charge(key, resource, day, sums(random)));
        day += 1 + random.nextInt(3);
      }
    }
    return charges;
  }

  private static ChargeKey key(Random random, String unit) {
    return new ChargeKey(
        BillingPeriod.ofNumber(24_000 + random.nextInt(500)),
        text(random),
        text(random),
        text(random),
        unit,
        ChargeClass.at(random.nextInt(14)),
        random.nextBoolean(),
        random.nextBoolean(),
        "USD");
  }

  private static CostSums sums(Random random) {
    BigDecimal billed = amount(random);
    BigDecimal list = random.nextBoolean() ? billed : amount(random);
    return new CostSums(
        random.nextInt() & 0xFFFFFFFFL,
        random.nextInt(3),
        billed,
        list,
        random.nextBoolean() ? billed : amount(random),
        amount(random),
        random.nextBoolean() ? list : amount(random),
        amount(random));
  }

  private static String text(Random random) {
    return "é".repeat(random.nextInt(2)) + random.nextInt(4);
  }

  private static @Nullable BigDecimal amount(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(30) - 2);
      case 2 -> BigDecimal.valueOf(random.nextInt(2000) - 1000, random.nextInt(12));
      default -> new BigDecimal(new BigInteger(100, random).negate(), 28);
    };
  }
}
