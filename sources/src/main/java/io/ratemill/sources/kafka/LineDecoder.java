package io.ratemill.sources.kafka;

import io.ratemill.sources.store.StoreException;

/** How the value of a message becomes named values. */
interface LineDecoder {
  /**
   * Fills a line, which is empty before.
   *
   * @throws PoisonException if the value is no line
   * @throws StoreException if what is needed to read it, such as a schema, cannot be had now
   */
  void decode(byte[] value, Line line) throws PoisonException, StoreException;
}
