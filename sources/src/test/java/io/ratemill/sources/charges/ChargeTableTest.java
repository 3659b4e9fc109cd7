package io.ratemill.sources.charges;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.columnar.BatchReader;
import io.ratemill.columnar.Bytes;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.columnar.TextDictionary;
import io.ratemill.columnar.Wanted;
import io.ratemill.model.AccountCharges;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Charge;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.ChargeKey;
import io.ratemill.model.ChargeReader;
import io.ratemill.model.CostSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ChargeTableTest {
  private static final BillingPeriod OCTOBER = new BillingPeriod(2026, 10);
  private static final int FIRST = OCTOBER.firstDay();
  private static final int TEXTS = 40;

  /**
   * Items by their number, more than are remembered; days of an account and item between turns
   * drawn from a seed, on some of which an account has no owner.
   */
  private record Drawn(long seed) implements AlikeCharges {
    private static final long serialVersionUID = 1L;

    @Override
    public ChargeKey key(ChargeKey key) {
      return key.chargeClass() == ChargeClass.TAX ? key.aboutNothing() : key;
    }

    @Override
    public int item(ChargeKey key) {
      return key.item().isEmpty() ? 0 : Integer.parseInt(key.item());
    }

    /** Every second account stands for the one behind it too. */
    @Override
    public AccountRef account(AccountRef account) {
      int letter = account.id().charAt(0) - 'a';
      return account((char) ('a' + letter - letter % 2));
    }

    @Override
    public boolean tellsAccountsApart(ChargeKey key) {
      return key.chargeClass() == ChargeClass.TAX;
    }

    static AccountRef account(char letter) {
      return new AccountRef("aws", List.of("" + letter), "");
    }

    @Override
    public int bucket(AccountRef account) {
      return account.id().charAt(0) % 3;
    }

    @Override
    public Days days(String connector, AccountRef account) {
      return (item, day, stretch) -> {
        // Half of them have one stretch for the whole month, as most of a distributor's have.
        Random random = new Random(seed * 31 + account.id().hashCode() * 7L + item);
        TreeSet<Integer> turns =
            new TreeSet<>(List.of(FIRST - 500, FIRST, FIRST + 31, FIRST + 500));
        for (int i = random.nextInt(2) * random.nextInt(5); i > 0; i--) {
          turns.add(FIRST + random.nextInt(31));
        }
        int first = turns.floor(day);
        if (new Random(seed + account.id().hashCode() * 31L + first).nextInt(4) == 0) {
          stretch.setUnowned(first, turns.higher(day));
        } else {
          stretch.set(first, turns.higher(day));
        }
      };
    }
  }

  private record Group(
      String account, ChargeKey key, String resource, EffectiveForm effective, int day) {}

  @Property(tries = 200)
  void chargesAreThoseOfAPlainMapOverWhatStandsForThem(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    AlikeCharges alike = new Drawn(seed);
    ChargeTable table = new ChargeTable("c", alike);
    boolean withResources = random.nextBoolean();
    TextDictionary texts = texts();
    Map<Group, Long> expected = new HashMap<>();
    Map<Group, Integer> firstDays = new HashMap<>();
    AlikeCharges.Stretch stretch = new AlikeCharges.Stretch();
    for (int batch = 0; batch < 8; batch++) {
      int rows = 1 + random.nextInt(50);
      int[][] lines = new int[ChargeTable.columns(withResources)][rows];
      long[] billed = new long[rows];
      for (int row = 0; row < rows; row++) {
        AccountRef account = Drawn.account((char) ('a' + random.nextInt(12)));
        ChargeKey key = key(random);
        EffectiveForm effective = EffectiveForm.values()[random.nextInt(2)];
        int day = FIRST + random.nextInt(31) - (random.nextInt(9) == 0 ? 200 : 0);
        billed[row] = random.nextInt(1000) - 500L;
        lines[0][row] = table.account(account);
        lines[1][row] = table.key(key, effective);
        lines[2][row] = day;
        String resource = "";
        if (withResources && random.nextBoolean()) {
          int text = random.nextInt(TEXTS);
          resource = texts.text(text);
          lines[ChargeTable.RESOURCE][row] = table.resource(texts, text);
        }
        ChargeKey stands = alike.key(key);
        AccountRef of = alike.tellsAccountsApart(stands) ? account : alike.account(account);
        alike.days("c", of).around(alike.item(stands), day, stretch);
        Group group =
            stretch.isUnowned()
                ? new Group(of.id(), stands.aboutNothing(), "", effective, stretch.first())
                : new Group(
                    of.id(),
                    stands,
                    stands.equals(key) ? resource : "",
                    effective,
                    stretch.first());
        expected.merge(group, billed[row], Long::sum);
        firstDays.merge(group, stretch.isUnowned() ? day : stretch.first(), Math::min);
      }
      SumTable sums = table.sums(batch < 4 ? ChargeTable.FEW : ChargeTable.ALL);
      int[] numbers = new int[rows];
      table.number(lines, 0, rows, numbers);
      for (int row = 0; row < rows; row++) {
        sums.countLine(numbers[row]);
        sums.add(numbers[row], ChargeTable.BILLED, billed[row] >> 63, billed[row]);
      }
    }
    assertThat(table.size()).isEqualTo(expected.size());
    assertThat(written(table)).isEqualTo(added(expected, firstDays));
    table.clear();
    assertThat(written(table)).isEmpty();
  }

  /** The texts r0, r1 and so on as a column of a bill has them, under their numbers. */
  private static TextDictionary texts() throws IOException {
    Path file = Files.createTempFile("texts", ".csv");
    try {
      Files.write(file, IntStream.range(-1, TEXTS).mapToObj(number -> "r" + number).toList());
      try (Bytes bytes = Bytes.of(file);
          Table table = Tables.csv(bytes, Compression.NONE);
          BatchReader reader = table.read(List.of(new Wanted(0, ColumnKind.TEXT)))) {
        return Objects.requireNonNull(reader.next()).text(0).dictionary();
      }
    } finally {
      Files.delete(file);
    }
  }

  /** An account may be met before the one that stands for it, however many there are. */
  @Test
  void accountsThatAreAlikeShareTheirCharges() {
    ChargeTable table = new ChargeTable("c", new Drawn(1));
    // One ahead of them, so that tables also grow while an account is numbered for another.
    table.account(Drawn.account('A'));
    int accounts = 500;
    int[][] lines = new int[3][accounts];
    for (int i = 0; i < accounts; i++) {
      // From the last to the first: those that stand for others have an even place.
      lines[0][i] = table.account(Drawn.account((char) ('a' + accounts - 1 - i)));
      lines[1][i] = table.key(key("1", ChargeClass.USAGE), EffectiveForm.BILLED);
      lines[2][i] = FIRST;
    }
    int[] numbers = new int[accounts];
    table.number(lines, 0, accounts, numbers);
    for (int i = 0; i < accounts; i += 2) {
      assertThat(numbers[i]).as("account %d", i).isEqualTo(numbers[i + 1]);
    }
    assertThat(table.size()).isEqualTo(accounts / 2);
  }

  private static ChargeKey key(String item, ChargeClass chargeClass) {
    return new ChargeKey(OCTOBER, "p", item, item, "", chargeClass, false, false, "USD");
  }

  private static ChargeKey key(Random random) {
    String item = "" + random.nextInt(random.nextBoolean() ? 11 : 80);
    ChargeClass chargeClass = random.nextInt(4) == 0 ? ChargeClass.TAX : ChargeClass.USAGE;
    return key(item, chargeClass);
  }

  /** A series says nothing of the form of its effective cost but by its amounts. */
  private static Map<List<Object>, Long> added(
      Map<Group, Long> groups, Map<Group, Integer> firstDays) {
    Map<List<Object>, Long> added = new HashMap<>();
    groups.forEach(
        (group, billed) ->
            added.merge(
                List.of(group.account, group.key, group.resource, firstDays.get(group)),
                billed,
                Long::sum));
    return added;
  }

  private static Map<List<Object>, Long> written(ChargeTable table) {
    Map<List<Object>, Long> written = new HashMap<>();
    table.write(
        (bucket, message) -> {
          for (AccountCharges account : ChargeReader.read(message)) {
            assertThat(bucket).isEqualTo(account.account().id().charAt(0) % 3);
            for (Charge charge : account.charges()) {
              CostSums sums = charge.sums();
              written.merge(
                  List.of(
                      account.account().id(), charge.key(), charge.resource(), charge.usageDay()),
                  sums.billed().movePointRight(24).longValueExact(),
                  Long::sum);
            }
          }
        });
    return written;
  }
}
