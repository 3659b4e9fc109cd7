package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.Catalog.Vendor;
import java.nio.charset.StandardCharsets;

/**
 * The accounts of a bill, with ids in the form that their vendor gives.
 *
 * <p>Shape: account 0 of each vendor pays for all others of that vendor.
 */
final class Accounts {
  private final byte[][] ids;
  private final byte[][] names;
  private final Vendor[] vendors;
  private final int[] payers = new int[Vendor.values().length];

  private Accounts(int count) {
    ids = new byte[count][];
    names = new byte[count][];
    vendors = new Vendor[count];
  }

  /** Accounts of AWS only. */
  static Accounts ofAws(int count, long seed) {
    Accounts accounts = new Accounts(count);
    for (int i = 0; i < count; i++) {
      accounts.set(i, Vendor.AWS, seed);
    }
    return accounts;
  }

  /** Compartments of Oracle only. */
  static Accounts ofOracle(int count, long seed) {
    Accounts accounts = new Accounts(count);
    for (int i = 0; i < count; i++) {
      accounts.set(i, Vendor.ORACLE, seed);
    }
    return accounts;
  }

  /** Projects of Google only. */
  static Accounts ofGoogle(int count, long seed) {
    Accounts accounts = new Accounts(count);
    for (int i = 0; i < count; i++) {
      accounts.set(i, Vendor.GOOGLE, seed);
    }
    return accounts;
  }

  /** Subscriptions of Azure only. */
  static Accounts ofMicrosoft(int count, long seed) {
    Accounts accounts = new Accounts(count);
    for (int i = 0; i < count; i++) {
      accounts.set(i, Vendor.MICROSOFT, seed);
    }
    return accounts;
  }

  /** Accounts of all vendors: of twenty, twelve of AWS, four of Microsoft, two each of others. */
  static Accounts ofAll(int count, long seed) {
    Accounts accounts = new Accounts(count);
    for (int i = count - 1; i >= 0; i--) {
      Vendor vendor =
          switch (i % 20) {
            case 1, 8, 12, 16 -> Vendor.MICROSOFT;
            case 2, 14 -> Vendor.GOOGLE;
            case 3, 18 -> Vendor.ORACLE;
            default -> Vendor.AWS;
          };
      accounts.set(i, vendor, seed);
      accounts.payers[vendor.ordinal()] = i;
    }
    return accounts;
  }

  private void set(int i, Vendor vendor, long seed) {
    vendors[i] = vendor;
    long noise = Noise.mix(seed, i, vendor.ordinal());
    String id =
        switch (vendor) {
          case AWS -> awsId(i, seed);
          case MICROSOFT -> Noise.uuid(noise, i);
          case GOOGLE -> "project-" + Integer.toString(i, 36) + "-" + Math.floorMod(noise, 900_000);
          case ORACLE ->
              "ocid1.compartment.oc1..aaaaaaaa"
                  + Long.toString(noise >>> 1, 32)
                  + Integer.toString(i, 32);
        };
    ids[i] = id.getBytes(StandardCharsets.US_ASCII);
    names[i] = (vendor.word() + "-team-" + i).getBytes(StandardCharsets.US_ASCII);
  }

  /** 12 digits, distinct for distinct numbers since the step shares no factor with 10^12. */
  private static String awsId(int i, long seed) {
    long number = Math.floorMod(Noise.mix(seed), 1_000_000_000_000L) + i * 387_420_489L;
    String digits = Long.toString(number % 1_000_000_000_000L);
    return "0".repeat(12 - digits.length()) + digits;
  }

  int count() {
    return ids.length;
  }

  byte[] id(int account) {
    return ids[account];
  }

  String idText(int account) {
    return new String(ids[account], StandardCharsets.US_ASCII);
  }

  byte[][] ids() {
    return ids.clone();
  }

  byte[][] names() {
    return names.clone();
  }

  Vendor vendor(int account) {
    return vendors[account];
  }

  int payer(Vendor vendor) {
    return payers[vendor.ordinal()];
  }
}
