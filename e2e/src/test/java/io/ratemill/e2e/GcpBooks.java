package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.GcpRow.GcpLine;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What the engine must make of Google's rows, added up row by row. */
final class GcpBooks {
  private final Map<String, BigDecimal> expected = new TreeMap<>();
  private final Map<String, BigDecimal> ledger = new TreeMap<>();
  private final Map<String, Long> lines = new TreeMap<>();
  private final Map<String, Long> rows = new TreeMap<>();

  /** Adds a row of a delivery in force up, line by line. */
  void expect(GcpRow row, String delivery) {
    String account = row.project() == null ? row.billingAccount() : row.project();
    // Nobody owns shop-5: the owner of its billing account decides.
    boolean owned = !account.equals("shop-5");
    rows.merge(row.period() + "|" + delivery, 1L, Long::sum);
    for (GcpLine line : row.lines()) {
      boolean kept =
          switch (line.chargeClass()) {
            case "usage", "public-discount", "support", "adjustment" -> true;
            default -> false;
          };
      String place = kept ? "reported" : "left-out";
      String key = row.period() + "|" + delivery + "|" + line.chargeClass() + "|" + place;
      ledger.merge(key, line.billed(), BigDecimal::add);
      lines.merge(key, 1L, Long::sum);
      if (kept) {
        String asset = owned && row.project() != null ? "AS-" + row.project() : "AS-BILL";
        BigDecimal factor = new BigDecimal(row.marketplace() ? "1.2" : "1.1");
        // Support makes a record of its own per account, rounded by itself.
        String support = line.chargeClass().equals("support") ? account : "";
        expected.merge(
            String.join("|", row.period(), asset, row.item(), "" + row.marketplace())
                + "#"
                + support,
            line.billed().multiply(factor),
            BigDecimal::add);
      }
    }
  }

  void assertThatAllAgrees(Path folder) {
    Workspace workspace = new Workspace(folder.resolve("out"));
    Map<String, BigDecimal> actual = new TreeMap<>();
    workspace
        .newest()
        .values()
        .forEach(
            revision -> {
              for (Map<String, String> row : revision.table().rows()) {
                actual.merge(
                    String.join(
                        "|",
                        revision.period(),
                        row.get("asset_id"),
                        row.get("item_mpn"),
                        row.get("v.marketplace_service")),
                    new BigDecimal(row.get("amount")),
                    BigDecimal::add);
              }
            });
    Map<String, BigDecimal> wanted = new TreeMap<>();
    expected.forEach(
        (key, sum) ->
            wanted.merge(
                key.substring(0, key.indexOf('#')),
                sum.setScale(8, RoundingMode.HALF_UP),
                BigDecimal::add));
    assertThat(actual).isEqualTo(wanted);
    assertThatTheLedgerAgrees(workspace);
  }

  private void assertThatTheLedgerAgrees(Workspace workspace) {
    Map<String, BigDecimal> billed = new TreeMap<>();
    Map<String, Long> counted = new TreeMap<>();
    Map<String, Long> rowsIn = new TreeMap<>();
    Map<String, Long> linesIn = new TreeMap<>();
    workspace
        .ledger("gcp-main")
        .forEach(
            (id, json) -> {
              if (json.path("state").asText().equals("in-force")) {
                assertThat(json.path("balanced").asBoolean()).as(id).isTrue();
                JsonNode in = json.path("in").path(0);
                rowsIn.put(id, in.path("rows").asLong());
                linesIn.put(id, in.path("lines").asLong());
                for (JsonNode out : json.path("out")) {
                  String key =
                      id + "|" + out.path("class").asText() + "|" + out.path("where").asText();
                  billed.put(key, new BigDecimal(out.path("billed").asText()));
                  counted.put(key, out.path("lines").asLong());
                }
              }
            });
    assertThat(rowsIn).isEqualTo(rows);
    assertThat(linesIn).isEqualTo(linesOfFiles());
    assertThat(counted).isEqualTo(lines);
    assertThat(billed.keySet()).isEqualTo(ledger.keySet());
    billed.forEach((key, sum) -> assertThat(sum).as(key).isEqualByComparingTo(ledger.get(key)));
  }

  private Map<String, Long> linesOfFiles() {
    Map<String, Long> sums = new TreeMap<>();
    lines.forEach(
        (key, count) -> {
          String[] words = key.split("\\|", -1);
          sums.merge(words[0] + "|" + words[1], count, Long::sum);
        });
    return sums;
  }

  /** Writes configuration and owners for bills at a location, with more of the connector's keys. */
  void configure(Path folder, String location, String more) throws IOException {
    StringBuilder owners =
        new StringBuilder(
            "provider,account_id,customer_account_id,customer_company_name,asset_id,"
                + "asset_external_id,hub_id,reseller_id,payer_id,marketplace_id,valid_from,valid_to\n");
    owners.append("gcp,0A-1B,ACC-B,Billing,AS-BILL,ext-b,HB-1234-1234,RS-1,,MP-00001,,\n");
    for (int i = 0; i < 5; i++) {
      owners.append(
          "gcp,shop-%d,ACC-%d,Shop %d,AS-shop-%d,ext-%d,HB-1234-1234,RS-1,,MP-00001,,\n"
              .formatted(i, i, i, i, i));
    }
    Files.writeString(folder.resolve("owners.csv"), owners);
    Files.writeString(
        folder.resolve("ratemill.yaml"),
        """
        workspace: out
        owners: owners.csv
        products: [{id: PRD-001-001-001, name: Cloud, usage-schema: PR, grain: service}]
        marketplaces:
          - id: MP-00001
            name: United States
            hub: {id: HB-1234-1234, name: Hub}
            vendor: {id: VA-123-123, name: Vendor}
            distributor: {id: PA-321-321, name: Distributor}
            contract: {id: CRD-1, name: Agreement}
            parameters: {customMarkup: 1.1, customMarkupMarketplace: 1.2, fxRate: 1, marketplaceCurrency: USD, defaultPayer: "0A-1B"}
        connectors:
          - id: gcp-main
            provider: gcp
            format: standard
            location: %s
        %s    secret: none
            product: PRD-001-001-001
            marketplace: MP-00001
        """
            .formatted(location, more.isEmpty() ? "" : more.indent(4)));
  }
}
