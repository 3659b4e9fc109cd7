package io.ratemill.sources.synthetic;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;

/**
 * The owners of a bill's accounts.
 *
 * <p>Shape: three accounts per customer; one account in fifty has no owner; of twenty, one changes
 * hands on the 15th and one has its first owner on the 10th.
 */
final class OwnersFile {
  private static final String HEADER =
      "provider,account_id,customer_account_id,customer_company_name,asset_id,asset_external_id,"
          + "hub_id,reseller_id,payer_id,marketplace_id,valid_from,valid_to,customer_class\n";
  private static final int PER_CUSTOMER = 3;

  private final SyntheticBill bill;
  private final Accounts accounts;

  OwnersFile(SyntheticBill bill, Accounts accounts) {
    this.bill = bill;
    this.accounts = accounts;
  }

  void write(Path file) throws IOException {
    LocalDate tenth = bill.period().atDay(10);
    LocalDate fifteenth = bill.period().atDay(15);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(HEADER);
      for (int account = 0; account < accounts.count(); account++) {
        int customer = account / PER_CUSTOMER;
        if (unmapped(account)) {
          continue;
        }
        switch (account % 20) {
          case 7 -> {
            out.write(row(account, customer, "", fifteenth.toString()));
            out.write(row(account, customer + 1, fifteenth.toString(), ""));
          }
          case 13 -> out.write(row(account, customer, tenth.toString(), ""));
          default -> out.write(row(account, customer, "", ""));
        }
      }
    }
  }

  /** Whether nobody owns an account: one in fifty, and one in the middle of small bills. */
  private boolean unmapped(int account) {
    int count = accounts.count();
    return count >= 3 && account % 50 == Math.min(30, count / 2);
  }

  private String row(int account, int customer, String from, String to) {
    String number = String.format(Locale.ROOT, "%06d", customer);
    String group = number.substring(0, 3) + "-" + number.substring(3);
    return String.join(
            ",",
            provider(account),
            accounts.idText(account),
            "ACC-" + group,
            customer % 7 == 3 ? "\"Customer " + customer + ", Inc.\"" : "Customer " + customer,
            "AS-" + group,
            "ext-" + number,
            "HB-1234-1234",
            "RS-" + customer / 10,
            bill.provider().equals("aws")
                ? accounts.idText(accounts.payer(accounts.vendor(account)))
                : "",
            "MP-00001",
            from,
            to,
            customer % 4 == 0 ? "gold" : "standard")
        + "\n";
  }

  private String provider(int account) {
    return switch (accounts.vendor(account)) {
      case AWS -> "aws";
      case MICROSOFT -> "azure";
      case GOOGLE -> "gcp";
      case ORACLE -> "oci";
    };
  }
}
