package io.ratemill.columnar;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * What the values of a Parquet column are and mean.
 *
 * @param physical how they are stored
 * @param length bytes of a value of fixed length, else 0
 * @param meaning what they stand for
 * @param scale decimals of a decimal number, else 0
 * @param name how the file declares it, for messages
 */
record ParquetType(Type physical, int length, Meaning meaning, int scale, String name) {
  /** What stored values stand for. */
  enum Meaning {
    /** A whole number, or a decimal number of the type's scale. */
    INTEGER,
    UNSIGNED_INT,
    UNSIGNED_LONG,
    /** A decimal number in two's complement, upper byte first. */
    DECIMAL_BYTES,
    DOUBLE,
    FLOAT,
    BOOLEAN,
    /** Days since 1970-01-01. */
    DATE,
    MILLIS,
    MICROS,
    NANOS,
    /** Nanoseconds of the day, then the Julian day. */
    INT96,
    TEXT,
    /** Always null. */
    NOTHING,
    /** Something this reader does not know. */
    UNKNOWN
  }

  static ParquetType of(SchemaElement element) {
    int scale = 0;
    Meaning meaning;
    if (element.isSetLogicalType()) {
      LogicalType logical = element.getLogicalType();
      if (logical.isSetDECIMAL()) {
        scale = logical.getDECIMAL().getScale();
      }
      meaning = logical(element.getType(), logical);
    } else if (element.isSetConverted_type()) {
      scale = element.getConverted_type() == ConvertedType.DECIMAL ? element.getScale() : 0;
      meaning = converted(element.getType(), element.getConverted_type());
    } else {
      meaning = plain(element.getType());
    }
    String annotation = "";
    if (element.isSetLogicalType()) {
      annotation = " " + element.getLogicalType();
    } else if (element.isSetConverted_type()) {
      annotation = " " + element.getConverted_type();
    }
    return new ParquetType(
        element.getType(),
        element.getType_length(),
        meaning,
        scale,
        element.getType() + annotation);
  }

  /** Whether values are numbers, not slices of bytes. */
  boolean isNumeric() {
    return switch (physical) {
      case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> true;
      case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
    };
  }

  /** Whether the values can be read as a kind. */
  boolean readsAs(ColumnKind kind) {
    return switch (meaning) {
      case TEXT, NOTHING -> true;
      case UNKNOWN -> false;
      case INTEGER, UNSIGNED_INT, UNSIGNED_LONG, DECIMAL_BYTES, DOUBLE, FLOAT ->
          kind != ColumnKind.DAY;
      case BOOLEAN -> kind == ColumnKind.TEXT;
      case DATE, MILLIS, MICROS, NANOS, INT96 -> kind != ColumnKind.DECIMAL;
    };
  }

  private static Meaning plain(Type physical) {
    return switch (physical) {
      case BOOLEAN -> Meaning.BOOLEAN;
      case INT32, INT64 -> Meaning.INTEGER;
      case INT96 -> Meaning.INT96;
      case FLOAT -> Meaning.FLOAT;
      case DOUBLE -> Meaning.DOUBLE;
      case BYTE_ARRAY -> Meaning.TEXT;
      case FIXED_LEN_BYTE_ARRAY -> Meaning.UNKNOWN;
    };
  }

  private static Meaning logical(Type physical, LogicalType logical) {
    if (logical.isSetUNKNOWN()) {
      return Meaning.NOTHING;
    }
    return switch (physical) {
      case INT32, INT64 -> logicalInteger(physical, logical);
      case BYTE_ARRAY -> {
        if (logical.isSetDECIMAL()) {
          yield Meaning.DECIMAL_BYTES;
        }
        yield logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()
            ? Meaning.TEXT
            : Meaning.UNKNOWN;
      }
      case FIXED_LEN_BYTE_ARRAY -> logical.isSetDECIMAL() ? Meaning.DECIMAL_BYTES : Meaning.UNKNOWN;
      case BOOLEAN, INT96, FLOAT, DOUBLE -> Meaning.UNKNOWN;
    };
  }

  private static Meaning logicalInteger(Type physical, LogicalType logical) {
    if (logical.isSetDECIMAL()) {
      return Meaning.INTEGER;
    }
    if (logical.isSetINTEGER()) {
      return logical.getINTEGER().isIsSigned() ? Meaning.INTEGER : unsigned(physical);
    }
    if (logical.isSetDATE() && physical == Type.INT32) {
      return Meaning.DATE;
    }
    if (logical.isSetTIMESTAMP() && physical == Type.INT64) {
      TimeUnit unit = logical.getTIMESTAMP().getUnit();
      if (unit.isSetMILLIS()) {
        return Meaning.MILLIS;
      }
      if (unit.isSetMICROS()) {
        return Meaning.MICROS;
      }
      return unit.isSetNANOS() ? Meaning.NANOS : Meaning.UNKNOWN;
    }
    return Meaning.UNKNOWN;
  }

  private static Meaning converted(Type physical, ConvertedType converted) {
    boolean integer = physical == Type.INT32 || physical == Type.INT64;
    boolean bytes = physical == Type.BYTE_ARRAY;
    return switch (converted) {
      case UTF8, ENUM, JSON -> bytes ? Meaning.TEXT : Meaning.UNKNOWN;
      case DECIMAL -> {
        if (integer) {
          yield Meaning.INTEGER;
        }
        yield bytes || physical == Type.FIXED_LEN_BYTE_ARRAY
            ? Meaning.DECIMAL_BYTES
            : Meaning.UNKNOWN;
      }
      case DATE -> physical == Type.INT32 ? Meaning.DATE : Meaning.UNKNOWN;
      case TIMESTAMP_MILLIS -> physical == Type.INT64 ? Meaning.MILLIS : Meaning.UNKNOWN;
      case TIMESTAMP_MICROS -> physical == Type.INT64 ? Meaning.MICROS : Meaning.UNKNOWN;
      case INT_8, INT_16, INT_32, INT_64 -> integer ? Meaning.INTEGER : Meaning.UNKNOWN;
      case UINT_8, UINT_16, UINT_32, UINT_64 -> integer ? unsigned(physical) : Meaning.UNKNOWN;
      case MAP, MAP_KEY_VALUE, LIST, TIME_MILLIS, TIME_MICROS, BSON, INTERVAL -> Meaning.UNKNOWN;
    };
  }

  private static Meaning unsigned(Type physical) {
    return physical == Type.INT32 ? Meaning.UNSIGNED_INT : Meaning.UNSIGNED_LONG;
  }
}
