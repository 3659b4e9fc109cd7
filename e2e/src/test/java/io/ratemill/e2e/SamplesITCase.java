package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ratemill.e2e.Setup.Market;
import io.ratemill.e2e.Setup.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real and published bills give the totals that their publishers' files add up to. */
final class SamplesITCase {
  private static final String AWS =
      "/demo/bills/aws/cur/sample/20231101-20231201/b3a1f0a2-7c11-4d52-9d0e-5f2f4f0c2311/"
          + "sample-1.csv.gz";
  private static final String FOCUS = "/demo/bills/focus/focus_sample.csv.gz";

  @TempDir private Path folder;

  @Test
  void theRealAwsBillKeepsItsTotalToTheLastDigit() {
    Setup setup = setup(Market.of("MP-1", "1"), "123412340534");
    CaseFolder place = CaseFolder.of(folder, setup);
    lay(place, "bill/20231101-20231201/sample", AWS, "20231101", "20231201");
    place.run().exits(0);

    JsonNode ledger = only(place.workspace().ledger(Setup.CONNECTOR));
    assertThat(ledger.path("balanced").asBoolean()).isTrue();
    JsonNode in = ledger.path("in").get(0);
    assertThat(in.path("lines").asLong()).isEqualTo(1281);
    assertThat(decimal(in, "billed")).isEqualByComparingTo("1.6823086974");
    assertThat(decimal(in, "list")).isEqualByComparingTo("3.3561726949");
    JsonNode reported = place(ledger, "usage", "reported");
    assertThat(reported.path("lines").asLong()).isEqualTo(1269);
    Csv.Table bill = Csv.parse(gunzip(AWS));
    BigDecimal usage = BigDecimal.ZERO;
    Map<String, BigDecimal> byItem = new TreeMap<>();
    for (Map<String, String> row : bill.rows()) {
      if (row.get(CurRow.TYPE).equals("Usage")) {
        BigDecimal cost = new BigDecimal(row.get(CurRow.COST));
        usage = usage.add(cost);
        byItem.merge(row.get(CurRow.ITEM), cost, BigDecimal::add);
      }
    }
    assertThat(decimal(reported, "billed")).isEqualByComparingTo(usage);
    Map<String, String> wanted = new TreeMap<>();
    byItem.forEach((item, sum) -> wanted.put(item, rounded(sum)));
    assertThat(amounts(place.workspace())).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "1,   1,    615.42020000",
    "1.1, 1,    676.96222000",
    "1.1, 0.72, 487.41279840",
    "0.5, 1,    307.71010000"
  })
  void thePublishedConverterBillGivesItsWorkedTotals(String markup, String fx, String total) {
    Setup setup = setup(Market.of("MP-1", markup).withFx(fx, "EUR"), "554027867388");
    CaseFolder place = CaseFolder.of(folder, setup);
    lay(
        place,
        "bill/20260501-20260601/sample",
        "/samples/aws-cur-input.csv",
        "20260501",
        "20260601");
    place.run().exits(0);
    Map<String, String> amounts = amounts(place.workspace());
    assertThat(amounts).hasSize(7);
    BigDecimal sum =
        amounts.values().stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(sum).isEqualTo(new BigDecimal(total));
    if (fx.equals("0.72")) {
      assertThat(amounts)
          .containsValues(
              "50.36613120",
              "72.44629920",
              "86.84264160",
              "65.01385440",
              "58.95869760",
              "81.52016400",
              "72.26501040");
    }
    long kept = 0;
    long leftOut = 0;
    for (JsonNode out : only(place.workspace().ledger(Setup.CONNECTOR)).path("out")) {
      kept += out.path("where").asText().equals("reported") ? out.path("lines").asLong() : 0;
      leftOut += out.path("where").asText().equals("left-out") ? out.path("lines").asLong() : 0;
    }
    assertThat(List.of(kept, leftOut)).containsExactly(101L, 19L);
  }

  @Test
  void theFocusSampleBalancesByProviderAndPeriod() {
    CaseFolder place = CaseFolder.of(folder, focusSetup());
    CurBucket.put(folder.resolve("bills/focus_sample.csv.gz"), resource(FOCUS), CaseFolder.DAY);
    Setup.text(
        place.configuration(),
        focusSetup()
            .yaml()
            .replace("provider: aws", "provider: focus")
            .replace("cur-legacy", "focus"));
    Setup.text(folder.resolve("owners.csv"), FOCUS_OWNERS);
    place.run().exits(0);

    BigDecimal billed = BigDecimal.ZERO;
    BigDecimal list = BigDecimal.ZERO;
    long lines = 0;
    Map<String, JsonNode> files = place.workspace().ledger(Setup.CONNECTOR);
    assertThat(files.keySet())
        .allMatch(id -> id.startsWith("2024-09|") || id.startsWith("2024-10|"));
    for (JsonNode file : files.values()) {
      assertThat(file.path("balanced").asBoolean()).isTrue();
      for (JsonNode in : file.path("in")) {
        billed = billed.add(decimal(in, "billed"));
        list = list.add(decimal(in, "list"));
        lines += in.path("lines").asLong();
      }
    }
    assertThat(lines).isEqualTo(1000);
    assertThat(billed).isEqualByComparingTo("20.52022672899");
    assertThat(list).isEqualByComparingTo("20.39090575119");
    assertThat(amounts(place.workspace())).isEqualTo(focusAmounts());
  }

  private static final String FOCUS_OWNERS =
      """
      provider,account_id,customer_account_id,customer_company_name,asset_id
      aws,18938484842,CU-1,One,AS-1
      azure,/subscriptions/64e355d7-997c-491d-b0c1-8414dccfcf42,CU-2,Two,AS-2
      oci,ocid6.tenancy.oc6..aaaaaaaalnpeq6xok1okj8vknc9pzancima2g8bwvk2kk9jgwhgycacrie2q,CU-3,Three,AS-3
      """;

  private static Setup focusSetup() {
    return setup(Market.of("MP-1", "1.1"), "unused");
  }

  /**
   * Billed cost, or list cost where a commitment covered the line, times 1.1, for the owners above.
   */
  private static Map<String, String> focusAmounts() {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> row : Csv.parse(gunzip(FOCUS)).rows()) {
      boolean owned = FOCUS_OWNERS.contains("," + row.get("SubAccountId") + ",");
      boolean kept = List.of("Usage", "Adjustment").contains(row.get("ChargeCategory"));
      if (owned && kept) {
        boolean used = row.get("CommitmentDiscountStatus").equals("Used");
        sums.merge(
            row.get("ServiceName"),
            new BigDecimal(row.get(used ? "ListCost" : "BilledCost"))
                .multiply(new BigDecimal("1.1")),
            BigDecimal::add);
      }
    }
    Map<String, String> amounts = new TreeMap<>();
    sums.forEach((item, sum) -> amounts.put(item, rounded(sum)));
    return amounts;
  }

  private static Setup setup(Market market, String account) {
    return new Setup(
        "service", "PR", market.id(), List.of(market), List.of(Owner.of(account, "A")), List.of());
  }

  private static void lay(CaseFolder place, String where, String resource, String from, String to) {
    Path delivery = place.folder().resolve("bills").resolve(where);
    byte[] part = resource.endsWith(".gz") ? resource(resource) : gzip(resource(resource));
    CurBucket.put(delivery.resolve("bill-1.csv.gz"), part, CaseFolder.DAY);
    String manifest =
        """
        {"assemblyId":"sample","account":"1","columns":[],"charset":"UTF-8","compression":"GZIP",
        "contentType":"text/csv","reportId":"r","reportName":"bill",
        "billingPeriod":{"start":"%sT000000.000Z","end":"%sT000000.000Z"},"bucket":"b",
        "reportKeys":["%s/bill-1.csv.gz"],"additionalArtifactKeys":[]}
        """
            .formatted(from, to, where);
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    CurBucket.put(delivery.resolve("bill-Manifest.json"), bytes, CaseFolder.DAY);
    CurBucket.put(delivery.resolveSibling("bill-Manifest.json"), bytes, CaseFolder.DAY);
  }

  private static Map<String, String> amounts(Workspace workspace) {
    Map<String, String> amounts = new TreeMap<>();
    for (Workspace.Revision revision : workspace.newest().values()) {
      for (Map<String, String> row : revision.table().rows()) {
        String before = amounts.put(row.get("item_mpn"), row.get("amount"));
        assertThat(before).as(row.get("item_mpn")).isNull();
      }
    }
    return amounts;
  }

  private static String rounded(BigDecimal sum) {
    return sum.setScale(8, java.math.RoundingMode.HALF_UP).toPlainString();
  }

  private static BigDecimal decimal(JsonNode node, String column) {
    return new BigDecimal(node.path(column).asText());
  }

  private static JsonNode only(Map<String, JsonNode> files) {
    assertThat(files).hasSize(1);
    return files.values().iterator().next();
  }

  private static JsonNode place(JsonNode ledger, String chargeClass, String where) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode out : ledger.path("out")) {
      if (out.path("class").asText().equals(chargeClass)
          && out.path("where").asText().equals(where)) {
        found.add(out);
      }
    }
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static byte[] resource(String name) {
    try (InputStream in = SamplesITCase.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream member = new GZIPOutputStream(out)) {
      member.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String gunzip(String name) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(resource(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
