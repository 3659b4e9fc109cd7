package io.ratemill.sources.charges;

/** Takes the charges of a slice, one message per bucket of accounts. */
public interface ChargeSink {
  /**
   * Takes the charges of some accounts.
   *
   * @param bucket the key bucket of the accounts
   * @param charges their byte form
   */
  void take(int bucket, byte[] charges);
}
