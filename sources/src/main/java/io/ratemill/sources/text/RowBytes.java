package io.ratemill.sources.text;

import io.ratemill.columnar.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows as the bytes of a file that can be read once, from their beginning.
 *
 * <p>Units: the length is what its maker says, as nobody knows the bytes of rows to come.
 */
public final class RowBytes implements Bytes {
  private final String name;
  private final long length;
  private final RowSource rows;

  public RowBytes(String name, long length, RowSource rows) {
    this.name = name;
    this.length = length;
    this.rows = rows;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    if (offset != 0) {
      throw new EOFException(name + " can only be read from its beginning");
    }
    return new Stream(rows);
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int count) throws IOException {
    throw new EOFException(name + " can only be read in the order of its rows");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    rows.close();
  }

  private static final class Stream extends InputStream {
    private final RowSource rows;
    private byte @Nullable [] text = new byte[0];
    private int at;

    Stream(RowSource rows) {
      this.rows = rows;
    }

    @Override
    public int read() throws IOException {
      byte[] some = some();
      return some == null ? -1 : some[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      byte[] some = some();
      if (some == null) {
        return -1;
      }
      int count = Math.min(length, some.length - at);
      System.arraycopy(some, at, into, from, count);
      at += count;
      return count;
    }

    /** Text of which at least one byte is unread, or null at the end. */
    private byte @Nullable [] some() throws IOException {
      while (text != null && at == text.length) {
        text = rows.next();
        at = 0;
      }
      return text;
    }
  }
}
