package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;
import org.apache.avro.Schema;

/** Which schema a message was written with. */
interface WriterSchemas {
  /**
   * The schema of a message.
   *
   * @param start where in the value the line starts
   */
  record Written(Schema schema, int start) {}

  /**
   * The schema that a value was written with.
   *
   * @throws PoisonException if there is none for it
   * @throws StoreException if it cannot be had now
   */
  Written of(byte[] value) throws PoisonException, StoreException;
}
