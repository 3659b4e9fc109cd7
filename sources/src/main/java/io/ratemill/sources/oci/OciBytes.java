package io.ratemill.sources.oci;

import com.oracle.bmc.model.BmcException;
import com.oracle.bmc.model.Range;
import com.oracle.bmc.objectstorage.ObjectStorage;
import com.oracle.bmc.objectstorage.requests.GetObjectRequest;
import com.oracle.bmc.objectstorage.responses.GetObjectResponse;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one object at one ETag.
 *
 * <p>Shape: a stream is one long request; where it breaks, it goes on from the byte at which it
 * broke, on condition of the same ETag. Errors: {@code CHANGED} once the object has another ETag.
 */
final class OciBytes implements Bytes {
  private final OciPlace place;
  private final ObjectStorage client;
  private final Patience patience;
  private final StoredObject object;

  OciBytes(OciPlace place, ObjectStorage client, Patience patience, StoredObject object) {
    this.place = place;
    this.client = client;
    this.patience = patience;
    this.object = object;
  }

  @Override
  public long length() {
    return object.bytes();
  }

  @Override
  public InputStream open(long offset) {
    return new Resumed(offset, object.bytes());
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int length) throws IOException {
    if (offset + length > object.bytes()) {
      throw new EOFException(
          name() + " has " + object.bytes() + " bytes, none at " + (offset + length - 1));
    }
    try (InputStream in = new Resumed(offset, offset + length)) {
      if (in.readNBytes(into, at, length) < length) {
        throw new EOFException(name() + " ended before byte " + (offset + length - 1));
      }
    }
  }

  @Override
  public String name() {
    return object.key();
  }

  @Override
  public void close() {}

  private InputStream request(long from, long to) throws StoreException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .namespaceName(place.namespace())
            .bucketName(place.bucket())
            .objectName(place.folder() + object.key())
            .ifMatch(object.pin())
            .range(new Range(from, to - 1))
            .build();
    GetObjectResponse response;
    try {
      response = client.getObject(request);
    } catch (BmcException e) {
      throw OciTrouble.ofObject(place, object.key(), e);
    }
    if (!object.pin().equals(response.getETag())) {
      throw OciTrouble.changed(place, object.key(), null);
    }
    Range range = response.getContentRange();
    Long start = range == null ? null : range.getStartByte();
    if (start == null || start != from) {
      throw new StoreException(
          Trouble.UNREACHABLE,
          place.text()
              + "/"
              + object.key()
              + " was asked for from byte "
              + from
              + " and answered with other bytes; what answers there is no Object Storage, so"
              + " correct endpoint",
          null);
    }
    return response.getInputStream();
  }

  /** A range as a stream that asks again for what a broken connection left out. */
  private final class Resumed extends InputStream {
    private final long end;
    private long next;
    private int failed;
    private @Nullable InputStream in;

    Resumed(long from, long end) {
      this.next = from;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (next < end) {
        try {
          if (in == null) {
            in = request(next, end);
          }
          int count = in.read(into, at, (int) Math.min(length, end - next));
          if (count > 0) {
            next += count;
            failed = 0;
            return count;
          }
          throw new EOFException("the connection ended at byte " + next + " of " + end);
        } catch (StoreException e) {
          throw e;
        } catch (IOException e) {
          again(e);
        }
      }
      return -1;
    }

    private void again(IOException e) throws IOException {
      failed++;
      drop();
      if (failed >= patience.attempts()) {
        throw OciTrouble.broken(place, object.key(), e);
      }
      try {
        Thread.sleep(patience.pauseAfter(failed).toMillis());
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        InterruptedIOException ended = new InterruptedIOException("reading was interrupted");
        ended.addSuppressed(e);
        throw ended;
      }
    }

    private void drop() {
      InputStream dropped = in;
      in = null;
      if (dropped != null) {
        try {
          dropped.close();
        } catch (IOException e) {
          // It is given up because it broke: that closing it fails too says nothing new.
          return;
        }
      }
    }

    @Override
    public void close() {
      next = end;
      drop();
    }
  }
}
