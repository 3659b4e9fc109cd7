package io.ratemill.sources.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Values of Avro's binary encoding as text.
 *
 * <p>Shape: decimals, dates and timestamps by their logical types; doubles at their shortest text.
 * Units: a text or a run of bytes may have 16 MiB, so that bytes that are something else cannot ask
 * for all memory.
 */
public final class AvroValues {
  private static final String LARGEST = Integer.toString(16 << 20);

  static {
    // Avro reads its limits when it is first used, from nowhere else.
    for (String limit :
        new String[] {
          SystemLimitException.MAX_STRING_LENGTH_PROPERTY,
          SystemLimitException.MAX_BYTES_LENGTH_PROPERTY,
          SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY
        }) {
      if (System.getProperty(limit) == null) {
        System.setProperty(limit, LARGEST);
      }
    }
  }

  private AvroValues() {}

  /** A decoder of some bytes, within the limits. */
  public static BinaryDecoder decoder(
      byte[] bytes, int from, int length, @Nullable BinaryDecoder reuse) {
    return DecoderFactory.get().binaryDecoder(bytes, from, length, reuse);
  }

  /** A value that is not null as text; null if its schema is that of no single value. */
  public static @Nullable String text(Schema declared, Object value) {
    Schema schema = declared;
    if (schema.getType() == Schema.Type.UNION) {
      schema = schema.getTypes().get(GenericData.get().resolveUnion(schema, value));
    }
    LogicalType type = schema.getLogicalType();
    return switch (schema.getType()) {
      case STRING, ENUM, BOOLEAN, FLOAT, DOUBLE -> value.toString();
      case INT -> type instanceof LogicalTypes.Date ? date(value) : value.toString();
      case LONG -> type == null ? value.toString() : instant(type, (Long) value);
      case BYTES, FIXED -> decimal(type, value);
      case RECORD, ARRAY, MAP, UNION, NULL -> null;
    };
  }

  private static String date(Object value) {
    return LocalDate.ofEpochDay((Integer) value).toString();
  }

  private static String instant(LogicalType type, long value) {
    return switch (type.getName()) {
      case "timestamp-millis", "local-timestamp-millis" -> Instant.ofEpochMilli(value).toString();
      case "timestamp-micros", "local-timestamp-micros" ->
          Instant.EPOCH.plus(value, ChronoUnit.MICROS).toString();
      case "timestamp-nanos", "local-timestamp-nanos" -> Instant.EPOCH.plusNanos(value).toString();
      default -> Long.toString(value);
    };
  }

  private static @Nullable String decimal(@Nullable LogicalType type, Object value) {
    if (!(type instanceof LogicalTypes.Decimal decimal)) {
      return null;
    }
    byte[] unscaled;
    if (value instanceof GenericFixed fixed) {
      unscaled = fixed.bytes();
    } else {
      ByteBuffer bytes = ((ByteBuffer) value).duplicate();
      unscaled = new byte[bytes.remaining()];
      bytes.get(unscaled);
    }
    return unscaled.length == 0
        ? null
        : new BigDecimal(new BigInteger(unscaled), decimal.getScale()).toPlainString();
  }
}
