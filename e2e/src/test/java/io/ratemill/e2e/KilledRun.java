package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.e2e.CurBucket.Shape;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import io.ratemill.e2e.Setup.Rule;
import java.io.File;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A watching engine over inputs that come in random order, killed at random moments. */
final class KilledRun {
  /** Short, so that revisions come while engines are still alive. */
  private static final String SETTLE = "reports: {settle: 300 ms}\n";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final int PUBLISHING_LOOKS = 1000;

  private final Path folder;
  private final RandomCase random;
  private final Random dice;
  private final Setup last;
  private final CaseFolder place;
  private final Deque<Runnable> inputs;
  private final Map<String, List<Map<String, String>>> bills = new HashMap<>();
  private final List<List<Owner>> owners;
  private final List<List<Rule>> rules;
  private final List<List<Market>> markets;

  /** The digest of every file of a revision that was ever seen. */
  private final Map<Path, String> seen = new TreeMap<>();

  KilledRun(long seed, Path folder) {
    this.folder = folder;
    random = RandomCase.of(seed);
    dice = new Random(seed);
    last = random.drawn();
    List<Owner> all = last.owners();
    owners = List.of(all.subList(0, 3), all.subList(1, 5), all);
    rules = List.of(List.of(), last.rules());
    markets =
        List.of(
            last.markets(),
            last.markets().stream().map(market -> market.withMarkupMarketplace("1.4")).toList());
    place = CaseFolder.of(folder.resolve("watch"), last.withOwners(owners.get(0)));
    write("pricing-rules.csv", last.withRules(List.of()).rulesCsv());
    write("ratemill.yaml", last.yaml() + SETTLE);
    inputs = inputs();
  }

  /**
   * Kills the engine so many times, lets it end its work, and checks what it left.
   *
   * @return how many revisions were published
   */
  int run(int kills) {
    Engine.Running running = place.watch();
    try {
      for (int left = kills; left > 0; left--) {
        for (int due = (inputs.size() + left - 1) / left; due > 0; due--) {
          inputs.removeFirst().run();
        }
        assertThat(livesToBeKilled(running))
            .as("still watching; it printed:%n%s", running.text())
            .isTrue();
        running.kill();
        revisionsStandWhole();
        running = place.watch();
      }
      Map<String, String> bounded = bounded();
      assertThat(bounded).isNotEmpty();
      running.await(
          () -> closed() && inForce().equals(bounded),
          () -> assertThat(inForce()).isEqualTo(bounded));
    } finally {
      running.kill();
    }
    revisionsStandWhole();
    noRevisionRepeatsTheOneBefore();
    everyRevisionIsOfOneMoment();
    everyLedgerBalances();
    return place.workspace().revisions().size();
  }

  /** Lets it start, read, or begin to publish; false if it ended by itself. */
  private boolean livesToBeKilled(Engine.Running running) {
    return switch (dice.nextInt(3)) {
      case 0 -> running.runs(Duration.ofMillis(200 + dice.nextInt(1000)));
      case 1 -> running.runs(Duration.ofMillis(1000 + dice.nextInt(5000)));
      default -> publishes(running) && running.runs(Duration.ofMillis(dice.nextInt(100)));
    };
  }

  /** Until something appears among the reports, or nothing does for a while. */
  private boolean publishes(Engine.Running running) {
    int before = published();
    for (int look = 0; look < PUBLISHING_LOOKS && published() == before; look++) {
      if (!running.runs(BETWEEN_LOOKS)) {
        return false;
      }
    }
    return true;
  }

  /** Files and folders among the reports, unfinished ones as well. */
  private int published() {
    Path reports = place.workspace().root().resolve("reports");
    int count = 0;
    Deque<File> open = new ArrayDeque<>(List.of(reports.toFile()));
    while (!open.isEmpty()) {
      // What is gone by now has no children.
      File[] children = open.removeFirst().listFiles();
      for (File child : children == null ? new File[0] : children) {
        count++;
        open.add(child);
      }
    }
    return count;
  }

  private Deque<Runnable> inputs() {
    List<Deque<Runnable>> lanes = new ArrayList<>();
    lanes.add(delivery(RandomCase.SEPTEMBER, "s1", 1));
    lanes.add(delivery(RandomCase.SEPTEMBER, "s2", 2));
    lanes.add(delivery(RandomCase.OCTOBER, "o1", 1));
    lanes.add(delivery(RandomCase.OCTOBER, "o2", 3));
    lanes.add(delivery(RandomCase.OCTOBER, "o3", 2));
    lanes.add(
        new ArrayDeque<>(
            List.of(
                () -> write("owners.csv", last.withOwners(owners.get(1)).ownersCsv()),
                () -> write("owners.csv", last.ownersCsv()))));
    lanes.add(
        new ArrayDeque<>(
            List.of(
                () -> write("ratemill.yaml", last.withMarkets(markets.get(1)).yaml() + SETTLE),
                () -> write("pricing-rules.csv", last.rulesCsv()),
                () -> write("ratemill.yaml", last.yaml() + SETTLE))));
    Deque<Runnable> order = new ArrayDeque<>();
    while (!lanes.isEmpty()) {
      order.add(lanes.get(dice.nextInt(lanes.size())).removeFirst());
      lanes.removeIf(Deque::isEmpty);
    }
    return order;
  }

  private Deque<Runnable> delivery(YearMonth month, String assembly, int hours) {
    List<Map<String, String>> rows = random.bill(month, 200 + dice.nextInt(300));
    bills.put(assembly, rows);
    Shape shape = Shape.random(dice);
    Instant time = CaseFolder.DAY.plusSeconds(3600L * hours);
    return new ArrayDeque<>(
        List.of(() -> place.bucket().deliver(month, assembly, time, rows, shape)));
  }

  private void write(String file, String text) {
    Setup.text(place.folder().resolve(file), text);
  }

  /** What one bounded run over a copy of the final inputs, times kept, writes. */
  private Map<String, String> bounded() {
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

  private boolean closed() {
    place.close("2026-09", "2026-10");
    return true;
  }

  /** The newest records of every report that was not withdrawn. */
  private Map<String, String> inForce() {
    Map<String, String> texts = new TreeMap<>();
    place
        .workspace()
        .newestRecords()
        .forEach(
            (id, text) -> {
              if (!Csv.parse(text).rows().isEmpty()) {
                texts.put(id, text);
              }
            });
    return texts;
  }

  /** Every revision names its files by their digests, and is as it was when it was first seen. */
  private void revisionsStandWhole() {
    Map<Path, String> files = new TreeMap<>();
    for (Workspace.Revision revision : place.workspace().revisions()) {
      String json = Workspace.read(revision.folder().resolve("report.json"));
      files.put(revision.folder(), json);
      for (Path file : List.of(revision.records(), revision.workbook())) {
        files.put(file, sha256(file));
        assertThat(json).as(file.toString()).contains(files.get(file));
      }
    }
    assertThat(files).as("what was published is never changed").containsAllEntriesOf(seen);
    seen.putAll(files);
  }

  private void noRevisionRepeatsTheOneBefore() {
    Map<String, Workspace.Revision> before = new HashMap<>();
    for (Workspace.Revision each : place.workspace().revisions()) {
      Workspace.Revision older = before.put(each.period() + each.reportId(), each);
      assertThat(each.number()).isEqualTo(older == null ? 1 : older.number() + 1);
      if (older != null) {
        assertThat(says(each)).as(each.folder().toString()).isNotEqualTo(says(older));
      }
    }
  }

  private static List<String> says(Workspace.Revision revision) {
    return List.of(
        Workspace.read(revision.records()),
        revision.json().path("general").toString(),
        revision.json().path("withdrawn").toString());
  }

  /**
   * Every revision is what the oracle makes of the deliveries that it names, under some version of
   * owners, rules and prices: no delivery is in it by half, twice or not at all.
   */
  private void everyRevisionIsOfOneMoment() {
    for (Workspace.Revision revision : place.workspace().revisions()) {
      List<Oracle.InForce> deliveries = new ArrayList<>();
      revision
          .json()
          .path("deliveries")
          .forEach(
              each -> {
                String assembly = each.path("delivery").asText();
                deliveries.add(new Oracle.InForce(assembly, bills.get(assembly)));
              });
      List<List<String>> differences = new ArrayList<>();
      for (Setup setup : setups()) {
        differences.add(Agreement.of(setup, Oracle.rate(setup, deliveries), revision));
      }
      assertThat(differences)
          .as("%s, of %s, against each version of the terms", revision.folder(), deliveries.size())
          .anyMatch(List::isEmpty);
    }
  }

  private List<Setup> setups() {
    List<Setup> setups = new ArrayList<>();
    for (List<Owner> owned : owners) {
      for (List<Rule> ruled : rules) {
        for (List<Market> priced : markets) {
          setups.add(last.withOwners(owned).withRules(ruled).withMarkets(priced));
        }
      }
    }
    return setups;
  }

  private void everyLedgerBalances() {
    place
        .workspace()
        .ledger(Setup.CONNECTOR)
        .forEach(
            (id, json) -> {
              if (json.path("state").asText().equals("in-force")) {
                assertThat(json.path("balanced").asBoolean()).as("ledger %s", id).isTrue();
              }
            });
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
