package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.Drained;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Readings;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.aws.FakeS3.Fault;
import io.ratemill.sources.aws.FakeS3.Kind;
import io.ratemill.sources.charges.ChargeTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3FeedTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant TIME = Instant.parse("2026-11-01T06:00:00Z");
  private static final String MONTH = "reports/hourly/20261001-20261101";
  private static final int LINES = 20_000;

  private FakeS3 s3;
  private BillingFeed feed;

  @BeforeEach
  void start() throws Exception {
    s3 = new FakeS3();
    feed =
        AwsFeed.of(
            "aws-main",
            "cur-legacy",
            s3.place("", Map.of(S3Options.TRIES, "2", S3Options.TIMEOUT, "PT1S")),
            Grain.SERVICE);
  }

  @AfterEach
  void end() throws Exception {
    s3.close();
  }

  private void part(String key, int cost, int lines, Instant time) {
    String line = CurLegacyFeedTest.LINE.replace("1.25", Integer.toString(cost));
    String text = CurLegacyFeedTest.HEADER + line.repeat(lines);
    s3.put(key, text.getBytes(StandardCharsets.UTF_8), time);
  }

  private void manifest(String folder, String assembly, String key, Instant time) {
    String text = Bucket.curManifest(assembly, List.of(key));
    s3.put(folder + "/hourly-Manifest.json", text.getBytes(StandardCharsets.UTF_8), time);
  }

  /** A generation of an export that is overwritten: data first, then the manifest. */
  private void generation(int cost, Instant time) {
    part(MONTH + "/hourly-1.csv", cost, LINES, time);
    manifest(MONTH, "assembly-" + cost, MONTH + "/hourly-1.csv", time);
  }

  private static Slice whole(Delivery delivery) {
    return new Slice(delivery.parts().get(0), 0, Long.MAX_VALUE);
  }

  @Test
  void whatIsSwappedWhileItIsReadRefusesTheDeliveryAndTheNextLookTakesTheNewOne() throws Exception {
    for (int round = 1; round <= 10; round++) {
      Instant time = TIME.plusSeconds(10L * round);
      generation(2 * round, time);
      Delivery delivery = feed.discover(NOW).get(0);
      int steps = new Random(round).nextInt(4);
      try (SliceReader reader = feed.open(delivery, whole(delivery))) {
        ChargeTable table = Drained.table();
        for (int step = 0; step < steps; step++) {
          reader.step(table);
        }
        part(MONTH + "/hourly-1.csv", 2 * round + 1, LINES, time.plusSeconds(5));
        if (round % 2 == 0) {
          generation(2 * round + 1, time.plusSeconds(5));
        }
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
      if (round % 2 != 0) {
        assertThat(feed.discover(NOW).get(0).refusal().code()).isEqualTo("not-ready");
        generation(2 * round + 1, time.plusSeconds(5));
      }
      Readings readings = Readings.of(feed, feed.discover(NOW).get(0));
      assertThat(readings.sum().billed()).isEqualByComparingTo("" + LINES * (2 * round + 1));
    }
  }

  /** Looking and reading take seven requests; the swap falls before each of them in turn. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noMixedGenerationIsEverReadWhereverTheSwapFalls(boolean manifestToo) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (int request = 1; request <= 9; request++) {
      Instant time = TIME.plusSeconds(100L * request);
      int old = 2 * request;
      generation(old, time);
      s3.forgetRequests();
      s3.before(
          request,
          () -> {
            part(MONTH + "/hourly-1.csv", old + 1, LINES, time.plusSeconds(5));
            if (manifestToo) {
              generation(old + 1, time.plusSeconds(5));
            }
          });
      outcomes.add(outcome(old));
    }
    // 1 lists, 2 reads the manifest, 3 to 6 read the part and prove it, 7 proves the manifest.
    String changed = "changed-while-read";
    assertThat(outcomes)
        .containsExactlyElementsOf(
            manifestToo
                ? List.of("new", "new", changed, changed, changed, changed, changed, "old", "old")
                : List.of(
                    "not-ready", changed, changed, changed, changed, changed, "old", "old", "old"));
  }

  private String outcome(int old) throws FeedException {
    try {
      Delivery delivery = feed.discover(NOW).get(0);
      if (delivery.refusal() != null) {
        return delivery.refusal().code();
      }
      int cost = Integer.parseInt(delivery.id().replace("assembly-", ""));
      Readings readings = Readings.of(feed, delivery);
      assertThat(readings.sum().billed()).isEqualByComparingTo("" + LINES * cost);
      return cost == old ? "old" : "new";
    } catch (FeedException e) {
      return e.refusal().code();
    }
  }

  @Test
  void aLookCostsOneRequestPerThousandObjectsAndOnePerNewManifest() throws Exception {
    for (int month = 0; month < 12; month++) {
      String folder = "reports/hourly/2026%02d01-2026%02d01".formatted(month + 1, month + 2);
      for (int assembly = 0; assembly < 50; assembly++) {
        String place = folder + "/assembly-" + assembly;
        part(place + "/hourly-1.csv", 1, 1, TIME);
        manifest(place, "assembly-" + assembly, place + "/hourly-1.csv", TIME);
      }
    }
    assertThat(feed.discover(NOW)).hasSize(600);
    assertThat(s3.requests()).as("1,200 objects, 600 manifests").hasSize(2 + 600);
    s3.forgetRequests();
    feed.discover(NOW);
    assertThat(s3.requests()).as("nothing new").hasSize(2);
    s3.forgetRequests();
    String place = "reports/hourly/20261201-20261301/assembly-new";
    part(place + "/hourly-1.csv", 1, 1, TIME);
    manifest(place, "new", place + "/hourly-1.csv", TIME);
    feed.discover(NOW);
    assertThat(s3.requests()).as("one new manifest").hasSize(2 + 1);
  }

  @Test
  void readingAPartCostsItsBytesAndAFewLooks() throws Exception {
    generation(1, TIME);
    Delivery delivery = feed.discover(NOW).get(0);
    s3.forgetRequests();
    Readings.of(feed, delivery);
    assertThat(s3.requests().stream().map(FakeS3.Request::method).toList())
        .as("open, what kind of file, its bytes, is it still that, is the marker still that")
        .containsExactly("HEAD", "GET", "GET", "HEAD", "HEAD");
  }

  @Test
  void aFaultOfAManifestFailsTheLookAndTheNextOneFindsAll() throws Exception {
    generation(1, TIME);
    s3.fail(Fault.body(Kind.CUT, 1 << 20), Fault.body(Kind.CUT, 1), Fault.body(Kind.CUT, 1));
    FeedException fault = catchThrowableOfType(FeedException.class, () -> feed.discover(NOW));
    assertThat(fault.refusal().code()).isEqualTo("unreachable");
    assertThat(fault.refusal().text()).contains("hourly-Manifest.json cannot be read");
    assertThat(feed.discover(NOW)).singleElement().returns(null, Delivery::refusal);
  }

  @Test
  void aManifestThatMayNotBeReadHidesNoOtherAndIsReadOnceItMay() throws Exception {
    part(MONTH + "/a/hourly-1.csv", 1, 1, TIME);
    manifest(MONTH + "/a", "a", MONTH + "/a/hourly-1.csv", TIME);
    part(MONTH + "/b/hourly-1.csv", 1, 1, TIME);
    manifest(MONTH + "/b", "b", MONTH + "/b/hourly-1.csv", TIME);
    s3.fail(
        Fault.body(Kind.CUT, 1 << 20), Fault.status("GET", 403, "AccessDenied", "no kms:Decrypt"));
    List<Delivery> first = feed.discover(NOW);
    assertThat(first).extracting(Delivery::id).containsExactly("a", "b");
    assertThat(first.get(0).refusal().text()).contains("kms:Decrypt on its key");
    assertThat(first.get(1).refusal()).isNull();
    List<Delivery> second = feed.discover(NOW);
    assertThat(second).allMatch(delivery -> delivery.refusal() == null);
    assertThat(second.get(0).pin()).isNotEqualTo(first.get(0).pin());
  }

  @Test
  void keysThatStartWithASlashAreFound() throws Exception {
    part("/" + MONTH + "/a/hourly-1.csv", 7, 3, TIME);
    manifest("/" + MONTH + "/a", "a", "/" + MONTH + "/a/hourly-1.csv", TIME);
    Delivery delivery = feed.discover(NOW).get(0);
    assertThat(delivery.refusal()).isNull();
    assertThat(Readings.of(feed, delivery).sum().billed()).isEqualByComparingTo("21");
  }
}
