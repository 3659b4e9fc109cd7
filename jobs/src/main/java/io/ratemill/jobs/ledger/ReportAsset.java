package io.ratemill.jobs.ledger;

import io.ratemill.jobs.sql.PartsWriter;
import io.ratemill.jobs.sql.RecordIdentity;
import io.ratemill.model.Grain;
import io.ratemill.model.Owner;
import io.ratemill.model.UsageSchema;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/**
 * A customer's asset in a report: what all charges of its accounts have in common there.
 *
 * <p>Shape: equal to another one where records cannot tell them apart, whatever rows of owners they
 * come from. The beginnings of its records' texts are made once. Not for use by several threads.
 */
final class ReportAsset {
  private final String report;
  private final String currency;
  private final UsageSchema usageSchema;
  private final Grain grain;
  private final Owner owner;
  private final int hash;

  private byte @Nullable [] identity;
  private byte @Nullable [] names;
  private @Nullable StringData assetId;

  /**
   * Makes one.
   *
   * @param report the report's key text
   */
  ReportAsset(String report, String currency, UsageSchema usageSchema, Grain grain, Owner owner) {
    this.report = report;
    this.currency = currency;
    this.usageSchema = usageSchema;
    this.grain = grain;
    this.owner = owner;
    this.hash = owner.assetId().hashCode() * OwnedCharge.MIX + report.hashCode();
  }

  String report() {
    return report;
  }

  String currency() {
    return currency;
  }

  UsageSchema usageSchema() {
    return usageSchema;
  }

  Grain grain() {
    return grain;
  }

  /** Whether it is an owner's asset in a report. */
  boolean isOf(Owner itsOwner, String inReport, String inCurrency) {
    return owner.equals(itsOwner) && report.equals(inReport) && currency.equals(inCurrency);
  }

  /** What the identities of its records begin with. */
  byte[] identity(PartsWriter writer) {
    byte[] known = identity;
    if (known == null) {
      known =
          RecordIdentity.beginning(
              writer, report, usageSchema.name(), grain.name(), currency, owner.assetId());
      identity = known;
    }
    return known;
  }

  /** What the names of its records begin with. */
  byte[] names(PartsWriter writer) {
    byte[] known = names;
    if (known == null) {
      known =
          writer
              .begin()
              .add(owner.customerAccountId())
              .add(owner.customerCompanyName())
              .add(owner.assetExternalId())
              .add(owner.hubId())
              .text();
      names = known;
    }
    return known;
  }

  /** The asset's id as a column. */
  StringData assetId() {
    StringData known = assetId;
    if (known == null) {
      known = StringData.fromString(owner.assetId());
      assetId = known;
    }
    return known;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ReportAsset asset
            && hash == asset.hash
            && report.equals(asset.report)
            && currency.equals(asset.currency)
            && usageSchema == asset.usageSchema
            && grain == asset.grain
            && sameOwner(owner, asset.owner));
  }

  private static boolean sameOwner(Owner one, Owner other) {
    return one.assetId().equals(other.assetId())
        && one.assetExternalId().equals(other.assetExternalId())
        && one.customerAccountId().equals(other.customerAccountId())
        && one.customerCompanyName().equals(other.customerCompanyName())
        && one.hubId().equals(other.hubId());
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
