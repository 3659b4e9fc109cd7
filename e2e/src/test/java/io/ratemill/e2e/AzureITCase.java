package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import io.ratemill.sources.azure.Azurite;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over Azure's exports, from a folder and from Blob storage, against plain loops. */
final class AzureITCase {
  private static final Instant TIME = Instant.parse("2026-11-01T06:00:00.7394231Z");

  @TempDir private Path folder;

  private static Setup setup(String preset) {
    List<Owner> owners = new ArrayList<>();
    for (String subscription : AzureBill.SUBSCRIPTIONS) {
      String id = subscription.toLowerCase(Locale.ROOT);
      if (!id.startsWith("ffffffff")) {
        owners.add(Owner.of(id, id.substring(0, 4)));
      }
    }
    Market market = Market.of("MP-1", "1.1").withMarkupMarketplace("1.2");
    Market priced =
        new Market(
            market.id(),
            market.markup(),
            market.markupMarketplace(),
            market.fx(),
            market.currency(),
            market.multiplePayer(),
            market.defaultPayer(),
            market.payerMarkups(),
            preset,
            market.basis(),
            market.margins());
    return new Setup("service", "PR", "MP-1", List.of(priced), owners, List.of());
  }

  /** The files of a setup, for a connector of Azure. */
  private static CaseFolder place(Path folder, String preset, String format, String location) {
    Setup setup = setup(preset);
    CaseFolder place = CaseFolder.of(folder, setup);
    Setup.text(
        place.configuration(),
        setup
            .yaml()
            .replace("provider: aws", "provider: azure")
            .replace("format: cur-legacy", "format: " + format)
            .replace("location: file:bills", "location: " + location)
            .concat("reports: {settle: 500 ms}\n"));
    Setup.text(folder.resolve("owners.csv"), setup.ownersCsv().replace("\naws,", "\nazure,"));
    return place;
  }

  /** A connector of both exports in a container. */
  private CaseFolder inBlobs(
      String name, String preset, Azurite azurite, BlobContainerClient container) {
    String url =
        "azblob://" + Azurite.ACCOUNT + "/" + container.getBlobContainerName() + "/billing";
    CaseFolder place =
        place(
            folder.resolve(name),
            preset,
            "actual+amortized",
            """
            {actual: %1$s, amortized: %1$s}
                secret: file:azure.secret
                endpoint: %2$s
                options: {look-every: 500 ms}"""
                .formatted(url, azurite.endpoint()));
    Setup.text(folder.resolve(name).resolve("azure.secret"), "ACCOUNT_KEY=" + Azurite.KEY + "\n");
    return place;
  }

  private static Map<String, String> amounts(CaseFolder place) {
    Map<String, String> amounts = new TreeMap<>();
    place
        .workspace()
        .newest()
        .values()
        .forEach(
            revision ->
                revision
                    .table()
                    .rows()
                    .forEach(
                        row ->
                            amounts.merge(
                                row.get("asset_id")
                                    + "|"
                                    + row.get("item_mpn")
                                    + "|"
                                    + row.get("v.marketplace_service"),
                                row.get("amount"),
                                (one, other) -> "twice: " + one + ", " + other)));
    return amounts;
  }

  private static void assertIn(
      JsonNode ledger, long lines, BigDecimal billed, BigDecimal effective) {
    assertThat(ledger.path("balanced").asBoolean()).isTrue();
    JsonNode in = ledger.path("in").get(0);
    assertThat(in.path("lines").asLong()).isEqualTo(lines);
    assertThat(new BigDecimal(in.path("billed").asText())).isEqualByComparingTo(billed);
    if (effective == null) {
      assertThat(in.path("effective").isNull()).isTrue();
    } else {
      assertThat(new BigDecimal(in.path("effective").asText())).isEqualByComparingTo(effective);
    }
  }

  @Test
  void theNewestWholePairOfRunsIsWhatPlainLoopsMakeOfIt() throws IOException {
    CaseFolder place =
        place(folder, "msrp", "actual+amortized", "{actual: file:bills, amortized: file:bills}");
    Path bills = folder.resolve("bills");
    AzureBill old = AzureBill.of(1, 80);
    AzureBill bill = AzureBill.of(2, 300);
    old.lay(bills, "ActualCost", "act", "old-a", TIME);
    old.lay(bills, "AmortizedCost", "amo", "old-m", TIME.plusSeconds(60));
    bill.lay(bills, "ActualCost", "act", "new-a", TIME.plusSeconds(7200));
    bill.lay(bills, "AmortizedCost", "amo", "new-m", TIME.plusSeconds(7260));
    Path lost = AzureBill.of(3, 50).lay(bills, "ActualCost", "act", "lost", TIME.plusSeconds(9000));
    Files.delete(lost);

    place.run().exits(1);

    assertThat(place.workspace().colour(Setup.CONNECTOR)).isEqualTo("red");
    JsonNode ledger = place.workspace().ledger(Setup.CONNECTOR).get("2026-10|new-a+new-m");
    assertThat(ledger.path("state").asText()).isEqualTo("in-force");
    assertIn(ledger, bill.rows(), bill.billed(), bill.effective());
    assertThat(amounts(place)).isEqualTo(bill.msrp("1.1", "1.2"));
    assertThat(place.workspace().unmapped())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("account_id")).startsWith("ffffffff-0000");
              assertThat(row.get("label")).isEqualTo("Name");
            });
  }

  @Test
  void theSameBillFromBlobStorageGivesTheSameRecords() throws IOException {
    AzureBill bill = AzureBill.of(4, 250);
    Path bills = folder.resolve("copy/bills");
    bill.lay(bills, "ActualCost", "act", "a1", TIME);
    bill.lay(bills, "AmortizedCost", "amo", "m1", TIME.plusSeconds(60));
    Path files = Files.createDirectories(folder.resolve("blobs"));
    try (Azurite azurite = Azurite.start(files)) {
      BlobContainerClient container = azurite.container();
      Azurite.upload(bills, container, "");
      CaseFolder cloud = inBlobs("cloud", "amortised", azurite, container);
      CaseFolder copy =
          place(
              folder.resolve("copy"),
              "amortised",
              "actual+amortized",
              "{actual: file:bills, amortized: file:bills}");

      Engine.Ended ended = cloud.run().exits(0);
      copy.run().exits(0);

      assertThat(amounts(cloud)).isEqualTo(bill.amortised("1.1", "1.2"));
      assertThat(cloud.workspace().newestRecords()).isEqualTo(copy.workspace().newestRecords());
      assertIn(
          cloud.workspace().ledger(Setup.CONNECTOR).get("2026-10|a1+m1"),
          bill.rows(),
          bill.billed(),
          bill.effective());
      assertThat(ended.text()).doesNotContain(Azurite.KEY);
      assertThat(Files.readString(folder.resolve("cloud/out/status.json")))
          .doesNotContain(Azurite.KEY);
    }
  }

  @Test
  void runsThatAppearWhileItWatchesEndWhereOneRunOverThemEnds() throws IOException {
    Path files = Files.createDirectories(folder.resolve("blobs"));
    try (Azurite azurite = Azurite.start(files)) {
      BlobContainerClient container = azurite.container();
      AzureExports exports = new AzureExports(container, folder.resolve("laid"));
      CaseFolder watched = inBlobs("watched", "msrp", azurite, container);
      AzureBill last = AzureBill.of(15, 140);
      try (Engine.Running running =
          Engine.start(watched.folder(), "run", "-c", "ratemill.yaml", "--watch")) {
        AzureBill first = AzureBill.of(11, 120);
        exports.putInPlace(first, 1);
        running.await(() -> isInForce(first, watched));

        // Manifests that come before the last parts: nothing is taken until those are there.
        AzureBill restated = AzureBill.of(12, 150);
        exports.putAllButLastParts(restated, 3);
        String alone = "billing/act/20260901-20260930/x/manifest.json";
        Azurite.put(container, alone, "{".getBytes(StandardCharsets.UTF_8));
        running.await(() -> watched.workspace().colour(Setup.CONNECTOR).equals("red"));
        assertThat(watched.workspace().connectorStatus(Setup.CONNECTOR).toString())
            .contains("missing-part");
        assertThat(isInForce(first, watched)).isTrue();
        exports.putLastParts(3);
        // What is broken and nothing but broken troubles nobody once it is taken away.
        Azurite.blob(container, alone).delete();
        running.await(() -> isInForce(restated, watched));

        // An older run that is late changes nothing, nor does one without manifests.
        exports.put(AzureBill.of(13, 60), 2);
        exports.putWithoutManifest(AzureBill.of(14, 60), 9);
        exports.putInPlace(last, 5);
        running.await(
            () ->
                isInForce(last, watched)
                    && watched.workspace().colour(Setup.CONNECTOR).equals("yellow"));
      }
      JsonNode ledger = watched.workspace().ledger(Setup.CONNECTOR).get("2026-10|a5+m5");
      assertThat(ledger.path("state").asText()).isEqualTo("in-force");
      assertIn(ledger, last.rows(), last.billed(), last.effective());
      CaseFolder bounded = inBlobs("bounded", "msrp", azurite, container);
      bounded.run().exits(0);
      assertThat(watched.workspace().newestRecords())
          .isEqualTo(bounded.workspace().newestRecords());
    }
  }

  private static boolean isInForce(AzureBill bill, CaseFolder place) {
    return amounts(place).equals(bill.msrp("1.1", "1.2"));
  }

  @Test
  void theActualExportAloneSaysNothingOfEffectiveCosts() {
    CaseFolder place = place(folder, "pass-through", "actual", "file:bills");
    AzureBill bill = AzureBill.of(5, 60);
    bill.lay(folder.resolve("bills"), "ActualCost", "act", "a1", TIME);
    bill.lay(folder.resolve("bills"), "AmortizedCost", "amo", "m1", TIME);
    place.run().exits(0);
    assertIn(
        place.workspace().ledger(Setup.CONNECTOR).get("2026-10|a1"),
        bill.actualRows(),
        bill.billed(),
        null);
  }

  @Test
  void anExportThatLacksTheCostsOfThePresetIsRefusedBeforeAnythingIsRead() {
    assertThat(place(folder, "msrp", "amortized", "file:bills").run().exits(2).text())
        .contains("the amortized export alone says nothing of billed costs");
    assertThat(place(folder, "amortised", "actual", "file:bills").run().exits(2).text())
        .contains("the actual export alone says nothing of effective costs");
  }

  @Test
  void checkSaysInWordsWhatIsWrongWithAConnection() throws IOException {
    Path files = Files.createDirectories(folder.resolve("blobs"));
    try (Azurite azurite = Azurite.start(files)) {
      CaseFolder place =
          place(
              folder.resolve("cloud"),
              "msrp",
              "actual",
              "azblob://"
                  + Azurite.ACCOUNT
                  + "/nowhere/x\n    secret: file:azure.secret\n    endpoint: "
                  + azurite.endpoint());
      Setup.text(folder.resolve("cloud/azure.secret"), "ACCOUNT_KEY=" + Azurite.KEY + "\n");
      assertThat(
              Engine.run(place.folder(), "check", "-c", place.configuration().toString())
                  .exits(1)
                  .text())
          .contains("container nowhere does not exist in account " + Azurite.ACCOUNT);
    }
  }
}
