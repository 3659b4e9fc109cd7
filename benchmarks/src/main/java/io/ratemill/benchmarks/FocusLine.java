package io.ratemill.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of an account that has one owner, for a service that no other line is of: all such lines
 * make one record.
 */
record FocusLine(Map<String, String> columns) {
  /** The service, by which the record is found. */
  static final String SERVICE = "Single lines";

  private static final BigDecimal BILLED = new BigDecimal("1.25");

  /** What the configuration of a generated bill puts on every cost. */
  private static final BigDecimal MARKUP = new BigDecimal("1.1");

  /** A line of the first account of AWS that has one owner all the time. */
  static FocusLine of(Path owners) throws IOException {
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(owners)) {
      for (NamedCsvRecord row : rows) {
        if (row.getField("provider").equals("aws")
            && row.getField("valid_from").isEmpty()
            && row.getField("valid_to").isEmpty()) {
          return of(row.getField("account_id"), row.getField("payer_id"));
        }
      }
    }
    throw new IllegalArgumentException("no account of AWS has one owner: ask for more --accounts");
  }

  private static FocusLine of(String account, String payer) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("BilledCost", BILLED.toPlainString());
    columns.put("EffectiveCost", BILLED.toPlainString());
    columns.put("BillingCurrency", "USD");
    columns.put("ChargeCategory", "Usage");
    columns.put("BillingPeriodStart", "2026-10-01T00:00:00Z");
    columns.put("ChargePeriodStart", "2026-10-05T03:00:00Z");
    columns.put("ServiceName", SERVICE);
    columns.put("BillingAccountId", payer.isEmpty() ? account : payer);
    columns.put("SubAccountId", account);
    columns.put("ProviderName", "AWS");
    columns.put("PublisherName", "AWS");
    return new FocusLine(columns);
  }

  /** The amount of the record that so many lines make. */
  static BigDecimal amount(int lines) {
    return BILLED.multiply(MARKUP).multiply(BigDecimal.valueOf(lines));
  }

  /** The value of a message. */
  byte[] json() throws JsonProcessingException {
    return Results.MAPPER.writeValueAsBytes(columns);
  }

  /** A file that has the line so many times. */
  byte[] csv(int times) {
    String row = String.join(",", columns.values()) + "\n";
    return (String.join(",", columns.keySet()) + "\n" + row.repeat(times))
        .getBytes(StandardCharsets.UTF_8);
  }
}
