package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  private static final int CHUNK = ReadAhead.CHUNK;

  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  /**
   * Gives little per read, fails behind its last byte if asked to, and notes who read and closed.
   */
  private final class Source implements Unpacked {
    private final ByteArrayInputStream bytes;
    private final boolean fails;
    private boolean closed;

    Source(byte[] content, boolean fails) {
      this.bytes = new ByteArrayInputStream(content);
      this.fails = fails;
    }

    @Override
    public int read(byte[] into, int at, int enough) throws IOException {
      readers.add(Thread.currentThread());
      assertThat(closed).as("closed").isFalse();
      int read = bytes.read(into, at, Math.min(enough - at, 7_001));
      if (read < 0 && fails) {
        throw new IOException("the line was cut");
      }
      return read;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Copies chunks into the array until there are no more or so many bytes. */
  private static void drain(ReadAhead ahead, ByteArrayOutputStream into, int enough)
      throws IOException {
    while (into.size() < enough) {
      ReadAhead.Chunk chunk = ahead.next();
      if (chunk == null) {
        return;
      }
      into.write(chunk.bytes(), chunk.start(), chunk.end() - chunk.start());
      // The room in front of a chunk is its user's, what is in it nobody else's.
      Arrays.fill(chunk.bytes(), 0, chunk.start(), (byte) 0x55);
      ahead.release(chunk);
    }
  }

  private static byte[] all(ReadAhead ahead) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    drain(ahead, all, Integer.MAX_VALUE);
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 4 * CHUNK, 11 * CHUNK + 5})
  void givesWhatTheSourceGives(int length) throws IOException {
    byte[] content = content(length);
    try (ReadAhead ahead = new ReadAhead(new Source(content, false), "a.csv.gz", true)) {
      assertThat(Arrays.equals(all(ahead), content)).isTrue();
      assertThat(ahead.next()).isNull();
    }
  }

  @Test
  void whatIsNotPackedIsReadByWhoAsksForIt() throws IOException {
    byte[] content = content(5 * CHUNK + 3);
    try (ReadAhead plain = new ReadAhead(new Source(content, false), "a.csv", false)) {
      assertThat(Arrays.equals(all(plain), content)).isTrue();
    }
    assertThat(readers).containsExactly(Thread.currentThread());
  }

  @Test
  void whatFitsIntoTheFirstChunkIsReadWithoutAnotherThread() throws IOException {
    try (ReadAhead ahead = new ReadAhead(new Source(content(CHUNK - 1), false), "a.csv.gz", true)) {
      assertThat(all(ahead)).hasSize(CHUNK - 1);
    }
    assertThat(readers).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, CHUNK, 6 * CHUNK + 77})
  void aFailureComesBehindTheBytesBeforeItAndStays(int length) throws IOException {
    byte[] content = content(length);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    try (ReadAhead ahead = new ReadAhead(new Source(content, true), "a.csv.gz", true)) {
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(() -> drain(ahead, before, Integer.MAX_VALUE))
            .isInstanceOf(IOException.class)
            .hasMessage("the line was cut");
      }
    }
    assertThat(before.toByteArray()).isEqualTo(content);
  }

  @Test
  void closedHalfwayItsThreadEndsAndTheSourceIsClosed() throws IOException {
    byte[] content = content(20 * CHUNK);
    Source source = new Source(content, false);
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    try (ReadAhead ahead = new ReadAhead(source, "a.csv.gz", true)) {
      drain(ahead, some, 2 * CHUNK);
    }
    assertThat(some.toByteArray()).isEqualTo(Arrays.copyOf(content, 2 * CHUNK));
    assertThat(source.closed).isTrue();
    assertThat(readers).hasSize(2).allMatch(t -> t == Thread.currentThread() || !t.isAlive());
  }

  @Test
  void whatWasUnpackedLastLiesInFrontOfWhatComesNext() throws IOException {
    byte[] content = content(7 * CHUNK);
    int[] at = new int[1];
    Unpacked source =
        new Unpacked() {
          @Override
          public int read(byte[] into, int offset, int enough) {
            int before = Math.min(at[0], HISTORY);
            assertThat(Arrays.copyOfRange(into, offset - before, offset))
                .isEqualTo(Arrays.copyOfRange(content, at[0] - before, at[0]));
            // Some more than is enough, as what is repeated has its own length.
            int some = Math.min(enough - offset + 99, Math.min(100_000, content.length - at[0]));
            System.arraycopy(content, at[0], into, offset, some);
            at[0] += some;
            return some == 0 ? -1 : some;
          }

          @Override
          public void close() {}
        };
    try (ReadAhead ahead = new ReadAhead(source, "a.csv.gz", true)) {
      assertThat(Arrays.equals(all(ahead), content)).isTrue();
    }
  }

  @Test
  void anInterruptIsKeptForWhoeverAsksForIt() throws IOException {
    byte[] content = content(9 * CHUNK);
    Thread.currentThread().interrupt();
    try (ReadAhead ahead = new ReadAhead(new Source(content, false), "a.csv.gz", true)) {
      assertThat(Arrays.equals(all(ahead), content)).isTrue();
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
