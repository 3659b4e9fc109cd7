package io.ratemill.sources;

/** Takes the charges of a slice, one message per account. */
public interface ChargeSink {
  /**
   * Takes the charges of an account.
   *
   * @param bucket the key bucket of the account
   * @param charges their byte form
   */
  void take(int bucket, byte[] charges);
}
