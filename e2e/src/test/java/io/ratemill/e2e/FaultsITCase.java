package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.CurBucket.Shape;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives broken is refused with one clear message, and harms nothing beside it. */
final class FaultsITCase {
  private static final YearMonth MONTH = RandomCase.OCTOBER;
  private static final String ACCOUNT = "000000000001";
  private static final Instant NEWER = CaseFolder.DAY.plusSeconds(3600);

  @TempDir private Path folder;

  @Test
  void everyBrokenDeliveryIsRefusedAloneAndTheOlderOneStaysInForce() throws IOException {
    Map<String, String> connectors = new LinkedHashMap<>();
    connectors.put("good", "");
    connectors.put("missing-part", "broken");
    connectors.put("truncated", "broken");
    connectors.put("missing-column", "lineItem/UnblendedCost");
    connectors.put("word-in-cost", "twelve");
    connectors.put("not-a-number", "NaN");
    connectors.put("ragged", "broken");
    Path configuration = configure(connectors.keySet());
    for (String id : connectors.keySet()) {
      CurBucket bucket = new CurBucket(folder.resolve(id), "x");
      bucket.deliver(MONTH, "older", CaseFolder.DAY, rows("10"), Shape.plain());
      if (!id.equals("good")) {
        CurBucket.Laid laid =
            bucket.deliver(
                MONTH, "broken", NEWER, rows("99"), new Shape(false, 2, 0, false, false));
        damage(id, laid.parts().get(1));
      }
    }

    Engine.Ended ended = Engine.run(folder, "run", "-c", configuration.toString()).exits(1);

    Workspace workspace = new Workspace(folder.resolve("out"));
    Map<String, String> colours = new TreeMap<>();
    for (String id : connectors.keySet()) {
      colours.put(id, workspace.colour(id));
      assertThat(workspace.ledger(id).get("2026-10|older").path("state").asText())
          .as(id)
          .isEqualTo("in-force");
      if (!id.equals("good")) {
        String reasons = workspace.connectorStatus(id).path("reasons").toString();
        assertThat(reasons).as(id).contains("broken").contains(connectors.get(id));
        assertThat(reasons).as(id).contains("bill-2.csv.gz");
        assertThat(workspace.ledger(id).get("2026-10|broken").path("state").asText())
            .as(id)
            .isEqualTo("refused");
        assertThat(ended.text()).as("what the run printed").contains(id);
      }
    }
    assertThat(colours.remove("good")).isEqualTo("green");
    assertThat(colours.values()).containsOnly("red");
    // One product and marketplace, one payer: all connectors feed one report.
    assertThat(workspace.newest().values())
        .singleElement()
        .satisfies(
            revision ->
                assertThat(revision.table().rows())
                    .extracting(row -> row.get("amount"))
                    .containsExactly("70.00000000"));
    assertThat(ended.text()).doesNotContain("Exception in thread").doesNotContain("\tat ");
  }

  @Test
  void aPartNewerThanItsMarkerInAnOverwriteLayoutIsNotReady() throws IOException {
    Path configuration = configure(List.of("good", "changed"));
    new CurBucket(folder.resolve("good"), "x")
        .deliver(MONTH, "fine", CaseFolder.DAY, rows("10"), Shape.plain());
    CurBucket.Laid laid =
        new CurBucket(folder.resolve("changed"), "x")
            .deliver(MONTH, "half", CaseFolder.DAY, rows("99"), Shape.plain());
    Path month = laid.manifest().getParent().getParent();
    Path manifest = month.resolve("bill-Manifest.json");
    byte[] bytes = Files.readAllBytes(laid.parts().get(0));
    String marker = Files.readString(manifest).replace("/half/", "/");
    Files.delete(laid.parts().get(0));
    Files.delete(laid.manifest());
    Files.delete(laid.manifest().getParent());
    CurBucket.put(manifest, marker.getBytes(StandardCharsets.UTF_8), CaseFolder.DAY);
    CurBucket.put(month.resolve("bill-1.csv.gz"), bytes, NEWER);

    Engine.run(folder, "run", "-c", configuration.toString()).exits(1);

    Workspace workspace = new Workspace(folder.resolve("out"));
    assertThat(workspace.colour("good")).isEqualTo("green");
    assertThat(workspace.colour("changed")).isEqualTo("red");
    assertThat(workspace.connectorStatus("changed").path("reasons").toString())
        .contains("bill-1.csv.gz");
    CurBucket.put(manifest, marker.getBytes(StandardCharsets.UTF_8), NEWER.plusSeconds(60));
    Engine.run(folder, "run", "-c", configuration.toString()).exits(0);
    assertThat(workspace.colour("changed")).isEqualTo("green");
  }

  @Test
  void oddButReadableLinesAreCountedNamedOnceAndTurnTheConnectorYellow() throws IOException {
    Path configuration = configure(List.of("plain", "types", "accounts", "no-parts", "nothing"));
    Files.createDirectory(folder.resolve("nothing"));
    CurBucket.Laid month =
        new CurBucket(folder.resolve("no-parts"), "x")
            .deliver(MONTH, "a", CaseFolder.DAY, rows("10"), Shape.plain());
    withoutParts(month.manifest());
    withoutParts(month.manifest().getParent().resolveSibling(month.manifest().getFileName()));
    new CurBucket(folder.resolve("plain"), "x")
        .deliver(MONTH, "a", CaseFolder.DAY, rows("10"), new Shape(true, 3, 99, true, true));
    Map<String, String> strange = CurRow.with(row("2"), CurRow.TYPE, "QuantumFee");
    new CurBucket(folder.resolve("types"), "x")
        .deliver(MONTH, "a", CaseFolder.DAY, List.of(strange, strange), Shape.plain());
    Map<String, String> scientific = CurRow.with(row("3"), CurRow.ACCOUNT, "1.23457E+11");
    new CurBucket(folder.resolve("accounts"), "x")
        .deliver(MONTH, "a", CaseFolder.DAY, List.of(scientific, row("1")), Shape.plain());

    Engine.run(folder, "run", "-c", configuration.toString()).exits(0);

    Workspace workspace = new Workspace(folder.resolve("out"));
    assertThat(workspace.colour("plain")).isEqualTo("green");
    assertThat(workspace.colour("types")).isEqualTo("yellow");
    assertThat(workspace.colour("no-parts")).as("a month that begins empty").isEqualTo("green");
    assertThat(workspace.colour("nothing")).isEqualTo("yellow");
    assertThat(workspace.connectorStatus("nothing").path("reasons").toString())
        .contains("no-delivery");
    assertThat(workspace.colour("accounts")).isEqualTo("yellow");
    JsonNode types = workspace.connectorStatus("types").path("reasons");
    assertThat(types).hasSize(1);
    assertThat(types.toString()).contains("QuantumFee").contains("2");
    assertThat(workspace.connectorStatus("accounts").path("reasons").toString())
        .contains("1.23457E+11");
    assertThat(workspace.unmapped())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("account_id", "1.23457E+11"));
    assertThat(workspace.newest().values())
        .singleElement()
        .satisfies(
            revision ->
                assertThat(revision.table().rows())
                    .extracting(row -> row.get("amount"))
                    .containsExactly("15.00000000"));
  }

  @Test
  void withoutAnExchangeRateLinesAreHeldTheConnectorIsRedAndNoReportIsMade() {
    Setup setup =
        new Setup(
            "service",
            "PR",
            "MP-1",
            List.of(Market.of("MP-1", "1").withFx("0", "EUR")),
            List.of(Owner.of(ACCOUNT, "A")),
            List.of());
    CaseFolder place = CaseFolder.of(folder, setup);
    place.deliver(MONTH, "a", 0, rows("10"));
    place.run().exits(1);
    assertThat(place.workspace().colour(Setup.CONNECTOR)).isEqualTo("red");
    assertThat(place.workspace().connectorStatus(Setup.CONNECTOR).path("reasons").toString())
        .contains("USD")
        .contains("EUR");
    assertThat(place.workspace().revisions()).isEmpty();
    JsonNode ledger = place.workspace().ledger(Setup.CONNECTOR).get("2026-10|a");
    assertThat(ledger.path("balanced").asBoolean()).isTrue();
    assertThat(ledger.path("out").get(0).path("where").asText()).isEqualTo("held");
    assertThat(ledger.path("out").get(0).path("billed").asText()).isEqualTo("10");
  }

  @Test
  void anEmptyDeliveryOverExistingLinesIsRefused() {
    Setup setup =
        new Setup(
            "service",
            "PR",
            "MP-1",
            List.of(Market.of("MP-1", "1")),
            List.of(Owner.of(ACCOUNT, "A")),
            List.of());
    CaseFolder place = CaseFolder.of(folder, setup);
    place.deliver(MONTH, "full", 0, rows("10"));
    place.deliver(MONTH, "void", 1, List.of());
    place.run().exits(1);
    assertThat(place.workspace().colour(Setup.CONNECTOR)).isEqualTo("red");
    assertThat(place.workspace().ledger(Setup.CONNECTOR).get("2026-10|full").path("state").asText())
        .isEqualTo("in-force");
    assertThat(place.workspace().newest()).hasSize(1);
  }

  /** Rewrites a manifest so that it names no file. */
  private static void withoutParts(Path manifest) throws IOException {
    String text = Files.readString(manifest);
    String without = text.replaceAll("\"reportKeys\"\\s*:\\s*\\[[^\\]]*\\]", "\"reportKeys\": []");
    assertThat(without).isNotEqualTo(text);
    CurBucket.put(manifest, without.getBytes(StandardCharsets.UTF_8), CaseFolder.DAY);
  }

  private Path configure(Iterable<String> connectors) {
    Setup setup =
        new Setup(
            "service",
            "PR",
            "MP-1",
            List.of(Market.of("MP-1", "1")),
            List.of(Owner.of(ACCOUNT, "A")),
            List.of());
    Path file = setup.write(folder);
    String yaml = setup.yaml();
    int start = yaml.indexOf("  - id: " + Setup.CONNECTOR);
    StringBuilder text = new StringBuilder(yaml.substring(0, start));
    for (String id : connectors) {
      text.append(
          yaml.substring(start)
              .replace("id: " + Setup.CONNECTOR, "id: " + id)
              .replace("file:bills", "file:" + id));
    }
    Setup.text(file, text.toString());
    return file;
  }

  private static List<Map<String, String>> rows(String cost) {
    return List.of(row(cost), CurRow.with(row("0"), CurRow.DESCRIPTION, "second\nline"));
  }

  private static Map<String, String> row(String cost) {
    return CurRow.usage(MONTH, ACCOUNT, "AmazonEC2", cost);
  }

  private static void damage(String kind, Path part) throws IOException {
    List<String> header = CurRow.COLUMNS;
    switch (kind) {
      case "missing-part" -> Files.delete(part);
      case "truncated" -> CurBucket.cutShort(part, NEWER);
      case "missing-column" ->
          part(
              part,
              Csv.write(
                  header.stream().filter(c -> !c.equals(CurRow.COST)).toList(), rows("1"), "\n"));
      case "word-in-cost" -> part(part, Csv.write(header, rows("twelve"), "\n"));
      case "not-a-number" -> part(part, Csv.write(header, rows("NaN"), "\n"));
      case "ragged" -> part(part, Csv.write(header, rows("1"), "\n") + "one,two\n");
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private static void part(Path file, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream member = new GZIPOutputStream(out)) {
      member.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CurBucket.put(file, out.toByteArray(), NEWER);
  }
}
