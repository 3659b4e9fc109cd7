package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** What one stored Parquet value is as a text, a decimal or a day. */
final class StoredCells {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long SECONDS_PER_DAY = 86_400L;
  private static final long NANOS_PER_DAY = SECONDS_PER_DAY * NANOS_PER_SECOND;
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588L;
  private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
  private static final String NOT_FINITE =
      "not a number (NaN or infinite): have the provider deliver the file again";
  private static final String NO_DAY =
      "a day outside the years 0 to 9999: have the provider deliver the file again";

  private final ParquetType type;
  private final ShortestDecimal shortest = new ShortestDecimal();

  StoredCells(ParquetType type) {
    this.type = type;
  }

  /** The plain text: decimals without exponent, days and times as ISO 8601 has them. */
  String text(Values values, int i) throws CellException {
    return switch (type.meaning()) {
      case INTEGER -> BigDecimal.valueOf(values.numbers[i], type.scale()).toPlainString();
      case UNSIGNED_INT -> Long.toString(values.numbers[i] & 0xffffffffL);
      case UNSIGNED_LONG -> Long.toUnsignedString(values.numbers[i]);
      case DECIMAL_BYTES -> new BigDecimal(integer(values, i), type.scale()).toPlainString();
      case DOUBLE, FLOAT -> {
        findShortest(values.numbers[i]);
        yield BigDecimal.valueOf(shortest.digits, shortest.scale)
            .stripTrailingZeros()
            .toPlainString();
      }
      case BOOLEAN -> values.numbers[i] == 0 ? "false" : "true";
      case DATE -> LocalDate.ofEpochDay(checkedDay(values.numbers[i])).toString();
      case MILLIS -> time(values.numbers[i], 1_000);
      case MICROS -> time(values.numbers[i], 1_000_000);
      case NANOS -> time(values.numbers[i], NANOS_PER_SECOND);
      case INT96 -> {
        long nanos = number(values.bytes, values.starts[i], 8);
        long day = checkedDay(julianDay(values, i));
        yield Instant.ofEpochSecond(day * SECONDS_PER_DAY, nanos).toString();
      }
      case TEXT ->
          new String(
              values.bytes,
              values.starts[i],
              values.ends[i] - values.starts[i],
              StandardCharsets.UTF_8);
      case NOTHING, UNKNOWN -> throw unexpected();
    };
  }

  void decimal(Values values, int i, DecimalColumn into, int row) throws CellException {
    switch (type.meaning()) {
      case INTEGER -> into.set(row, values.numbers[i], type.scale());
      case UNSIGNED_INT -> into.set(row, values.numbers[i] & 0xffffffffL, 0);
      case UNSIGNED_LONG -> into.set(row, 0, values.numbers[i], 0);
      case DECIMAL_BYTES -> decimalBytes(values, i, into, row);
      case DOUBLE, FLOAT -> {
        findShortest(values.numbers[i]);
        into.set(row, shortest.digits, shortest.scale);
      }
      case TEXT -> DecimalParser.parse(values.bytes, values.starts[i], values.ends[i], into, row);
      case BOOLEAN, DATE, MILLIS, MICROS, NANOS, INT96, NOTHING, UNKNOWN -> throw unexpected();
    }
  }

  int day(Values values, int i) throws CellException {
    return switch (type.meaning()) {
      case DATE -> checkedDay(values.numbers[i]);
      case MILLIS -> checkedDay(Math.floorDiv(values.numbers[i], SECONDS_PER_DAY * 1_000));
      case MICROS -> checkedDay(Math.floorDiv(values.numbers[i], SECONDS_PER_DAY * 1_000_000));
      case NANOS -> checkedDay(Math.floorDiv(values.numbers[i], NANOS_PER_DAY));
      case INT96 -> checkedDay(julianDay(values, i));
      case TEXT -> DayParser.parse(values.bytes, values.starts[i], values.ends[i]);
      case INTEGER,
          UNSIGNED_INT,
          UNSIGNED_LONG,
          DECIMAL_BYTES,
          DOUBLE,
          FLOAT,
          BOOLEAN,
          NOTHING,
          UNKNOWN ->
          throw unexpected();
    };
  }

  /** The value for a message, whatever it is. */
  String shown(Values values, int i) {
    return switch (type.meaning()) {
      case DOUBLE -> Double.toString(Double.longBitsToDouble(values.numbers[i]));
      case FLOAT -> Float.toString(Float.intBitsToFloat((int) values.numbers[i]));
      case TEXT ->
          new String(
              values.bytes,
              values.starts[i],
              values.ends[i] - values.starts[i],
              StandardCharsets.UTF_8);
      case DECIMAL_BYTES, INT96 -> integer(values, i).toString();
      case INTEGER,
          UNSIGNED_INT,
          UNSIGNED_LONG,
          BOOLEAN,
          DATE,
          MILLIS,
          MICROS,
          NANOS,
          NOTHING,
          UNKNOWN ->
          type.isNumeric() ? Long.toString(values.numbers[i]) : "";
    };
  }

  private void findShortest(long bits) throws CellException {
    if (type.meaning() == ParquetType.Meaning.DOUBLE) {
      double value = Double.longBitsToDouble(bits);
      if (!Double.isFinite(value)) {
        throw new CellException(NOT_FINITE);
      }
      shortest.find(value);
    } else {
      float value = Float.intBitsToFloat((int) bits);
      if (!Float.isFinite(value)) {
        throw new CellException(NOT_FINITE);
      }
      shortest.find(value);
    }
  }

  private void decimalBytes(Values values, int i, DecimalColumn into, int row) {
    int from = values.starts[i];
    int length = values.ends[i] - from;
    if (length == 0 || length > 16) {
      into.set(row, new BigDecimal(integer(values, i), type.scale()));
      return;
    }
    if (length == 16) {
      long upper = (long) LONGS.get(values.bytes, from);
      into.set(row, upper, (long) LONGS.get(values.bytes, from + 8), type.scale());
      return;
    }
    long high = values.bytes[from] < 0 ? -1 : 0;
    long low = high;
    for (int at = from; at < from + length; at++) {
      high = high << 8 | low >>> 56;
      low = low << 8 | (values.bytes[at] & 0xff);
    }
    into.set(row, high, low, type.scale());
  }

  private static BigInteger integer(Values values, int i) {
    int length = values.ends[i] - values.starts[i];
    return length == 0 ? BigInteger.ZERO : new BigInteger(values.bytes, values.starts[i], length);
  }

  private static String time(long value, long perSecond) throws CellException {
    long second = Math.floorDiv(value, perSecond);
    checkedDay(Math.floorDiv(second, SECONDS_PER_DAY));
    long nanos = Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond);
    return Instant.ofEpochSecond(second, nanos).toString();
  }

  private static long julianDay(Values values, int i) throws CellException {
    long nanos = number(values.bytes, values.starts[i], 8);
    if (nanos < 0 || nanos >= NANOS_PER_DAY) {
      throw new CellException("a time outside its day: have the provider deliver the file again");
    }
    return (int) number(values.bytes, values.starts[i] + 8, 4) - JULIAN_DAY_OF_EPOCH;
  }

  private static long number(byte[] data, int from, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number |= (data[from + i] & 0xffL) << (8 * i);
    }
    return number;
  }

  private static int checkedDay(long day) throws CellException {
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw new CellException(NO_DAY);
    }
    return (int) day;
  }

  private CellException unexpected() {
    return new CellException("a value of type " + type.name() + " is not read here");
  }
}
