package io.ratemill.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read by a thread of its own a little ahead of who uses it, so that inflating a
 * file and splitting what it holds keep two cores busy. What fits into the first chunk is read
 * without one.
 *
 * <p>Errors come where they would without it: behind the bytes that were read before them. Waiting
 * for the other thread is not interrupted; it ends when the source gives, fails or gives up.
 */
final class ReadAhead extends InputStream {
  private static final int CHUNK = 1 << 18;
  private static final int CHUNKS = 4;

  private final InputStream source;
  private final String file;
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);

  /** One place more than there are chunks, for the sign to stop. */
  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS + 1);

  private final byte[] one = new byte[1];
  private @Nullable Thread reader;
  private volatile boolean closed;
  private Chunk chunk = new Chunk(new byte[0]);
  private int at;

  /** Bytes of the source, and whether and why there are no more behind them. */
  private static final class Chunk {
    final byte[] bytes;
    int length;
    boolean last;
    @Nullable Throwable failure;

    Chunk(byte[] bytes) {
      this.bytes = bytes;
    }

    void fill(InputStream from) {
      length = 0;
      try {
        while (length < bytes.length && !last) {
          int read = from.read(bytes, length, bytes.length - length);
          last = read < 0;
          length += Math.max(read, 0);
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        last = true;
      }
    }
  }

  ReadAhead(InputStream source, String file) {
    this.source = source;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, into.length);
    if (count == 0) {
      return 0;
    }
    while (at == chunk.length) {
      if (chunk.last) {
        fail(chunk.failure);
        return -1;
      }
      next();
    }
    int taken = Math.min(count, chunk.length - at);
    System.arraycopy(chunk.bytes, at, into, offset, taken);
    at += taken;
    return taken;
  }

  private static void fail(@Nullable Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
  }

  private void next() {
    if (chunk.bytes.length == 0) {
      chunk = new Chunk(new byte[CHUNK]);
      chunk.fill(source);
    } else {
      if (reader == null) {
        reader = start();
      }
      free.add(chunk);
      chunk = taken(filled);
    }
    at = 0;
  }

  private Thread start() {
    for (int i = 1; i < CHUNKS; i++) {
      free.add(new Chunk(new byte[CHUNK]));
    }
    Thread thread = new Thread(this::readAhead, "reading ahead in " + file);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void readAhead() {
    boolean last = false;
    while (!last) {
      Chunk next = taken(free);
      if (closed) {
        return;
      }
      next.fill(source);
      last = next.last;
      filled.add(next);
    }
  }

  private static Chunk taken(BlockingQueue<Chunk> queue) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queue.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for a read that is under way, then closes the source. */
  @Override
  public void close() throws IOException {
    closed = true;
    Thread thread = reader;
    if (thread != null) {
      free.offer(new Chunk(new byte[0]));
      ended(thread);
    }
    source.close();
  }

  private static void ended(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
