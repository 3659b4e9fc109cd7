package io.ratemill.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A month of Azure spend in both of its views, with what an independent look makes of it: plain
 * loops over the rows, which know nothing of the engine.
 */
final class AzureBill {
  private static final List<String> SERVICES = List.of("Storage", "Virtual Machines", "Bandwidth");

  /** Subscriptions; the last one has no owner. */
  static final List<String> SUBSCRIPTIONS =
      List.of(
          "1CAAA5A3-2B66-438E-8AB4-BCE37D518C5D",
          "64e355d7-997c-491d-b0c1-8414dccfcf42",
          "9ec51cfd-5ca7-4d76-8101-dd0a4abc5674",
          "ffffffff-0000-4000-8000-000000000001");

  private final List<Map<String, String>> actual = new ArrayList<>();
  private final List<Map<String, String>> amortized = new ArrayList<>();

  private AzureBill() {}

  static AzureBill of(long seed, int lines) {
    Random random = new Random(seed);
    AzureBill bill = new AzureBill();
    for (int i = 0; i < lines; i++) {
      bill.add(random);
    }
    return bill;
  }

  private void add(Random random) {
    String quantity = decimal(random, 4, 6);
    String cost = decimal(random, 3, random.nextInt(10) == 0 ? 26 : 9);
    switch (random.nextInt(12)) {
      case 0 -> both(row(random, "Usage", "Spot", quantity, cost, "Azure"));
      case 1 -> {
        Map<String, String> covered = row(random, "Usage", "Reservation", quantity, "0", "Azure");
        actual.add(covered);
        amortized.add(with(covered, cost));
      }
      case 2 -> {
        Map<String, String> covered = row(random, "Usage", "SavingsPlan", quantity, "0", "Azure");
        actual.add(covered);
        amortized.add(with(covered, cost));
      }
      case 3 ->
          amortized.add(row(random, "UnusedReservation", "Reservation", quantity, cost, "Azure"));
      case 4 -> actual.add(row(random, "Purchase", "Reservation", "1", cost, "Azure"));
      case 5 -> both(row(random, "Purchase", "OnDemand", "1", cost, "Marketplace"));
      case 6 -> both(row(random, "Usage", "OnDemand", quantity, cost, "Marketplace"));
      case 7 -> both(row(random, "Refund", "OnDemand", "1", "-" + cost, "Azure"));
      case 8 -> both(row(random, "RoundingAdjustment", "", "1", "0.001", "Azure"));
      default -> both(row(random, "Usage", "OnDemand", quantity, cost, "Azure"));
    }
  }

  private void both(Map<String, String> row) {
    actual.add(row);
    amortized.add(row);
  }

  private static Map<String, String> with(Map<String, String> row, String cost) {
    Map<String, String> changed = new LinkedHashMap<>(row);
    changed.put("costInBillingCurrency", cost);
    return changed;
  }

  private static Map<String, String> row(
      Random random, String type, String model, String quantity, String cost, String publisher) {
    Map<String, String> row = new LinkedHashMap<>();
    String subscription = SUBSCRIPTIONS.get(random.nextInt(SUBSCRIPTIONS.size()));
    row.put("billingAccountId", "8611537");
    row.put(
        "SubscriptionId",
        random.nextBoolean() ? subscription : subscription.toLowerCase(Locale.ROOT));
    row.put("subscriptionName", "Name");
    row.put("date", String.format(Locale.ROOT, "10/%02d/2026", 1 + random.nextInt(31)));
    row.put("billingPeriodStartDate", "10/01/2026");
    row.put("billingPeriodEndDate", "10/31/2026");
    row.put("meterCategory", SERVICES.get(random.nextInt(SERVICES.size())));
    row.put("ProductName", "Some product, with a comma");
    row.put("quantity", quantity);
    row.put("unitOfMeasure", "100 Hours");
    row.put("unitPrice", model.equals("Reservation") ? "" : "0.5");
    row.put("PayGPrice", model.equals("Reservation") ? "0" : "0.7");
    row.put("exchangeRatePricingToBilling", "1.1");
    row.put("costInBillingCurrency", cost);
    row.put("billingCurrency", "USD");
    row.put("chargeType", type);
    row.put("PricingModel", model);
    row.put("publisherType", publisher);
    row.put("tags", "\"a\": \"b\",\"c\": \"d\"");
    return row;
  }

  private static String decimal(Random random, int digits, int scale) {
    StringBuilder text = new StringBuilder().append(1 + random.nextInt(9));
    for (int i = 1; i < digits; i++) {
      text.append(random.nextInt(10));
    }
    return new BigDecimal(text.toString()).movePointLeft(scale).toPlainString();
  }

  /** Lays a run down in a folder of its own: two parts and a manifest, as Azure does. */
  Path lay(Path root, String type, String export, String run, Instant submitted) {
    return lay(root, type, export, "/" + run, run, submitted);
  }

  /** Lays a run down where the one before it lay: right in the month's folder. */
  Path layInPlace(Path root, String type, String export, String run, Instant submitted) {
    return lay(root, type, export, "", run, submitted);
  }

  private Path lay(
      Path root, String type, String export, String below, String run, Instant submitted) {
    List<Map<String, String>> rows = type.equals("ActualCost") ? actual : amortized;
    String folder = "billing/" + export + "/20261001-20261031" + below + "/";
    List<String> header = new ArrayList<>(rows.get(0).keySet());
    int half = rows.size() / 2;
    String first = folder + "part_0_0001.csv";
    String second = folder + "part_1_0001.csv";
    put(root.resolve(first), "\ufeff" + Csv.write(header, rows.subList(0, half), "\r\n"));
    put(
        root.resolve(second),
        "\ufeff" + Csv.write(header, rows.subList(half, rows.size()), "\r\n"));
    put(
        root.resolve(folder + "manifest.json"),
        """
        {"manifestVersion": "2024-04-01", "blobCount": 2, "dataRowCount": %d,
         "exportConfig": {"exportName": "%s", "type": "%s", "resourceId":
          "/providers/Microsoft.Billing/billingAccounts/8611537/providers/Microsoft.CostManagement/exports/%s"},
         "deliveryConfig": {"partitionData": true, "dataOverwriteBehavior": "CreateNewReport"},
         "runInfo": {"submittedTime": "%s", "runId": "%s", "startDate": "2026-10-01T00:00:00",
          "endDate": "2026-10-31T00:00:00"},
         "blobs": [{"blobName": "%s", "dataRowCount": %d}, {"blobName": "%s", "dataRowCount": %d}]}
        """
            .formatted(
                rows.size(),
                export,
                type,
                export,
                submitted,
                run,
                first,
                half,
                second,
                rows.size() - half));
    return root.resolve(second);
  }

  private static void put(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(CaseFolder.DAY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many rows both exports have. */
  long rows() {
    return (long) actual.size() + amortized.size();
  }

  long actualRows() {
    return actual.size();
  }

  BigDecimal billed() {
    return sum(actual);
  }

  BigDecimal effective() {
    return sum(amortized);
  }

  private static BigDecimal sum(List<Map<String, String>> rows) {
    return rows.stream().map(AzureBill::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal cost(Map<String, String> row) {
    return new BigDecimal(row.get("costInBillingCurrency"));
  }

  private static BigDecimal times(Map<String, String> row, String price) {
    return row.get(price).isEmpty()
        ? BigDecimal.ZERO
        : new BigDecimal(row.get(price))
            .multiply(new BigDecimal(row.get("quantity")))
            .multiply(new BigDecimal(row.get("exchangeRatePricingToBilling")));
  }

  /** What the preset msrp makes of both exports, by asset, item and marketplace flag. */
  Map<String, String> msrp(String markup, String markupMarketplace) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> row : actual) {
      String type = row.get("chargeType");
      boolean committed = row.get("PricingModel").matches("Reservation|SavingsPlan");
      boolean kept =
          type.equals("RoundingAdjustment")
              || (type.equals("Usage") && !committed)
              || (type.equals("Purchase") && !committed);
      if (kept) {
        add(sums, row, cost(row));
      }
    }
    for (Map<String, String> row : amortized) {
      if (row.get("chargeType").equals("Usage")
          && row.get("PricingModel").matches("Reservation|SavingsPlan")) {
        BigDecimal list = times(row, "PayGPrice");
        BigDecimal price = list.signum() == 0 ? times(row, "unitPrice") : list;
        add(sums, row, price.signum() == 0 ? cost(row) : price);
      }
    }
    return rounded(sums, markup, markupMarketplace);
  }

  /** What the preset amortised makes of both exports. */
  Map<String, String> amortised(String markup, String markupMarketplace) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> row : amortized) {
      if (row.get("chargeType").matches("Usage|UnusedReservation")) {
        add(sums, row, cost(row));
      }
    }
    for (Map<String, String> row : actual) {
      boolean commitment = row.get("PricingModel").equals("Reservation");
      if (!row.get("chargeType").equals("Usage")) {
        add(sums, row, commitment ? BigDecimal.ZERO : cost(row));
      }
    }
    return rounded(sums, markup, markupMarketplace);
  }

  private static void add(Map<String, BigDecimal> sums, Map<String, String> row, BigDecimal cost) {
    String subscription = row.get("SubscriptionId").toLowerCase(Locale.ROOT);
    if (subscription.startsWith("ffffffff")) {
      return;
    }
    String key =
        "AS-"
            + subscription
            + "|"
            + row.get("meterCategory")
            + "|"
            + row.get("publisherType").equals("Marketplace");
    sums.merge(key, cost, BigDecimal::add);
  }

  private static Map<String, String> rounded(
      Map<String, BigDecimal> sums, String markup, String markupMarketplace) {
    Map<String, String> amounts = new TreeMap<>();
    sums.forEach(
        (key, sum) ->
            amounts.put(
                key,
                sum.multiply(new BigDecimal(key.endsWith("|true") ? markupMarketplace : markup))
                    .setScale(8, RoundingMode.HALF_UP)
                    .toPlainString()));
    return amounts;
  }
}
