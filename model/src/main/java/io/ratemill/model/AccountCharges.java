package io.ratemill.model;

import java.util.List;

/**
 * Charges of one account, read together.
 *
 * <p>Shape: what one message from a reader to the ledger carries, and what the ledger keeps; its
 * byte form is {@link ChargeCodec}.
 */
public record AccountCharges(AccountRef account, List<Charge> charges) {
  public AccountCharges {
    charges = List.copyOf(charges);
  }
}
