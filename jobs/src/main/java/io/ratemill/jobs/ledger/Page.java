package io.ratemill.jobs.ledger;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.jspecify.annotations.Nullable;

/**
 * Where the charges of one slot in one bucket went, whole: it replaces the page before it.
 *
 * @param slot connector and slot as one key
 * @param read the reading in force
 * @param body {@link Content} as JSON
 */
public record Page(String slot, long read, int bucket, byte[] body) {
  public static final TypeInformation<Page> TYPE = TypeInformation.of(Page.class);

  /**
   * What a page says.
   *
   * @param groups sums by where they went
   * @param unmapped accounts without an owner
   */
  public record Content(List<Group> groups, List<Unmapped> unmapped) {}

  /**
   * Sums that went to one place.
   *
   * @param where reported, unmapped, left-out or held
   * @param reason why, or null
   * @param currency the bill's currency
   * @param report the report's key text, or empty
   * @param reportCurrency the report's currency, or empty
   */
  public record Group(
      BillingPeriod period,
      ChargeClass chargeClass,
      String where,
      @Nullable String reason,
      String currency,
      String report,
      String reportCurrency,
      CostSums sums) {}

  /**
   * Usage of an account that has no owner.
   *
   * @param firstDay the earliest usage day in force, UTC epoch day
   */
  public record Unmapped(
      String provider,
      String accountId,
      String label,
      BillingPeriod period,
      String currency,
      int firstDay,
      long lines,
      @Nullable BigDecimal billed) {}
}
