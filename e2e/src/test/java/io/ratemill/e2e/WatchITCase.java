package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on takes changes as they come. */
final class WatchITCase {

  @TempDir private Path folder;

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
    try (Engine.Running running = place.watch()) {
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
    try (Engine.Running running = place.watch()) {
      running.await(() -> closed(place) && !place.workspace().newest().isEmpty());
      Map<String, Integer> before = numbers(place.workspace());
      String owners = random.drawn().ownersCsv();
      Setup.text(
          folder.resolve("watch/owners.csv"), owners + owners.substring(owners.indexOf('\n') + 1));
      running.await(() -> configurationColour(place).equals("red"));
      assertThat(place.workspace().status().path("configuration").toString())
          .contains("owners.csv");
      place.close("2026-09", "2026-10");
      assertThat(numbers(place.workspace())).isEqualTo(before);
      Setup.text(folder.resolve("watch/owners.csv"), owners);
      running.await(() -> configurationColour(place).equals("green"));
    }
  }

  @Test
  void whatCannotBePublishedIsToldAndPublishedOnceItCanBe() throws IOException {
    RandomCase random = RandomCase.of(23);
    CaseFolder place = CaseFolder.of(folder.resolve("watch"), random.drawn());
    List<Map<String, String>> rows = random.bill(RandomCase.OCTOBER, 200);
    place.deliver(RandomCase.OCTOBER, "a", 0, rows);
    // A file where the folder of the period's reports should be.
    Path inTheWay = folder.resolve("watch/out/reports/2026-10");
    Setup.text(inTheWay, "");
    try (Engine.Running running = place.watch()) {
      running.await(
          () ->
              running.text().contains("ratemill: report ")
                  && running.text().contains(" was not published in " + inTheWay)
                  && running.text().contains("the engine tries again by itself"));
      Files.delete(inTheWay);
      running.await(() -> closed(place) && !place.workspace().newest().isEmpty());
      Agreement.check(
          random.drawn(),
          Oracle.rate(random.drawn(), List.of(new Oracle.InForce("a", rows))),
          place.workspace());
    }
  }

  private static boolean closed(CaseFolder place) {
    place.close("2026-09", "2026-10");
    return true;
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
}
