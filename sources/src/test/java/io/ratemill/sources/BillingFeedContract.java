package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.AccountCharges;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every feed keeps, whatever its provider. */
public interface BillingFeedContract {
  /** A time long after every delivery of a test. */
  Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  BillingFeed feed(Path root);

  /** Puts version 1, 2, ... of one slot into the folder; version n has n + 1 lines per part. */
  void deliver(Path root, int version) throws IOException;

  /** The file of a version that holds lines. */
  Path part(Path root, int version);

  /** Whether an older version stays in the place beside a newer one. */
  boolean keepsOldVersions();

  /** When a version is delivered. */
  static Instant timeOf(int version) {
    return Instant.parse("2026-11-01T06:00:00Z").plus(Duration.ofHours(version));
  }

  static void touch(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Test
  default void anEmptyPlaceHasNoDeliveries(@TempDir Path root) throws Exception {
    assertThat(feed(root).discover(NOW)).isEmpty();
  }

  @Test
  default void aMissingPlaceIsTheConfigurationsFault(@TempDir Path root) {
    FeedException fault =
        catchThrowableOfType(
            FeedException.class, () -> feed(root.resolve("nowhere")).discover(NOW));
    assertThat(fault.category()).isEqualTo(FeedException.Category.USER_CONFIG);
    assertThat(fault.refusal().code()).isEqualTo("no-place");
    assertThat(fault.refusal().text()).contains("nowhere");
  }

  @Test
  default void eachDeliveryIsFoundOnceAndTheSameAtEveryLook(@TempDir Path root) throws Exception {
    deliver(root, 1);
    List<Delivery> first = feed(root).discover(NOW);
    assertThat(first).hasSize(1);
    assertThat(first.get(0).refusal()).isNull();
    assertThat(first.get(0).settling()).isFalse();
    assertThat(first.get(0).connector()).isEqualTo(feed(root).connector());
    assertThat(feed(root).discover(NOW.plusSeconds(60))).isEqualTo(first);
  }

  @Test
  default void whatWasWrittenThisVerySecondSettlesFirst(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Instant justNow = timeOf(1).plusMillis(1500);
    assertThat(feed(root).discover(justNow)).singleElement().matches(Delivery::settling);
  }

  @Test
  default void aRedeliveryIsANewerVersionOfTheSameSlot(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Delivery old = feed(root).discover(NOW).get(0);
    deliver(root, 2);
    List<Delivery> now = feed(root).discover(NOW);
    assertThat(now).hasSize(keepsOldVersions() ? 2 : 1);
    Delivery newest =
        now.stream().reduce((a, b) -> a.time().isAfter(b.time()) ? a : b).orElseThrow();
    assertThat(newest.slot()).isEqualTo(old.slot());
    assertThat(newest.id()).isNotEqualTo(old.id());
    assertThat(newest.time()).isAfter(old.time());
    assertThat(newest.pin()).isNotEqualTo(old.pin());
    assertThat(Readings.of(feed(root), newest).lines()).isEqualTo(3L * newest.parts().size());
  }

  @Test
  default void aVanishedPartIsTheProvidersFault(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Delivery delivery = feed(root).discover(NOW).get(0);
    Files.delete(part(root, 1));
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), delivery));
    assertThat(fault.category()).isEqualTo(FeedException.Category.PROVIDER);
    assertThat(fault.refusal().code()).isEqualTo("missing-part");
    assertThat(fault.refusal().place()).contains(delivery.id(), feed(root).connector());
  }

  @Test
  default void aPartThatChangedSinceTheLookIsNotRead(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Delivery delivery = feed(root).discover(NOW).get(0);
    touch(part(root, 1), timeOf(9));
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), delivery));
    assertThat(fault.category()).isEqualTo(FeedException.Category.PROVIDER);
    assertThat(fault.refusal().code()).isEqualTo("changed-while-read");
  }

  @Test
  default void aPartThatIsReplacedWhileItIsReadRefusesTheDelivery(@TempDir Path root)
      throws Exception {
    deliver(root, 1);
    Delivery delivery = feed(root).discover(NOW).get(0);
    Path file = part(root, 1);
    Instant kept = Files.getLastModifiedTime(file).toInstant();
    try (SliceReader reader = feed(root).open(delivery, whole(delivery))) {
      // Same size and same time: only the file itself is another one.
      Path copy = root.resolve(".copy");
      Files.copy(file, copy);
      touch(copy, kept);
      Files.move(copy, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      ChargeTable table = Drained.table();
      FeedException fault =
          catchThrowableOfType(
              FeedException.class,
              () -> {
                while (reader.step(table)) {
                  assertThat(reader.lines()).isPositive();
                }
              });
      assertThat(fault.refusal().code()).isEqualTo("changed-while-read");
    }
  }

  @Test
  default void aTruncatedPartRefusesTheDelivery(@TempDir Path root) throws Exception {
    deliver(root, 1);
    Path file = part(root, 1);
    Instant kept = Files.getLastModifiedTime(file).toInstant();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 12));
    touch(file, kept);
    Delivery delivery = feed(root).discover(NOW).get(0);
    FeedException fault =
        catchThrowableOfType(FeedException.class, () -> Readings.of(feed(root), delivery));
    assertThat(fault.category()).isEqualTo(FeedException.Category.DATA);
    assertThat(fault.refusal().place()).contains(file.getFileName().toString());
  }

  @Test
  default void skippingGivesTheRestOfTheChargesAndTheTotalsOfAll(@TempDir Path root)
      throws Exception {
    deliver(root, 3);
    Delivery delivery = feed(root).discover(NOW).get(0);
    Readings all = new Readings();
    all.read(feed(root), delivery, whole(delivery));
    for (int skipped = 0; skipped <= 4; skipped++) {
      List<AccountCharges> rest = new ArrayList<>();
      try (SliceReader reader = feed(root).open(delivery, whole(delivery))) {
        ChargeTable table = Drained.table();
        reader.skip(skipped, table);
        while (reader.step(table)) {
          assertThat(reader.lines()).isEqualTo(4);
        }
        rest.addAll(Drained.from(table));
        assertThat(reader.lines()).isEqualTo(4);
        assertThat(reader.totals().sums()).hasSameSizeAs(all.charges().toList());
        assertThat(reader.totals().sums().get(0).sums().lines()).isEqualTo(4);
      }
      long lines =
          rest.stream()
              .flatMap(each -> each.charges().stream())
              .mapToLong(charge -> charge.sums().lines())
              .sum();
      assertThat(lines).isEqualTo(4 - skipped);
    }
  }

  static Slice whole(Delivery delivery) {
    return new Slice(delivery.parts().get(0), 0, Long.MAX_VALUE);
  }
}
