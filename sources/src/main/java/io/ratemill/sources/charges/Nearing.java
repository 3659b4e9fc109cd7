package io.ratemill.sources.charges;

/**
 * Why tables are read twice: a line's group lies anywhere in a table of many megabytes, and a loop
 * that needs it at once waits for the memory at each line.
 *
 * <p>A loop that only reads waits for many of them at the same time; the one behind it then finds
 * all of them near. What such a loop reads is added up into a field, or it would be left out when
 * compiled.
 */
public final class Nearing {
  /** Lines at a time: few enough that what they touch stays in the second level of the cache. */
  public static final int ROWS = 512;

  private Nearing() {}
}
