package io.ratemill.sources.aws;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of a range of an object, asked for once; where the connection breaks, the rest is asked
 * for again from there, of the same version.
 *
 * <p>Errors: {@link StoreException} if the version is gone, or if the connection breaks again and
 * again without getting anywhere.
 */
final class S3Range extends InputStream {
  private static final long PROGRESS = 1 << 18;
  private static final long FIRST_PAUSE_MILLIS = 100;

  /** Doublings of the pause. */
  private static final int LONGEST_PAUSE = 6;

  private final S3Version version;
  private final long end;
  private final byte[] one = new byte[1];
  private long position;
  private long brokeAt;
  private int breaks;
  private @Nullable ResponseInputStream<GetObjectResponse> body;

  S3Range(S3Version version, long from, long end) {
    this.version = version;
    this.position = from;
    this.brokeAt = from;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    Objects.checkFromIndexSize(at, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (position < end) {
      ResponseInputStream<GetObjectResponse> from = body;
      if (from == null) {
        from = version.get(position, end);
        body = from;
      }
      try {
        int count = from.read(into, at, (int) Math.min(length, end - position));
        if (count > 0) {
          position += count;
          return count;
        }
        broke("it ends too early", null);
      } catch (IOException e) {
        broke(String.valueOf(e.getMessage()), e);
      } catch (SdkException e) {
        broke(String.valueOf(e.getMessage()), e);
      }
    }
    finish();
    return -1;
  }

  private void broke(String how, @Nullable Exception cause) throws IOException {
    abort();
    breaks = position - brokeAt >= PROGRESS ? 1 : breaks + 1;
    brokeAt = position;
    if (breaks >= version.place().tries()) {
      throw new StoreException(
          Trouble.UNREACHABLE,
          version.address()
              + " cannot be read: its bytes break off again and again, last at byte "
              + position
              + " of "
              + version.length()
              + " ("
              + how
              + "); it is tried again at the next look",
          cause);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(FIRST_PAUSE_MILLIS << Math.min(breaks, LONGEST_PAUSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while waiting to read " + version.address());
    }
  }

  /** Reads over the end of the body, where its checksum is compared. */
  private void finish() throws StoreException {
    ResponseInputStream<GetObjectResponse> last = body;
    if (last == null) {
      return;
    }
    try {
      int more = last.read();
      if (more >= 0) {
        throw new StoreException(
            Trouble.UNREACHABLE, version.address() + " has more bytes than it should", null);
      }
      last.close();
      body = null;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      // All bytes are here; only the connection ended badly.
      abort();
    } catch (SdkException e) {
      abort();
      throw new StoreException(
          Trouble.UNREACHABLE,
          version.address()
              + " arrived damaged, its checksum is wrong; it is tried again at the next look",
          e);
    }
  }

  /** Lets go of the connection without reading on. */
  private void abort() {
    if (body != null) {
      body.abort();
      body = null;
    }
  }

  @Override
  public void close() {
    abort();
  }
}
