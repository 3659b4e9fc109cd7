package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  private static final int CHUNK = 1 << 18;

  private final Set<Thread> readers = ConcurrentHashMap.newKeySet();

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  /**
   * Gives little per read, fails behind its last byte if asked to, and notes who read and closed.
   */
  private final class Source extends InputStream {
    private final ByteArrayInputStream bytes;
    private final boolean fails;
    private boolean closed;

    Source(byte[] content, boolean fails) {
      this.bytes = new ByteArrayInputStream(content);
      this.fails = fails;
    }

    @Override
    public int read() {
      throw new AssertionError("read byte by byte");
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      readers.add(Thread.currentThread());
      assertThat(closed).as("closed").isFalse();
      int read = bytes.read(into, at, Math.min(length, 7_001));
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

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 4 * CHUNK, 11 * CHUNK + 5})
  void givesWhatTheSourceGives(int length) throws IOException {
    byte[] content = content(length);
    try (InputStream ahead = new ReadAhead(new Source(content, false), "a.csv.gz")) {
      assertThat(ahead.readAllBytes()).isEqualTo(content);
      assertThat(ahead.read()).isEqualTo(-1);
    }
  }

  @Test
  void whatFitsIntoTheFirstChunkIsReadWithoutAnotherThread() throws IOException {
    try (InputStream ahead = new ReadAhead(new Source(content(CHUNK - 1), false), "a.csv.gz")) {
      assertThat(ahead.readAllBytes()).hasSize(CHUNK - 1);
    }
    assertThat(readers).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, CHUNK, 6 * CHUNK + 77})
  void aFailureComesBehindTheBytesBeforeItAndStays(int length) throws IOException {
    byte[] content = content(length);
    ByteArrayOutputStream before = new ByteArrayOutputStream();
    try (InputStream ahead = new ReadAhead(new Source(content, true), "a.csv.gz")) {
      byte[] some = new byte[1_000];
      for (int time = 0; time < 2; time++) {
        assertThatThrownBy(
                () -> {
                  for (int n = ahead.read(some); n >= 0; n = ahead.read(some)) {
                    before.write(some, 0, n);
                  }
                })
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
    byte[] some = new byte[2 * CHUNK];
    try (InputStream ahead = new ReadAhead(source, "a.csv.gz")) {
      assertThat(ahead.readNBytes(some, 0, some.length)).isEqualTo(some.length);
    }
    assertThat(some).isEqualTo(Arrays.copyOf(content, some.length));
    assertThat(source.closed).isTrue();
    assertThat(readers).hasSize(2).allMatch(t -> t == Thread.currentThread() || !t.isAlive());
  }

  @Test
  void anInterruptIsKeptForWhoeverAsksForIt() throws IOException {
    byte[] content = content(9 * CHUNK);
    Thread.currentThread().interrupt();
    try (InputStream ahead = new ReadAhead(new Source(content, false), "a.csv.gz")) {
      assertThat(ahead.readAllBytes()).isEqualTo(content);
    }
    assertThat(Thread.interrupted()).isTrue();
  }
}
