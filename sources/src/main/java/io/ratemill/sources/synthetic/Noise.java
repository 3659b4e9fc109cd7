package io.ratemill.sources.synthetic;

import java.util.UUID;

/** Pseudo-random numbers that are functions of their arguments only. */
final class Noise {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Noise() {}

  /** Spreads a number over all 64 bits. Source: SplitMix64, by Guy Steele and others. */
  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  static long mix(long a, long b) {
    return mix(mix(a) ^ (b * GOLDEN));
  }

  static long mix(long a, long b, long c) {
    return mix(mix(a, b), c);
  }

  /** A number from 0 to {@code bound - 1}, from the upper half of the noise. */
  static int below(long noise, int bound) {
    return (int) (((noise >>> 32) * bound) >>> 32);
  }

  /** As {@link #below}, but small numbers are more likely than large ones. */
  static int skewedBelow(long noise, int bound) {
    long product = (noise >>> 40) * ((noise >>> 16) & 0xFFFFFF);
    return (int) (((product >>> 24) * bound) >>> 24);
  }

  /** 32 hexadecimal digits in the groups of a UUID. */
  static String uuid(long a, long b) {
    return new UUID(mix(a, b, 1), mix(a, b, 2)).toString();
  }

  /**
   * The place of an index in a random order of {@code count} indices: a Feistel network over the
   * next power of four, walked until it falls below the count. Nothing is stored.
   */
  static long permute(long index, long count, long key) {
    int half = 1;
    while (1L << (2 * half) < count) {
      half++;
    }
    long mask = (1L << half) - 1;
    long value = index;
    do {
      long left = value >>> half;
      long right = value & mask;
      for (int round = 0; round < 4; round++) {
        long next = left ^ (mix(right, key + round) & mask);
        left = right;
        right = next;
      }
      value = left << half | right;
    } while (value >= count);
    return value;
  }
}
