package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.text.AvroValues;
import java.io.IOException;
import java.util.IdentityHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/**
 * An Avro record with the names of FOCUS columns as fields, in Avro's binary encoding.
 *
 * <p>Shape: values as {@link AvroValues} writes them.
 */
final class AvroLines implements LineDecoder {
  private static final String NO_RECORD = "no Avro record of its schema";
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
      decoder = AvroValues.decoder(value, written.start(), value.length - written.start(), decoder);
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
    String text = value == null ? "" : AvroValues.text(field.schema(), value);
    if (text == null) {
      throw new PoisonException(
          field.name() + " is no single value",
          field.name() + " is of type " + field.schema() + ", which is no text, number or day");
    }
    return text;
  }
}
