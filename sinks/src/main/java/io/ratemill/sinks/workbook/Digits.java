package io.ratemill.sinks.workbook;

import java.math.BigDecimal;

/**
 * A number that is written with exactly the digits it was given.
 *
 * <p>The spreadsheet library prints numbers by {@link #toString()}, and BigDecimal's would print
 * {@code 1E-8}.
 */
final class Digits extends Number {
  private static final long serialVersionUID = 1L;

  private final String plain;

  Digits(String plain) {
    this.plain = plain;
  }

  @Override
  public int intValue() {
    return decimal().intValue();
  }

  @Override
  public long longValue() {
    return decimal().longValue();
  }

  @Override
  public float floatValue() {
    return decimal().floatValue();
  }

  @Override
  public double doubleValue() {
    return decimal().doubleValue();
  }

  @Override
  public String toString() {
    return plain;
  }

  private BigDecimal decimal() {
    return new BigDecimal(plain);
  }
}
