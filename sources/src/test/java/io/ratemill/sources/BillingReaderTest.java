package io.ratemill.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.ChargeReader;
import io.ratemill.model.Grain;
import io.ratemill.sources.charges.AlikeCharges;
import io.ratemill.sources.focus.FocusFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BillingReaderTest {
  private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");
  private static final String BILL =
      "BilledCost,BillingCurrency,ChargeCategory,BillingPeriodStart,ChargePeriodStart,ServiceName,"
          + "BillingAccountId,SubAccountId,ProviderName\n"
          + "1.5,USD,Usage,2026-10-01T00:00:00Z,2026-10-07T00:00:00Z,Compute,1,2,Some Cloud\n";

  @TempDir Path root;
  private final FakeReaderContext context = new FakeReaderContext();
  private List<Delivery> deliveries = List.of();

  @BeforeEach
  void write() throws IOException, FeedException {
    for (int i = 0; i < 3; i++) {
      Path file = Files.writeString(root.resolve("bill-" + i + ".csv"), BILL);
      BillingFeedContract.touch(file, BillingFeedContract.timeOf(1));
    }
    deliveries = feed().discover(NOW);
    assertThat(deliveries).hasSize(3);
  }

  private BillingFeed feed() {
    return FocusFeed.of("c", root, Grain.SERVICE);
  }

  private BillingReader reader(SourceMode mode) {
    BillingReader reader =
        new BillingReader(
            context,
            new BillingSource(
                List.of(feed()), List.of(), mode, Duration.ofSeconds(1), AlikeCharges.NONE, ""));
    reader.start();
    return reader;
  }

  /** A slice, one of two, of a reading. */
  private BillingSplit slice(long read, int number, Delivery delivery) {
    return BillingSplit.ofSlice(
        read, number, 2, delivery, new Slice(delivery.parts().get(0), 0, Long.MAX_VALUE));
  }

  /** Lets the reader do what it can do now. */
  private void run(BillingReader reader) {
    InputStatus status = InputStatus.MORE_AVAILABLE;
    while (status == InputStatus.MORE_AVAILABLE) {
      status = reader.pollNext(context);
    }
  }

  private long lines() {
    return context.emitted.stream()
        .filter(event -> event.kind() == BillEvent.Kind.CHARGES)
        .flatMap(event -> ChargeReader.read(event.body()).stream())
        .flatMap(account -> account.charges().stream())
        .mapToLong(charge -> charge.sums().lines())
        .sum();
  }

  private List<SliceReport> reports() {
    return context.emitted.stream()
        .filter(event -> event.kind() == BillEvent.Kind.SLICE)
        .map(event -> Json.read(event.body(), SliceReport.class))
        .toList();
  }

  private long messages() {
    return context.emitted.stream().filter(event -> event.kind() == BillEvent.Kind.CHARGES).count();
  }

  private static long announced(List<SliceReport> reports) {
    return reports.stream()
        .flatMap(report -> report.messages().values().stream())
        .mapToLong(Integer::longValue)
        .sum();
  }

  @Test
  void aBoundedReaderHandsOverOnceWhenNothingIsLeftToRead() {
    BillingReader reader = reader(SourceMode.BOUNDED);
    reader.addSplits(List.of(slice(1, 0, deliveries.get(0))));
    run(reader);
    reader.addSplits(List.of(slice(1, 1, deliveries.get(1))));
    run(reader);
    assertThat(context.emitted).isEmpty();
    assertThat(context.told).as("told to be read although only added up").isEmpty();
    assertThat(context.requests).isEqualTo(3);
    reader.handleSourceEvents(new NothingToRead());
    run(reader);
    assertThat(messages()).isEqualTo(1);
    assertThat(lines()).isEqualTo(2);
    assertThat(reports()).hasSize(2).allMatch(SliceReport::last);
    assertThat(announced(reports())).isEqualTo(1);
    assertThat(context.told).extracting(SliceOutcome::lines).containsExactly(1L, 1L);
  }

  @Test
  void sliceOfAnotherReadingDoesNotWaitForThisOne() {
    BillingReader reader = reader(SourceMode.BOUNDED);
    reader.addSplits(List.of(slice(1, 0, deliveries.get(0))));
    run(reader);
    reader.addSplits(List.of(slice(2, 0, deliveries.get(1))));
    run(reader);
    assertThat(context.emitted).extracting(BillEvent::read).containsOnly(1L);
    assertThat(lines()).isEqualTo(1);
    reader.notifyNoMoreSplits();
    run(reader);
    assertThat(lines()).isEqualTo(2);
    assertThat(context.told).hasSize(2);
  }

  @Test
  void anEndlessReaderHandsOverEachSliceAtItsEnd() {
    BillingReader reader = reader(SourceMode.CONTINUOUS);
    reader.addSplits(List.of(slice(1, 0, deliveries.get(0)), slice(1, 1, deliveries.get(1))));
    run(reader);
    assertThat(messages()).isEqualTo(2);
    assertThat(announced(reports())).isEqualTo(2);
    assertThat(context.told).hasSize(2);
  }

  @Test
  void whatWasOnlyAddedUpIsReadAgainAfterARestart() {
    BillingReader reader = reader(SourceMode.BOUNDED);
    reader.addSplits(List.of(slice(1, 0, deliveries.get(0))));
    run(reader);
    List<BillingSplit> kept = reader.snapshotState(1);
    assertThat(kept).extracting(BillingSplit::position).containsExactly(0L);
    BillingReader restarted = reader(SourceMode.BOUNDED);
    restarted.addSplits(kept);
    restarted.addSplits(List.of(slice(1, 1, deliveries.get(1))));
    run(restarted);
    restarted.handleSourceEvents(new NothingToRead());
    run(restarted);
    assertThat(lines()).isEqualTo(2);
    assertThat(restarted.snapshotState(2))
        .as("told, but maybe not kept by the coordinator")
        .extracting(split -> split.outcome() != null)
        .containsExactly(true, true);
  }

  @Test
  void oneSliceThatCannotBeReadRefusesWhatWasGathered() throws IOException {
    BillingReader reader = reader(SourceMode.BOUNDED);
    reader.addSplits(List.of(slice(1, 0, deliveries.get(0))));
    run(reader);
    Delivery gone = deliveries.get(1);
    Files.delete(root.resolve(gone.slot()));
    reader.addSplits(List.of(slice(1, 1, gone)));
    run(reader);
    assertThat(messages()).isZero();
    assertThat(reports())
        .singleElement()
        .satisfies(report -> assertThat(report.refusal().code()).isEqualTo("missing-part"));
    assertThat(context.told)
        .extracting(outcome -> outcome.refusal() == null)
        .as("the refusal is told before more of the delivery could be handed out")
        .containsExactly(true, false);
    reader.addSplits(List.of(slice(2, 0, deliveries.get(2))));
    run(reader);
    reader.handleSourceEvents(new NothingToRead());
    run(reader);
    assertThat(lines()).isEqualTo(1);
    assertThat(Map.copyOf(reports().get(1).messages())).hasSize(1);
  }
}
