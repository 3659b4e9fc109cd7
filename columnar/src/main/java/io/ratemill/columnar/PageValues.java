package io.ratemill.columnar;

/** The values of one page that are not null, decoded in order. */
interface PageValues {
  /** Decodes the next values to the front of {@code into}. */
  void read(Values into, int count) throws PageException;
}
