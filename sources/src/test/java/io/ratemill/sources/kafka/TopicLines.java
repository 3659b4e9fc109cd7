package io.ratemill.sources.kafka;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** FOCUS lines of a test, as JSON and as CSV, and what they add up to. */
public final class TopicLines {
  private static final List<String> SERVICES = List.of("Compute", "Storage, hot", "\"Net\" work");

  private TopicLines() {}

  /** A line with what a line must have. */
  public static Map<String, String> line(String account, String service, String billed) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("BilledCost", billed);
    line.put("BillingCurrency", "USD");
    line.put("ChargeCategory", "Usage");
    line.put("BillingPeriodStart", "2026-11-01T00:00:00Z");
    line.put("ChargePeriodStart", "2026-11-05T03:00:00Z");
    line.put("ServiceName", service);
    line.put("BillingAccountId", "payer");
    line.put("SubAccountId", account);
    line.put("ProviderName", "Some Cloud");
    return line;
  }

  /** Lines of all kinds in the columns of FOCUS 1.2. */
  public static List<Map<String, String>> random(long seed, int count) {
    Random dice = new Random(seed);
    List<Map<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String billed =
          new BigDecimal(dice.nextLong(200_000_000_000L) - 20_000_000_000L)
              .movePointLeft(dice.nextInt(13))
              .toPlainString();
      Map<String, String> line =
          line("account-" + dice.nextInt(9), SERVICES.get(dice.nextInt(3)), billed);
      line.put("ListCost", dice.nextInt(4) == 0 ? "" : billed);
      line.put("EffectiveCost", billed);
      line.put(
          "ChargeCategory", List.of("Usage", "Tax", "Credit", "Purchase").get(dice.nextInt(4)));
      line.put("PublisherName", dice.nextInt(5) == 0 ? "Some Publisher" : "Some Cloud");
      line.put("BillingPeriodStart", "2026-1" + dice.nextInt(2) + "-01T00:00:00Z");
      lines.add(line);
    }
    return lines;
  }

  /** One JSON object; numbers are written as numbers in every second line. */
  public static byte[] json(Map<String, String> line) {
    boolean numbers = line.hashCode() % 2 == 0;
    return line.entrySet().stream()
        .map(
            each -> {
              boolean bare =
                  numbers && each.getKey().endsWith("Cost") && !each.getValue().isEmpty();
              String value = each.getValue().replace("\"", "\\\"");
              return "\"" + each.getKey() + "\":" + (bare ? value : "\"" + value + "\"");
            })
        .collect(Collectors.joining(",", "{", "}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The lines as a file with a header; all have the columns of the first. */
  public static String csv(List<Map<String, String>> lines) {
    StringBuilder text = new StringBuilder(String.join(",", lines.get(0).keySet())).append('\n');
    for (Map<String, String> line : lines) {
      text.append(
              line.values().stream()
                  .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return text.toString();
  }

  /** Billed cost by account, added up one by one. */
  public static Map<String, BigDecimal> billed(List<Map<String, String>> lines) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, String> line : lines) {
      sums.merge(line.get("SubAccountId"), new BigDecimal(line.get("BilledCost")), BigDecimal::add);
    }
    sums.replaceAll((account, sum) -> sum.stripTrailingZeros());
    return sums;
  }
}
