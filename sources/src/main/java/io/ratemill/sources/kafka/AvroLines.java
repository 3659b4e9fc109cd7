package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * An Avro record with the names of FOCUS columns as fields, in Avro's binary encoding.
 *
 * <p>Shape: decimals, dates and timestamps by their logical types; doubles at their shortest text.
 * Units: a text or a run of bytes may have 16 MiB, so that a message that is something else cannot
 * ask for all memory.
 */
final class AvroLines implements LineDecoder {
  private static final String NO_RECORD = "no Avro record of its schema";
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

  private final WriterSchemas schemas;
  private final IdentityHashMap<Schema, GenericDatumReader<Object>> readers =
      new IdentityHashMap<>();
  private @Nullable BinaryDecoder decoder;

  AvroLines(WriterSchemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public void decode(byte[] value, Line line) throws PoisonException, StoreException {
    WriterSchemas.Written written = schemas.of(value);
    if (!(read(value, written) instanceof IndexedRecord record)) {
      throw new PoisonException(NO_RECORD, "the schema is that of no record");
    }
    for (Schema.Field field : record.getSchema().getFields()) {
      if (line.wants(field.name())) {
        line.set(field.name(), text(field, record.get(field.pos())));
      }
    }
  }

  private @Nullable Object read(byte[] value, WriterSchemas.Written written)
      throws PoisonException {
    GenericDatumReader<Object> reader =
        readers.computeIfAbsent(written.schema(), schema -> new GenericDatumReader<>(schema));
    try {
      decoder =
          DecoderFactory.get()
              .binaryDecoder(value, written.start(), value.length - written.start(), decoder);
      Object read = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new PoisonException(NO_RECORD, "something follows the Avro record");
      }
      return read;
    } catch (IOException | RuntimeException e) {
      // In memory every failure is the value's: Avro has no one exception for a broken one.
      throw new PoisonException(NO_RECORD, "the value is no Avro record of its schema: " + e);
    }
  }

  private static String text(Schema.Field field, @Nullable Object value) throws PoisonException {
    if (value == null) {
      return "";
    }
    Schema schema = field.schema();
    if (schema.getType() == Schema.Type.UNION) {
      schema = schema.getTypes().get(GenericData.get().resolveUnion(schema, value));
    }
    LogicalType type = schema.getLogicalType();
    return switch (schema.getType()) {
      case STRING, ENUM, BOOLEAN, FLOAT, DOUBLE -> value.toString();
      case INT -> type instanceof LogicalTypes.Date ? date(value) : value.toString();
      case LONG -> type == null ? value.toString() : instant(type, (Long) value);
      case BYTES, FIXED -> decimal(field, type, value);
      case RECORD, ARRAY, MAP, UNION, NULL -> throw noValue(field);
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

  private static String decimal(Schema.Field field, @Nullable LogicalType type, Object value)
      throws PoisonException {
    if (!(type instanceof LogicalTypes.Decimal decimal)) {
      throw noValue(field);
    }
    byte[] unscaled;
    if (value instanceof GenericFixed fixed) {
      unscaled = fixed.bytes();
    } else {
      ByteBuffer bytes = ((ByteBuffer) value).duplicate();
      unscaled = new byte[bytes.remaining()];
      bytes.get(unscaled);
    }
    if (unscaled.length == 0) {
      throw noValue(field);
    }
    return new BigDecimal(new BigInteger(unscaled), decimal.getScale()).toPlainString();
  }

  private static PoisonException noValue(Schema.Field field) {
    return new PoisonException(
        field.name() + " is no single value",
        field.name() + " is of type " + field.schema() + ", which is no text, number or day");
  }
}
