package io.ratemill.model;

import java.util.List;

/**
 * Charges of one account, read together.
 *
 * <p>Shape: what a message from a reader to the ledger says of one account, laid out in full; the
 * byte form, which the engine works on, is written by {@link ChargeWriter} and read by {@link
 * ChargeReader}.
 */
public record AccountCharges(AccountRef account, List<Charge> charges) {
  public AccountCharges {
    charges = List.copyOf(charges);
  }
}
