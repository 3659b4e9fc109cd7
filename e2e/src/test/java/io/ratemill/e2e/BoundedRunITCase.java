package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.CurBucket.Shape;
import io.ratemill.e2e.Oracle.InForce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One bounded run over random bills against the oracle. */
final class BoundedRunITCase {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesWhatTheOracleGivesAndKeepsTheOlderDeliveryWhereTheNewestIsIncomplete(long seed)
      throws IOException {
    RandomCase random = RandomCase.of(seed);
    Random shapes = new Random(seed);
    String prefix = List.of("exports/daily", "", "bill").get(shapes.nextInt(3));
    CaseFolder place = CaseFolder.of(folder, random.drawn(), prefix);
    List<Map<String, String>> september = random.bill(RandomCase.SEPTEMBER, 400);
    List<Map<String, String>> october = random.bill(RandomCase.OCTOBER, 900);
    deliver(place, RandomCase.SEPTEMBER, "f0-september", 5, september, shapes);
    deliver(
        place,
        RandomCase.SEPTEMBER,
        "f9-september-old",
        1,
        random.bill(RandomCase.SEPTEMBER, 300),
        shapes);
    deliver(
        place,
        RandomCase.OCTOBER,
        "a1-october-old",
        2,
        random.bill(RandomCase.OCTOBER, 500),
        shapes);
    deliver(place, RandomCase.OCTOBER, "b2-october", 6, october, shapes);
    CurBucket.Laid broken =
        deliver(
            place,
            RandomCase.OCTOBER,
            "c3-october-broken",
            8,
            random.bill(RandomCase.OCTOBER, 950),
            shapes);
    Path victim = broken.parts().get(broken.parts().size() - 1);
    if (shapes.nextBoolean()) {
      Files.delete(victim);
    } else {
      CurBucket.cutShort(victim, CaseFolder.DAY);
    }

    place.run().exits(1);

    Agreement.check(
        random.drawn(),
        Oracle.rate(
            random.drawn(),
            List.of(new InForce("f0-september", september), new InForce("b2-october", october))),
        place.workspace());
    assertThat(place.workspace().colour(Setup.CONNECTOR)).isEqualTo("red");
    assertThat(place.workspace().connectorStatus(Setup.CONNECTOR).path("reasons").toString())
        .contains("c3-october-broken")
        .contains(victim.getFileName().toString());
    JsonNode refused = place.workspace().ledger(Setup.CONNECTOR).get("2026-10|c3-october-broken");
    assertThat(refused).as("ledger of the refused delivery").isNotNull();
    assertThat(refused.path("state").asText()).isEqualTo("refused");
    assertThat(refused.path("reason").asText()).isNotBlank();
  }

  @Test
  void isYellowAndEndsWithZeroWhenAccountsAreUnmapped() {
    RandomCase random = RandomCase.of(77);
    CaseFolder place = CaseFolder.of(folder, random.drawn());
    List<Map<String, String>> rows = random.bill(RandomCase.OCTOBER, 600);
    deliver(place, RandomCase.OCTOBER, "only", 1, rows, new Random(7));
    place.run().exits(0);
    Agreement.check(
        random.drawn(),
        Oracle.rate(random.drawn(), List.of(new InForce("only", rows))),
        place.workspace());
    JsonNode status = place.workspace().connectorStatus(Setup.CONNECTOR);
    assertThat(status.path("colour").asText()).isEqualTo("yellow");
    assertThat(status.path("last_delivery").asText()).isNotBlank();
    assertThat(status.path("reasons").toString()).contains("SomethingNew");
  }

  private static CurBucket.Laid deliver(
      CaseFolder place,
      YearMonth month,
      String assembly,
      int hours,
      List<Map<String, String>> rows,
      Random shapes) {
    return place
        .bucket()
        .deliver(
            month, assembly, CaseFolder.DAY.plusSeconds(3600L * hours), rows, Shape.random(shapes));
  }
}
