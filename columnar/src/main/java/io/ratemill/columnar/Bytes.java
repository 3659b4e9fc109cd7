package io.ratemill.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * The bytes of one file at one fixed version. A file that is replaced while it is read is either
 * read whole as it was or fails; generations never mix.
 */
public interface Bytes extends AutoCloseable {
  /** The bytes of a local file, through one handle kept open until {@link #close}. */
  static Bytes of(Path path) throws IOException {
    return LocalBytes.open(path);
  }

  /** How many bytes there are. */
  long length() throws IOException;

  /**
   * The bytes from an offset to the end, in order. The stream does not have to fill what it is
   * asked for, nor to know what is available. Closing it leaves this object open.
   */
  InputStream open(long offset) throws IOException;

  /**
   * Fills a part of an array with the bytes from an offset.
   *
   * <p>Errors. {@link java.io.EOFException} if there are fewer bytes.
   */
  void readFully(long offset, byte[] into, int at, int length) throws IOException;

  /** The name of the file, for messages. */
  String name();

  @Override
  void close() throws IOException;
}
