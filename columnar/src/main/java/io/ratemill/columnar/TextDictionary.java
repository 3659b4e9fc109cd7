package io.ratemill.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The distinct texts of one column of one reader, numbered from 0 in the order they were met.
 *
 * <p>Shape. Ids are dense and stable for the life of the reader; each distinct text has exactly
 * one.
 */
public final class TextDictionary {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final long ID_MASK = 0xffffffffL;

  /** How many texts are read ahead at a time: what they touch stays in the second level cache. */
  public static final int AHEAD = 256;

  /** Bytes of texts that the second level of the cache holds anyhow. */
  private static final int NEAR_BYTES = 1 << 18;

  /** All texts as UTF-8, end to end: one array instead of one object per text. */
  private byte[] bytes = new byte[1 << 10];

  /** Text {@code id} lies in {@code bytes} from {@code ends[id]} to {@code ends[id + 1]}. */
  private int[] ends = new int[65];

  /** Made when first asked for. */
  private @Nullable String[] texts = new @Nullable String[64];

  /** Open addressing: hash in the upper half, id + 1 in the lower, 0 where free. */
  private long[] slots = new long[128];

  private int size;

  /** The id given last: bills are sorted, neighbours are often the same. */
  private int last;

  /** Where the texts that are read ahead may lie. */
  private final int[] places = new int[AHEAD];

  /** What was read ahead, added up: it would be left out when compiled otherwise. */
  @SuppressWarnings("unused")
  private long nearing;

  /** Makes an empty one. */
  public TextDictionary() {}

  /** How many distinct texts have been met so far. */
  public int size() {
    return size;
  }

  /** The text behind an id. */
  public String text(int id) {
    Objects.checkIndex(id, size);
    String text = texts[id];
    if (text == null) {
      text = new String(bytes, ends[id], ends[id + 1] - ends[id], StandardCharsets.UTF_8);
      texts[id] = text;
    }
    return text;
  }

  /** The UTF-8 of the text behind an id, a copy. */
  public byte[] bytes(int id) {
    Objects.checkIndex(id, size);
    return Arrays.copyOfRange(bytes, ends[id], ends[id + 1]);
  }

  /** Whether the text behind an id is blank. */
  public boolean isBlank(int id) {
    Objects.checkIndex(id, size);
    return ends[id] == ends[id + 1] || (bytes[ends[id]] <= ' ' && text(id).isBlank());
  }

  /** The id here of a text of another dictionary, a new one if it was never met. */
  public int id(TextDictionary of, int id) {
    try {
      return id(of.bytes, of.ends[id], of.ends[id + 1]);
    } catch (CellException e) {
      throw new IllegalStateException("too many texts for one table", e);
    }
  }

  /** Reads ahead what {@link #id(TextDictionary, int)} needs for up to {@link #AHEAD} ids. */
  public void bringNear(TextDictionary of, int fromId, int toId) {
    bringNear(of.bytes, of.ends, fromId, of.ends, fromId + 1, toId - fromId);
  }

  /**
   * Reads ahead what {@link #id} needs for up to {@link #AHEAD} texts. Each lies anywhere in many
   * megabytes, and looked up one by one each is waited for; loops that only read wait for many at
   * the same time.
   */
  void bringNear(byte[] data, int[] starts, int fromStart, int[] toEnds, int fromEnd, int count) {
    if (bytes.length <= NEAR_BYTES) {
      return;
    }
    int[] at = places;
    for (int i = 0; i < count; i++) {
      at[i] = hash(data, starts[fromStart + i], toEnds[fromEnd + i]);
    }
    int mask = slots.length - 1;
    for (int i = 0; i < count; i++) {
      long slot = slots[at[i] & mask];
      at[i] = (int) (slot >>> 32) == at[i] ? (int) (slot & ID_MASK) : 0;
    }
    for (int i = 0; i < count; i++) {
      at[i] = at[i] == 0 ? 0 : ends[at[i] - 1];
    }
    long read = 0;
    for (int i = 0; i < count; i++) {
      long end = (long) at[i] + toEnds[fromEnd + i] - starts[fromStart + i];
      read += bytes[at[i]] + bytes[(int) Math.min(bytes.length - 1, end)];
    }
    nearing = read;
  }

  /** The id of the text whose UTF-8 is given, a new one if it was never met. */
  int id(byte[] data, int from, int to) throws CellException {
    if (last < size && isText(last, data, from, to)) {
      return last;
    }
    int hash = hash(data, from, to);
    int mask = slots.length - 1;
    int at = hash & mask;
    while (true) {
      long slot = slots[at];
      if (slot == 0) {
        return add(data, from, to, hash, at);
      }
      if ((int) (slot >>> 32) == hash) {
        int id = (int) (slot & ID_MASK) - 1;
        if (isText(id, data, from, to)) {
          last = id;
          return id;
        }
      }
      at = (at + 1) & mask;
    }
  }

  /** Forgets everything; only for dictionaries whose ids nobody keeps. */
  public void clear() {
    Arrays.fill(slots, 0);
    Arrays.fill(texts, null);
    size = 0;
  }

  private int add(byte[] data, int from, int to, int hash, int at) throws CellException {
    int length = to - from;
    int start = ends[size];
    if (length > Integer.MAX_VALUE - 16 - start) {
      throw new CellException(
          "the distinct texts of this column exceed 2 GB in one file: split the file");
    }
    String text = isAscii(data, from, to) ? null : decode(data, from, length);
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, start + length));
    }
    System.arraycopy(data, from, bytes, start, length);
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, grown(size, size + 1));
      ends = Arrays.copyOf(ends, texts.length + 1);
    }
    texts[size] = text;
    ends[size + 1] = start + length;
    slots[at] = (long) hash << 32 | (size + 1);
    last = size;
    size++;
    if (size > slots.length / 2) {
      rehash();
    }
    return size - 1;
  }

  private static int grown(int length, int least) {
    return (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(2L * length, least));
  }

  private void rehash() throws CellException {
    if (slots.length == 1 << 30) {
      throw new CellException(
          "this column has more than " + size + " distinct texts in one file: split the file");
    }
    long[] larger = new long[slots.length * 2];
    int mask = larger.length - 1;
    for (long slot : slots) {
      if (slot != 0) {
        int at = (int) (slot >>> 32) & mask;
        while (larger[at] != 0) {
          at = (at + 1) & mask;
        }
        larger[at] = slot;
      }
    }
    slots = larger;
  }

  /** Refuses what is not UTF-8: two damaged texts could otherwise look the same. */
  private static String decode(byte[] data, int from, int length) throws CellException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(data, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      CellException refused = new CellException("the text is not UTF-8: deliver the file in UTF-8");
      refused.initCause(e);
      throw refused;
    }
  }

  private static boolean isAscii(byte[] data, int from, int to) {
    int at = from;
    for (; at + 8 <= to; at += 8) {
      if (((long) LONGS.get(data, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < to; at++) {
      if (data[at] < 0) {
        return false;
      }
    }
    return true;
  }

  private static int hash(byte[] data, int from, int to) {
    long hash = (to - from) * MIX;
    int at = from;
    for (; at + 8 <= to; at += 8) {
      hash = (hash ^ (long) LONGS.get(data, at)) * MIX;
      hash ^= hash >>> 32;
    }
    hash = (hash ^ tail(data, at, to)) * MIX;
    return (int) (hash ^ hash >>> 32);
  }

  /** Whether a text is the given bytes; by longs, as most texts are shorter than a call is dear. */
  private boolean isText(int id, byte[] data, int from, int to) {
    int at = ends[id];
    if (ends[id + 1] - at != to - from) {
      return false;
    }
    int other = from;
    for (; other + 8 <= to; other += 8, at += 8) {
      if ((long) LONGS.get(bytes, at) != (long) LONGS.get(data, other)) {
        return false;
      }
    }
    return tail(bytes, at, at + to - other) == tail(data, other, to);
  }

  /** The last bytes, fewer than eight, as one number. */
  private static long tail(byte[] data, int from, int to) {
    if (from == to) {
      return 0;
    }
    if (from + 8 <= data.length) {
      return (long) LONGS.get(data, from) & (-1L >>> (8 * (8 - (to - from))));
    }
    long tail = 0;
    for (int at = to - 1; at >= from; at--) {
      tail = tail << 8 | (data[at] & 0xff);
    }
    return tail;
  }
}
