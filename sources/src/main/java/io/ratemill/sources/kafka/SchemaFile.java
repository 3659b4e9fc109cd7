package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * One schema for all messages, from a file. A message may carry the schema's fingerprint, as Avro's
 * single-object encoding has it; it must then be this schema's.
 */
final class SchemaFile implements WriterSchemas {
  private static final int HEAD = 10;
  private static final byte FIRST = (byte) 0xC3;
  private static final byte SECOND = 1;

  private final Schema schema;
  private final long fingerprint;

  private SchemaFile(Schema schema) {
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
  }

  /** Reads a schema. Errors: {@code DENIED} if there is none in the file. */
  static SchemaFile read(String file) throws StoreException {
    try {
      Schema schema = new Schema.Parser().parse(Files.readString(Path.of(file)));
      if (schema.getType() == Schema.Type.RECORD) {
        return new SchemaFile(schema);
      }
      throw wrong(file, "it is the schema of a " + schema.getType().getName(), null);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw wrong(file, "it cannot be read (" + e + ")", e);
    } catch (AvroRuntimeException e) {
      throw wrong(file, "it is no Avro schema (" + e.getMessage() + ")", e);
    }
  }

  private static StoreException wrong(String file, String why, @Nullable Exception cause) {
    return new StoreException(
        StoreException.Trouble.DENIED,
        "the Avro schema "
            + file
            + " cannot be used: "
            + why
            + "; write the record that producers"
            + " write, on every machine that reads, and name it with options: {avro-schema:"
            + " file:PATH}",
        cause);
  }

  @Override
  public Written of(byte[] value) throws PoisonException {
    if (value.length < HEAD || value[0] != FIRST || value[1] != SECOND) {
      return new Written(schema, 0);
    }
    long written = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    if (written != fingerprint) {
      throw new PoisonException(
          "another Avro schema",
          "the message was written with the schema of fingerprint "
              + Long.toHexString(written)
              + ", not with that of the file");
    }
    return new Written(schema, HEAD);
  }
}
