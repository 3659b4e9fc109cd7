package io.ratemill.sources;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.ChargeReader;
import io.ratemill.sources.charges.AlikeCharges;
import io.ratemill.sources.charges.ChargeTable;
import java.util.ArrayList;
import java.util.List;

/** Tables of charges for tests, and what they hand over. */
public final class Drained {
  private Drained() {}

  /** An empty table in which every charge is for itself. */
  public static ChargeTable table() {
    return new ChargeTable("test", AlikeCharges.NONE);
  }

  /** The charges of a table, which then has none. */
  public static List<AccountCharges> from(ChargeTable table) {
    List<AccountCharges> accounts = new ArrayList<>();
    table.write((bucket, charges) -> accounts.addAll(ChargeReader.read(charges)));
    table.clear();
    return accounts;
  }
}
