package io.ratemill.jobs.config;

import io.ratemill.model.Owner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the rows of owners: who pays for an account, and from when until when. */
final class OwnersReader {
  static final Columns COLUMNS =
      new Columns(
          List.of(
              "provider",
              "account_id",
              "customer_account_id",
              "customer_company_name",
              "asset_id",
              "asset_external_id",
              "hub_id",
              "reseller_id",
              "payer_id",
              "marketplace_id",
              "valid_from",
              "valid_to",
              "customer_class"),
          List.of("provider", "account_id", "customer_account_id", "asset_id"),
          List.of());

  private static final Pattern E_NOTATION = Pattern.compile("[0-9](\\.[0-9]+)?[eE]\\+?[0-9]+");
  private static final String AZURE_PREFIX = "/subscriptions/";

  private record Placed(Owner owner, Row row) {}

  private record Account(String provider, String id) {}

  private OwnersReader() {}

  static List<Owner> read(List<Row> rows, List<String> marketplaces, Problems problems) {
    List<Owner> owners = new ArrayList<>();
    Map<Account, List<Placed>> byAccount = new HashMap<>();
    for (Row row : rows) {
      int before = problems.count();
      Owner owner = owner(row);
      noteOddId(row, owner);
      if (!owner.marketplaceId().isEmpty()
          && !marketplaces.contains("")
          && !marketplaces.contains(owner.marketplaceId())) {
        row.refuse(
            "marketplace_id",
            "there is no marketplace " + Words.shown(owner.marketplaceId()),
            "Leave it blank for the connector's, or use one of: "
                + String.join(", ", marketplaces));
      }
      if (owner.validTo() <= owner.validFrom()) {
        row.refuse(
            "valid_to",
            "the row ends on "
                + row.text("valid_to")
                + ", not after its start "
                + row.text("valid_from"),
            "valid_to is the first day that no longer counts; make it later than valid_from");
      } else if (problems.count() == before) {
        byAccount
            .computeIfAbsent(
                new Account(owner.provider(), owner.accountId()), any -> new ArrayList<>())
            .add(new Placed(owner, row));
      }
      owners.add(owner);
    }
    byAccount.values().forEach(OwnersReader::refuseOverlaps);
    return owners;
  }

  private static Owner owner(Row row) {
    String provider =
        row.required("provider", "Write aws, azure, gcp, oci or another provider's name")
            .toLowerCase(Locale.ROOT);
    String account = row.required("account_id", "Give the cloud account's id");
    return new Owner(
        provider,
        provider.equals("azure") ? azure(account) : account,
        row.required("customer_account_id", "Give the id of the customer who pays"),
        row.text("customer_company_name"),
        row.required("asset_id", "Give the id of the customer's subscription"),
        row.text("asset_external_id"),
        row.text("hub_id"),
        row.text("reseller_id"),
        row.text("payer_id"),
        row.text("marketplace_id"),
        row.day("valid_from", Owner.ALWAYS),
        row.day("valid_to", Owner.FOREVER),
        row.text("customer_class"));
  }

  /** Azure ids are compared in lower case and without their path. */
  private static String azure(String id) {
    String lower = id.toLowerCase(Locale.ROOT);
    return lower.startsWith(AZURE_PREFIX) ? lower.substring(AZURE_PREFIX.length()) : lower;
  }

  /** Spreadsheets turn long numbers into 1.11E+11. */
  private static void noteOddId(Row row, Owner owner) {
    String id = owner.accountId();
    if (E_NOTATION.matcher(id).matches()) {
      row.warn(
          "account_id",
          "account_id " + Words.shown(id) + " looks as if a spreadsheet had changed it",
          "Format the column as text and write the whole id; as it is, it matches no bill");
    }
  }

  private static void refuseOverlaps(List<Placed> rows) {
    rows.sort(Comparator.comparingInt(each -> each.owner().validFrom()));
    Placed widest = rows.get(0);
    for (Placed each : rows.subList(1, rows.size())) {
      if (each.owner().validFrom() < widest.owner().validTo()) {
        boolean inOrder = each.row().order() > widest.row().order();
        Placed later = inOrder ? each : widest;
        Placed earlier = inOrder ? widest : each;
        later
            .row()
            .refuse(
                "account_id",
                "the account "
                    + each.owner().provider()
                    + " "
                    + each.owner().accountId()
                    + " has an owner in "
                    + earlier.row().name()
                    + " whose days overlap those of "
                    + later.row().name(),
                "End one with valid_to (exclusive) on the day the other starts in valid_from");
      }
      if (each.owner().validTo() > widest.owner().validTo()) {
        widest = each;
      }
    }
  }
}
