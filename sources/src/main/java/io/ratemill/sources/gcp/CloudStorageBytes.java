package io.ratemill.sources.gcp;

import com.google.cloud.ReadChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.StorageException;
import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** One generation of an object: ranges by requests of their own, streams by one long request. */
final class CloudStorageBytes implements Bytes {
  private static final int STREAM_BUFFER = 1 << 20;

  private final CloudStorageStore store;
  private final Storage storage;
  private final BlobId id;
  private final String key;
  private final String pin;
  private final long length;

  CloudStorageBytes(
      CloudStorageStore store, Storage storage, BlobId id, String key, String pin, long length) {
    this.store = store;
    this.storage = storage;
    this.id = id;
    this.key = key;
    this.pin = pin;
    this.length = length;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream open(long offset) throws IOException {
    return new Stream(channel(offset, length, STREAM_BUFFER), offset);
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int count) throws IOException {
    Objects.checkFromIndexSize(at, count, into.length);
    if (count == 0) {
      return;
    }
    if (count > length - offset) {
      throw new EOFException(store.shown(key) + " has " + length + " bytes");
    }
    try (Stream stream = new Stream(channel(offset, offset + count, 0), offset)) {
      if (stream.readNBytes(into, at, count) < count) {
        throw cut(offset);
      }
    }
  }

  private ReadChannel channel(long from, long to, int buffer) throws IOException {
    // The generation names the bytes; the condition makes a service that ignores it say so.
    ReadChannel channel =
        storage.reader(
            id,
            BlobSourceOption.generationMatch(id.getGeneration()),
            BlobSourceOption.shouldReturnRawInputStream(true));
    channel.setChunkSize(buffer);
    channel.seek(from);
    channel.limit(to);
    return channel;
  }

  private StoreException cut(long offset) {
    return new StoreException(
        Trouble.UNREACHABLE,
        store.shown(key)
            + " ended after byte "
            + offset
            + " of "
            + length
            + ": the connection broke; it is tried again at the next look",
        null);
  }

  /** Trouble while reading: what is not found may be a generation that was replaced. */
  private IOException trouble(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException storageTrouble) {
        StoreException trouble = store.trouble(key, storageTrouble);
        if (trouble.trouble() == Trouble.MISSING || trouble.trouble() == Trouble.CHANGED) {
          try {
            store.verify(key, pin);
          } catch (StoreException changed) {
            changed.addSuppressed(e);
            return changed;
          }
        }
        return trouble;
      }
    }
    return new StoreException(
        Trouble.UNREACHABLE,
        store.shown(key) + " cannot be read: " + e.getMessage() + "; it is tried again",
        e);
  }

  @Override
  public String name() {
    return store.shown(key);
  }

  @Override
  public void close() {}

  /** A stream that ends where the object ends, or fails. */
  private final class Stream extends InputStream {
    private final ReadChannel channel;
    private long position;

    Stream(ReadChannel channel, long position) {
      this.channel = channel;
      this.position = position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      Objects.checkFromIndexSize(at, count, into.length);
      if (count == 0) {
        return 0;
      }
      if (position >= length) {
        return -1;
      }
      try {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, count);
        int read = 0;
        while (read == 0) {
          read = channel.read(buffer);
        }
        position += Math.max(0, read);
        if (read < 0 && position < Math.min(length, channel.limit())) {
          throw cut(position);
        }
        return read;
      } catch (StoreException e) {
        throw e;
      } catch (IOException e) {
        throw trouble(e);
      } catch (StorageException e) {
        throw trouble(new IOException(e.getMessage(), e));
      }
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
