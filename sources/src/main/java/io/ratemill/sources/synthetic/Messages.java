package io.ratemill.sources.synthetic;

import java.io.IOException;

/** Where lines go that are messages and lie in no file. */
public interface Messages {
  /** The place, as {@code location} of a connector. */
  String location();

  /** The reference to its login, as {@code secret} of a connector. */
  String secret();

  /**
   * Sends a line.
   *
   * @param id names the line: equal descriptions of a bill give equal ids, others others
   */
  void send(byte[] id, byte[] value) throws IOException;

  /** Waits until all lines are there. */
  void flush() throws IOException;
}
