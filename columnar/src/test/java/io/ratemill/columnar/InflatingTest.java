package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is inflated is compared with what zlib makes of it. */
class InflatingTest {
  private static final byte[] BEHIND = {11, 22, 33};

  /** Random bytes, few or many of them distinct, and pieces of what was before at any distance. */
  private static byte[] content(Random random, int length) {
    byte[] content = new byte[length];
    int alphabet = 1 << random.nextInt(9);
    int repeats = random.nextInt(4);
    int at = 0;
    while (at < length) {
      int piece = Math.min(length - at, 1 + random.nextInt(1 << random.nextInt(10)));
      int farthest = Math.min(at, 1 << random.nextInt(16));
      if (at > 0 && random.nextInt(4) < repeats) {
        int distance = 1 + random.nextInt(farthest);
        for (int i = 0; i < piece; i++) {
          content[at + i] = content[at + i - distance];
        }
      } else {
        for (int i = 0; i < piece; i++) {
          content[at + i] = (byte) random.nextInt(alphabet);
        }
      }
      at += piece;
    }
    return content;
  }

  private static byte[] deflated(byte[] content, int level, int strategy, int flushEach) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    byte[] some = new byte[5_000];
    for (int at = 0; at < content.length; at += flushEach) {
      deflater.setInput(content, at, Math.min(flushEach, content.length - at));
      int length;
      do {
        length = deflater.deflate(some, 0, some.length, Deflater.FULL_FLUSH);
        deflated.write(some, 0, length);
      } while (length > 0 || !deflater.needsInput());
    }
    deflater.finish();
    while (!deflater.finished()) {
      deflated.write(some, 0, deflater.deflate(some));
    }
    deflater.end();
    return deflated.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static PackedInput input(byte[] deflated, int mostPerRead) {
    InputStream source = new MemoryBytes(deflated, mostPerRead).open(0);
    return new PackedInput(source, "bill.csv");
  }

  private static Inflating inflating(byte[] deflated, int mostPerRead) {
    return new Inflating(input(deflated, mostPerRead));
  }

  /** Inflates piece by piece into ever new arrays that hold no more than they must. */
  private static byte[] inflated(Inflating inflating, int piece) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] before = new byte[0];
    while (true) {
      byte[] into = Arrays.copyOf(before, before.length + piece + Unpacked.SLACK);
      int read = inflating.inflate(into, before.length, before.length + piece);
      if (read < 0) {
        return all.toByteArray();
      }
      all.write(into, before.length, read);
      int end = before.length + read;
      before = Arrays.copyOfRange(into, Math.max(0, end - Unpacked.HISTORY), end);
    }
  }

  /** What zlib makes of the same bytes; null if it refuses them or misses some. */
  private static byte @Nullable [] byZlib(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    // A raw stream needs one byte more than it has.
    inflater.setInput(Arrays.copyOf(deflated, deflated.length + 1));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] some = new byte[10_000];
    try {
      while (!inflater.finished()) {
        int length = inflater.inflate(some);
        if (length == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          return null;
        }
        all.write(some, 0, length);
      }
      return inflater.getBytesRead() <= deflated.length ? all.toByteArray() : null;
    } catch (DataFormatException e) {
      return null;
    } finally {
      inflater.end();
    }
  }

  @Property(tries = 400)
  void whatWasDeflatedComesBackAndTheBytesBehindItStay(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 9) int level,
      @ForAll @IntRange(min = 0, max = 2) int strategy)
      throws IOException {
    Random random = new Random(seed);
    byte[] content = content(random, random.nextInt(1 << random.nextInt(19)));
    int flushEach = random.nextBoolean() ? 1 << 20 : 1 + random.nextInt(1 << 15);
    byte[] deflated = joined(deflated(content, level, strategy, flushEach), BEHIND);
    PackedInput input = input(deflated, 1 + random.nextInt(1 << random.nextInt(18)));
    Inflating inflating = new Inflating(input);
    byte[] inflated = inflated(inflating, 1 + random.nextInt(1 << random.nextInt(18)));
    assertSame(inflated, content);
    for (byte behind : BEHIND) {
      assertThat(input.readByte()).isEqualTo(behind);
    }
    assertThat(input.readByte()).isEqualTo(-1);
  }

  @Property(tries = 3_000)
  void damagedDataIsRefusedWhereZlibRefusesIt(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] content = content(random, random.nextInt(2_000));
    byte[] deflated =
        deflated(content, random.nextInt(10), random.nextInt(3), 1 + random.nextInt(3_000));
    for (int flips = random.nextInt(3); flips >= 0; flips--) {
      // Many at the beginning, where codes are described.
      int bit = random.nextInt(random.nextBoolean() ? 8 : 8 * deflated.length);
      deflated[bit / 8] ^= (byte) (1 << bit % 8);
    }
    if (random.nextInt(4) == 0) {
      deflated = Arrays.copyOf(deflated, random.nextInt(deflated.length + 1));
    }
    byte[] expected = byZlib(deflated);
    Inflating inflating = inflating(deflated, 1 + random.nextInt(3_000));
    if (expected == null) {
      assertThatThrownBy(() -> inflated(inflating, 1 + random.nextInt(5_000)))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("bill.csv");
    } else {
      assertSame(inflatedQuietly(inflating), expected);
    }
  }

  @Property(tries = 3_000)
  void anyBytesAreRefusedWhereZlibRefusesThem(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] any = new byte[random.nextInt(400)];
    random.nextBytes(any);
    if (any.length > 0) {
      // The last block, of the kind whose codes are described: the others are soon over.
      any[0] = (byte) ((any[0] & ~7) | 5);
    }
    byte[] expected = byZlib(any);
    Inflating inflating = inflating(any, 1 << 16);
    if (expected == null) {
      assertThatThrownBy(() -> inflated(inflating, 1 << 16))
          .isInstanceOf(UnreadableException.class);
    } else {
      assertSame(inflatedQuietly(inflating), expected);
    }
  }

  /** Without writing out what they are. */
  private static void assertSame(byte[] inflated, byte[] expected) {
    assertThat(inflated.length).isEqualTo(expected.length);
    assertThat(Arrays.mismatch(inflated, expected)).as("first that differs").isEqualTo(-1);
  }

  private static byte[] inflatedQuietly(Inflating inflating) {
    try {
      return inflated(inflating, 777);
    } catch (IOException e) {
      throw new AssertionError("zlib reads it", e);
    }
  }

  @Test
  void dataCutAnywhereIsTruncated() {
    byte[] content = content(new Random(7), 3_000);
    for (int level : new int[] {0, 1, 9}) {
      byte[] deflated = deflated(content, level, Deflater.DEFAULT_STRATEGY, 1_000);
      for (int length = 0; length < deflated.length; length++) {
        Inflating inflating = inflating(Arrays.copyOf(deflated, length), 1 << 16);
        assertThatThrownBy(() -> inflated(inflating, 1 << 16))
            .as("level %d cut at %d", level, length)
            .isInstanceOf(UnreadableException.class)
            .hasMessageContaining("truncated");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 32, 33, 32_506})
  void repetitionsReachBackAsFarAsTheyMay(int distance) throws IOException {
    byte[] content = content(new Random(distance), 200_000);
    for (int at = distance; at < content.length; at++) {
      content[at] = content[at - distance];
    }
    byte[] deflated = deflated(content, 9, Deflater.DEFAULT_STRATEGY, 1 << 20);
    assertThat(deflated.length).isLessThan(80_000);
    assertSame(inflated(inflating(deflated, 1 << 16), 10_000), content);
  }

  /** Farther than zlib ever writes it, but allowed. */
  @ParameterizedTest
  @ValueSource(ints = {32_768, 32_767})
  void repetitionsReachBackOverAllThatIsKept(int stored) throws IOException {
    byte[] content = content(new Random(3), stored);
    byte[] header = {0, (byte) stored, (byte) (stored >> 8), (byte) ~stored, (byte) (~stored >> 8)};
    // Fixed codes: a repetition of three bytes from 32768 before, the end.
    byte[] repetition = {0x03, (byte) 0xde, (byte) 0xff, 0x0f, 0x00};
    byte[] deflated = joined(joined(header, content), repetition);
    byte[] expected = byZlib(deflated);
    if (stored == 32_768) {
      assertThat(expected).hasSize(stored + 3);
      assertSame(inflated(inflating(deflated, 999), 777), expected);
    } else {
      assertThat(expected).isNull();
      assertThatThrownBy(() -> inflated(inflating(deflated, 999), 777))
          .isInstanceOf(UnreadableException.class)
          .hasMessageContaining("before it");
    }
  }

  @Test
  void whatBeginsAnewRepeatsNothingOfWhatWasBefore() throws IOException {
    byte[] first = deflated(new byte[1_000], 9, Deflater.DEFAULT_STRATEGY, 1 << 20);
    // Fixed codes: a repetition of three bytes from one byte before, the end.
    byte[] second = {0x03, 0x02, 0x00};
    Inflating inflating = inflating(joined(first, second), 1 << 16);
    assertThat(inflated(inflating, 1 << 16)).hasSize(1_000);
    inflating.restart();
    assertThatThrownBy(() -> inflated(inflating, 1 << 16))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("before it");
  }
}
