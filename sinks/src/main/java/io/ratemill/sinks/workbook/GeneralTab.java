package io.ratemill.sinks.workbook;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.UsageSchema;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of the general tab: every attribute with its text, empty where it is not known.
 *
 * <p>Shape: times are {@code yyyy-MM-dd HH:mm:ss}, the first and the last second of the period.
 * Units: UTC.
 */
public record GeneralTab(Map<GeneralAttribute, String> values) {
  static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM/dd/uuuu");
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  public GeneralTab {
    EnumMap<GeneralAttribute, String> whole = new EnumMap<>(GeneralAttribute.class);
    for (GeneralAttribute attribute : GeneralAttribute.values()) {
      whole.put(attribute, values.getOrDefault(attribute, ""));
    }
    values = Collections.unmodifiableMap(whole);
  }

  public static GeneralTab of(ReportHeader header) {
    BillingPeriod period = header.key().period();
    LocalDateTime start = LocalDate.ofEpochDay(period.firstDay()).atStartOfDay();
    LocalDateTime end = LocalDate.ofEpochDay(period.lastDay()).atTime(LAST_SECOND);
    EnumMap<GeneralAttribute, String> values = new EnumMap<>(GeneralAttribute.class);
    values.put(GeneralAttribute.REPORT_NAME, DAY.format(start) + " – " + DAY.format(end));
    values.put(GeneralAttribute.REPORT_NOTE, header.note());
    values.put(GeneralAttribute.REPORT_ID, header.reportId());
    values.put(GeneralAttribute.REPORT_START_TIME_UTC, TIME.format(start));
    values.put(GeneralAttribute.REPORT_END_TIME_UTC, TIME.format(end));
    values.put(GeneralAttribute.USAGE_SCHEMA, header.usageSchema().name());
    values.put(GeneralAttribute.MARKETPLACE_ACCOUNT_ID, header.marketplaceAccountId());
    // The currency of a report without amounts would only mislead.
    values.put(
        GeneralAttribute.CURRENCY, header.usageSchema() == UsageSchema.QT ? "" : header.currency());
    values.put(GeneralAttribute.PRODUCT_ID, header.key().productId());
    values.put(GeneralAttribute.PRODUCT_NAME, header.productName());
    values.put(GeneralAttribute.MARKETPLACE_ID, header.key().marketplaceId());
    values.put(GeneralAttribute.MARKETPLACE_NAME, header.marketplaceName());
    put(values, GeneralAttribute.HUB_ID, GeneralAttribute.HUB_NAME, header.hub());
    put(
        values,
        GeneralAttribute.VENDOR_ACCOUNT_ID,
        GeneralAttribute.VENDOR_ACCOUNT_NAME,
        header.vendor());
    put(
        values,
        GeneralAttribute.DISTRIBUTOR_ACCOUNT_ID,
        GeneralAttribute.DISTRIBUTOR_ACCOUNT_NAME,
        header.distributor());
    put(
        values,
        GeneralAttribute.DISTRIBUTION_CONTRACT_ID,
        GeneralAttribute.DISTRIBUTION_CONTRACT_NAME,
        header.contract());
    values.put(GeneralAttribute.PAYER_ACCOUNT_ID, header.key().payerId());
    return new GeneralTab(values);
  }

  /** The tab of texts by attribute name, as {@link #byName()} gives them; other names are left. */
  public static GeneralTab parse(Map<String, String> byName) {
    EnumMap<GeneralAttribute, String> values = new EnumMap<>(GeneralAttribute.class);
    for (GeneralAttribute attribute : GeneralAttribute.values()) {
      values.put(attribute, byName.getOrDefault(attribute.text(), ""));
    }
    return new GeneralTab(values);
  }

  public String value(GeneralAttribute attribute) {
    return values.getOrDefault(attribute, "");
  }

  /** The schema the report is priced by. Errors: an unknown word is refused. */
  public UsageSchema usageSchema() {
    return UsageSchema.valueOf(value(GeneralAttribute.USAGE_SCHEMA));
  }

  /** All texts by attribute name, in the order of the tab. */
  public Map<String, String> byName() {
    Map<String, String> byName = new LinkedHashMap<>();
    values.forEach((attribute, value) -> byName.put(attribute.text(), value));
    return byName;
  }

  private static void put(
      Map<GeneralAttribute, String> values,
      GeneralAttribute id,
      GeneralAttribute name,
      Party party) {
    values.put(id, party.id());
    values.put(name, party.name());
  }
}
