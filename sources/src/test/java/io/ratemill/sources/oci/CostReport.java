package io.ratemill.sources.oci;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Cost reports of a few lines, each line with what most lines have unless a test says otherwise.
 */
final class CostReport {
  static final String TENANT = "ocid1.tenancy.oc1..t";
  static final String COMPARTMENT = "ocid1.compartment.oc1..c";

  private final List<String> columns;
  private final List<Map<String, String>> lines = new ArrayList<>();

  private CostReport(List<String> columns) {
    this.columns = columns;
  }

  /** A report with the columns of a usual line. */
  static CostReport usual() {
    return new CostReport(new ArrayList<>(usualLine().keySet()));
  }

  static Map<String, String> usualLine() {
    Map<String, String> line = new LinkedHashMap<>();
    line.put("lineItem/referenceNo", "7108a1f83bdbad70487bf0cf99cbe260");
    line.put("lineItem/tenantId", TENANT);
    line.put("lineItem/intervalUsageStart", "2026-10-07T10:00Z");
    line.put("lineItem/intervalUsageEnd", "2026-10-07T11:00:00Z");
    line.put("product/service", "COMPUTE");
    line.put("product/compartmentId", COMPARTMENT);
    line.put("product/compartmentName", "dev");
    line.put("product/resourceId", "ocid1.instance.oc1..i");
    line.put("usage/billedQuantity", "2.000000000000000000");
    line.put("cost/productSku", "B88317");
    line.put("cost/myCost", "0.012264277499950943");
    line.put("cost/myCostOverage", "0.5");
    line.put("cost/currencyCode", "USD");
    line.put("cost/billingUnitReadable", "1 NONE HOURS INSTANCE");
    line.put("cost/skuUnitDescription", "Hours");
    line.put("cost/attributedCost", "7");
    line.put("lineItem/isCorrection", "false");
    line.put("lineItem/backreferenceNo", "17053");
    return line;
  }

  CostReport without(String... names) {
    columns.removeAll(List.of(names));
    return this;
  }

  CostReport with(String... names) {
    columns.addAll(List.of(names));
    return this;
  }

  /** Adds a line that differs from the usual one in some cells. */
  CostReport line(String... cells) {
    Map<String, String> line = usualLine();
    for (int i = 0; i < cells.length; i += 2) {
      line.put(cells[i], cells[i + 1]);
    }
    lines.add(line);
    return this;
  }

  CostReport lines(int count) {
    for (int i = 0; i < count; i++) {
      line();
    }
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
    for (Map<String, String> line : lines) {
      for (int c = 0; c < columns.size(); c++) {
        text.append(c == 0 ? "" : ",").append(line.getOrDefault(columns.get(c), ""));
      }
      text.append('\n');
    }
    return text.toString();
  }

  byte[] gzip() {
    return gzip(text());
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
