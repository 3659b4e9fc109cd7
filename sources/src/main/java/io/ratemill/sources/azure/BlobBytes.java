package io.ratemill.sources.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The bytes of one version of a blob, fetched by ranges.
 *
 * <p>Shape: a stream fetches a large range at a time and holds no connection in between, so that a
 * slow reader loses none. Errors: a range that breaks off goes on where it broke, as long as there
 * is patience; another version is never read in this one's place.
 */
final class BlobBytes implements Bytes {
  private static final int RANGE = 8 << 20;

  private final BlobPlace place;
  private final String key;
  private final BlobClient blob;
  private final BlobRequestConditions conditions;
  private final long length;
  private final Patience patience;

  BlobBytes(
      BlobPlace place,
      String key,
      BlobClient blob,
      BlobRequestConditions conditions,
      long length,
      Patience patience) {
    this.place = place;
    this.key = key;
    this.blob = blob;
    this.conditions = conditions;
    this.length = length;
    this.patience = patience;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public InputStream open(long offset) {
    return new Ranges(offset);
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int count) throws IOException {
    if (count == 0) {
      return;
    }
    if (offset + count > length) {
      throw new EOFException(
          place.text(key) + " has " + length + " bytes; " + (offset + count) + " were asked for");
    }
    Filled filled = new Filled(into, at, count);
    try {
      blob.downloadStreamWithResponse(
          filled,
          new BlobRange(offset, (long) count),
          new DownloadRetryOptions().setMaxRetryRequests(patience.tries() - 1),
          conditions,
          false,
          null,
          Context.NONE);
    } catch (RuntimeException e) {
      throw BlobTrouble.of(place, place.text(key), e);
    }
    if (filled.missing() != 0) {
      throw new StoreException(
          Trouble.UNREACHABLE,
          place.text(key)
              + " was cut short: "
              + filled.missing()
              + " of "
              + count
              + " bytes from "
              + offset
              + " did not arrive; it is tried again at the next look",
          null);
    }
  }

  @Override
  public void close() {}

  /** A stretch of an array that is filled from its start and takes no more than it has room for. */
  private static final class Filled extends OutputStream {
    private final byte[] into;
    private final int end;
    private int at;

    Filled(byte[] into, int at, int count) {
      this.into = into;
      this.at = at;
      this.end = at + count;
    }

    int missing() {
      return end - at;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int count) throws IOException {
      if (count > missing()) {
        throw new IOException("more bytes came than were asked for");
      }
      System.arraycopy(from, start, into, at, count);
      at += count;
    }
  }

  private final class Ranges extends InputStream {
    private byte[] range = new byte[0];
    private int at;
    private int end;

    /** Where in the blob the next range starts. */
    private long next;

    Ranges(long offset) {
      this.next = offset;
    }

    private boolean fill() throws IOException {
      if (at < end) {
        return true;
      }
      int count = (int) Math.min(RANGE, length - next);
      if (count <= 0) {
        return false;
      }
      if (range.length < count) {
        range = new byte[count];
      }
      readFully(next, range, 0, count);
      next += count;
      at = 0;
      end = count;
      return true;
    }

    @Override
    public int read() throws IOException {
      return fill() ? range[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int start, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int taken = Math.min(count, end - at);
      System.arraycopy(range, at, into, start, taken);
      at += taken;
      return taken;
    }

    @Override
    public int available() {
      return end - at;
    }
  }
}
