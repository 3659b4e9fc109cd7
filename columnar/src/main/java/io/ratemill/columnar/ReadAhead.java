package io.ratemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file in chunks. Of a packed file, they are read by a thread of its own a little
 * ahead of who uses them, so that inflating it and splitting what it holds keep two cores busy;
 * what fits into the first chunk is read without one. Of others, chunks are read when asked for:
 * where rows come from a service, only one thread talks to it.
 *
 * <p>Errors come where they would without it: behind the bytes that were read before them. Waiting
 * for the other thread is not interrupted; it ends when the source gives, fails or gives up.
 */
final class ReadAhead implements Closeable {
  static final int CHUNK = 1 << 19;
  private static final int CHUNKS = 4;

  private final Unpacked source;
  private final String file;
  private final boolean isPacked;
  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(CHUNKS);

  /** One place more than there are chunks, for the sign to stop. */
  private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS + 1);

  private @Nullable Thread reader;
  private volatile boolean closed;

  /** Filled last: what it holds may be repeated in the next. */
  private Chunk newest = new Chunk(0);

  private boolean begun;

  /** The last chunk was given; and why it was the last, if all is not well. */
  private boolean ended;

  private @Nullable Throwable failure;

  /** Bytes of the file, and whether and why there are no more behind them. */
  static final class Chunk {
    private final byte[] bytes;
    private int end = Unpacked.HISTORY;
    private boolean last;
    private @Nullable Throwable failure;

    private Chunk(int length) {
      this.bytes = new byte[Unpacked.HISTORY + length + Unpacked.SLACK];
    }

    /** Where they are. In front of {@link #start} and behind {@link #end} is room. */
    byte[] bytes() {
      return bytes;
    }

    int start() {
      return Unpacked.HISTORY;
    }

    int end() {
      return end;
    }

    /** Whether these are the last bytes, and all is well. */
    boolean isLast() {
      return last && failure == null;
    }

    private void fill(Unpacked from, Chunk before) {
      int enough = start() + CHUNK;
      System.arraycopy(before.bytes, before.end - start(), bytes, 0, start());
      end = start();
      try {
        while (end < enough && !last) {
          int read = from.read(bytes, end, enough);
          last = read < 0;
          end += Math.max(read, 0);
        }
      } catch (IOException | RuntimeException | Error e) {
        failure = e;
        last = true;
      }
    }
  }

  ReadAhead(Unpacked source, String file, boolean isPacked) {
    this.source = source;
    this.file = file;
    this.isPacked = isPacked;
  }

  /** The next chunk, which stays as it is until it is released; or null behind the last one. */
  @Nullable Chunk next() throws IOException {
    if (!ended) {
      Chunk next = begun && isPacked ? ahead() : now();
      begun = true;
      ended = next.last;
      failure = next.failure;
      if (next.start() < next.end()) {
        return next;
      }
    }
    fail(failure);
    return null;
  }

  private Chunk now() {
    Chunk spare = free.poll();
    return fill(spare == null ? new Chunk(CHUNK) : spare);
  }

  private Chunk ahead() {
    if (reader == null) {
      reader = start();
    }
    return taken(filled);
  }

  /** Whoever got a chunk needs it no more. */
  void release(Chunk chunk) {
    free.add(chunk);
  }

  private Chunk fill(Chunk chunk) {
    chunk.fill(source, newest);
    newest = chunk;
    return chunk;
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

  private Thread start() {
    for (int i = 1; i < CHUNKS; i++) {
      free.add(new Chunk(CHUNK));
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
      filled.add(fill(next));
      last = next.last;
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
      free.offer(new Chunk(0));
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
