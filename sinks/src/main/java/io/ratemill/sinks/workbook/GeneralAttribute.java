package io.ratemill.sinks.workbook;

import java.util.Locale;

/** The attributes of the general tab, in their order. */
public enum GeneralAttribute {
  REPORT_NAME,
  REPORT_NOTE,
  REPORT_ID,
  REPORT_START_TIME_UTC,
  REPORT_END_TIME_UTC,
  USAGE_SCHEMA,
  MARKETPLACE_ACCOUNT_ID,
  CURRENCY,
  PRODUCT_ID,
  PRODUCT_NAME,
  MARKETPLACE_ID,
  MARKETPLACE_NAME,
  HUB_ID,
  HUB_NAME,
  VENDOR_ACCOUNT_ID,
  VENDOR_ACCOUNT_NAME,
  DISTRIBUTOR_ACCOUNT_ID,
  DISTRIBUTOR_ACCOUNT_NAME,
  DISTRIBUTION_CONTRACT_ID,
  DISTRIBUTION_CONTRACT_NAME,
  PAYER_ACCOUNT_ID;

  /** The attribute's name as it is written, such as {@code report_id}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
