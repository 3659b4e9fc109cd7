package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.CurBucket.Shape;
import io.ratemill.e2e.Setup.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that goes on, fed and killed at random, ends where one bounded run over the same ends. */
final class WatchITCase {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void inputsInAnyOrderWithKillsBetweenEndAsABoundedRunEnds(long seed) {
    RandomCase random = RandomCase.of(seed);
    Setup last = random.drawn();
    Setup first = last.withOwners(last.owners().subList(0, 3)).withRules(List.of());
    CaseFolder place = CaseFolder.of(folder.resolve("watch"), first);
    Random dice = new Random(seed);
    Deque<Runnable> inputs = inputs(random, place, last, dice);
    Engine.Running running = watch(place);
    try {
      while (!inputs.isEmpty()) {
        inputs.removeFirst().run();
        assertThat(running.runs(Duration.ofMillis(500 + dice.nextInt(6000))))
            .as("still watching; it printed:%n%s", running.text())
            .isTrue();
        if (dice.nextInt(3) == 0) {
          running.kill();
          running = watch(place);
        }
      }
      running.kill();
      running = watch(place);
      Map<String, String> bounded = bounded(place);
      assertThat(bounded).isNotEmpty();
      Engine.Running alive = running;
      alive.await(
          () -> closed(place) && inForce(place.workspace()).equals(bounded),
          () -> assertThat(inForce(place.workspace())).isEqualTo(bounded));
      everyRevisionIsWhole(place.workspace());
    } finally {
      running.kill();
    }
  }

  @Test
  void aLateMappingHealsWhileItRunsAndTouchesNothingElse() {
    RandomCase random = RandomCase.of(21);
    Setup whole = random.drawn();
    Setup without =
        whole.withOwners(
            whole.owners().stream()
                .filter(owner -> !owner.account().equals(RandomCase.account(5)))
                .toList());
    CaseFolder place = CaseFolder.of(folder.resolve("watch"), without);
    List<Map<String, String>> rows = random.bill(RandomCase.OCTOBER, 500);
    place.deliver(RandomCase.OCTOBER, "a", 0, rows);
    try (Engine.Running running = watch(place)) {
      running.await(() -> closed(place) && unmapped(place, RandomCase.account(5)) > 0);
      Map<String, Integer> before = numbers(place.workspace());
      assertThat(before).isNotEmpty();
      Setup.text(folder.resolve("watch/owners.csv"), whole.ownersCsv());
      running.await(() -> closed(place) && unmapped(place, RandomCase.account(5)) == 0);
      running.await(() -> closed(place) && numbers(place.workspace()).size() > before.size());
      Agreement.check(
          whole, Oracle.rate(whole, List.of(new Oracle.InForce("a", rows))), place.workspace());
      assertThat(numbers(place.workspace())).containsAllEntriesOf(before);
    }
  }

  @Test
  void aBrokenOwnersFileLeavesTheLastGoodOneInForceAndTheConfigurationRed() {
    RandomCase random = RandomCase.of(22);
    CaseFolder place = CaseFolder.of(folder.resolve("watch"), random.drawn());
    place.deliver(RandomCase.OCTOBER, "a", 0, random.bill(RandomCase.OCTOBER, 200));
    try (Engine.Running running = watch(place)) {
      running.await(() -> closed(place) && !place.workspace().newest().isEmpty());
      Map<String, Integer> before = numbers(place.workspace());
      String owners = random.drawn().ownersCsv();
      Setup.text(
          folder.resolve("watch/owners.csv"), owners + owners.substring(owners.indexOf('\n') + 1));
      running.await(() -> configurationColour(place).equals("red"));
      assertThat(place.workspace().status().path("configuration").toString())
          .contains("owners.csv");
      close(place);
      assertThat(numbers(place.workspace())).isEqualTo(before);
      Setup.text(folder.resolve("watch/owners.csv"), owners);
      running.await(() -> configurationColour(place).equals("green"));
    }
  }

  private Deque<Runnable> inputs(RandomCase random, CaseFolder place, Setup last, Random dice) {
    List<Owner> owners = last.owners();
    Path files = folder.resolve("watch");
    List<Deque<Runnable>> lanes = new ArrayList<>();
    lanes.add(delivery(random, place, RandomCase.SEPTEMBER, "s1", 1, dice));
    lanes.add(delivery(random, place, RandomCase.SEPTEMBER, "s2", 2, dice));
    lanes.add(delivery(random, place, RandomCase.OCTOBER, "o1", 1, dice));
    lanes.add(delivery(random, place, RandomCase.OCTOBER, "o2", 3, dice));
    lanes.add(delivery(random, place, RandomCase.OCTOBER, "o3", 2, dice));
    Deque<Runnable> ownerVersions = new ArrayDeque<>();
    ownerVersions.add(
        () ->
            Setup.text(
                files.resolve("owners.csv"), last.withOwners(owners.subList(1, 5)).ownersCsv()));
    ownerVersions.add(() -> Setup.text(files.resolve("owners.csv"), last.ownersCsv()));
    lanes.add(ownerVersions);
    Deque<Runnable> prices = new ArrayDeque<>();
    prices.add(
        () ->
            Setup.text(
                files.resolve("ratemill.yaml"), last.yaml().replace("value: 1.1}", "value: 1.4}")));
    prices.add(() -> Setup.text(files.resolve("pricing-rules.csv"), last.rulesCsv()));
    prices.add(() -> Setup.text(files.resolve("ratemill.yaml"), last.yaml()));
    lanes.add(prices);
    Deque<Runnable> order = new ArrayDeque<>();
    while (!lanes.isEmpty()) {
      Deque<Runnable> lane = lanes.get(dice.nextInt(lanes.size()));
      order.add(lane.removeFirst());
      lanes.removeIf(Deque::isEmpty);
    }
    return order;
  }

  private static Deque<Runnable> delivery(
      RandomCase random,
      CaseFolder place,
      YearMonth month,
      String assembly,
      int hours,
      Random dice) {
    List<Map<String, String>> rows = random.bill(month, 200 + dice.nextInt(300));
    Shape shape = Shape.random(dice);
    Instant time = CaseFolder.DAY.plusSeconds(3600L * hours);
    Deque<Runnable> lane = new ArrayDeque<>();
    lane.add(() -> place.bucket().deliver(month, assembly, time, rows, shape));
    return lane;
  }

  /** What one bounded run over a copy of the final inputs, times kept, writes. */
  private Map<String, String> bounded(CaseFolder place) {
    Path copy = folder.resolve("bounded");
    copy(place.folder(), copy);
    Engine.run(copy, "run", "-c", "ratemill.yaml").exits(0);
    return new Workspace(copy.resolve("out")).newestRecords();
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path name = from.relativize(file);
        boolean input = !name.startsWith("out") && !name.toString().endsWith(".log");
        if (input && Files.isRegularFile(file)) {
          Files.createDirectories(to.resolve(name).getParent());
          Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Engine.Running watch(CaseFolder place) {
    return Engine.start(place.folder(), "run", "-c", place.configuration().toString(), "--watch");
  }

  private static boolean closed(CaseFolder place) {
    close(place);
    return true;
  }

  private static void close(CaseFolder place) {
    for (String period : List.of("2026-09", "2026-10")) {
      Engine.run(
          place.folder(), "close", "-c", place.configuration().toString(), "--period", period);
    }
  }

  /** The newest records of every report that was not withdrawn. */
  private static Map<String, String> inForce(Workspace workspace) {
    Map<String, String> texts = new TreeMap<>();
    workspace
        .newestRecords()
        .forEach(
            (id, text) -> {
              if (!Csv.parse(text).rows().isEmpty()) {
                texts.put(id, text);
              }
            });
    return texts;
  }

  private static Map<String, Integer> numbers(Workspace workspace) {
    Map<String, Integer> numbers = new TreeMap<>();
    workspace.newest().forEach((id, revision) -> numbers.put(id, revision.number()));
    return numbers;
  }

  private static long unmapped(CaseFolder place, String account) {
    return place.workspace().unmapped().stream()
        .filter(row -> row.get("account_id").equals(account))
        .count();
  }

  private static String configurationColour(CaseFolder place) {
    JsonNode configuration = place.workspace().status().path("configuration");
    return configuration.path("colour").asText();
  }

  private static void everyRevisionIsWhole(Workspace workspace) {
    for (Workspace.Revision revision : workspace.revisions()) {
      assertThat(revision.json().toString())
          .as(revision.folder().toString())
          .contains(sha256(revision.records()))
          .contains(sha256(revision.workbook()));
    }
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
