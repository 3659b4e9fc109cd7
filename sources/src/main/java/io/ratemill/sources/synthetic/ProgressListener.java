package io.ratemill.sources.synthetic;

/** Hears how far the writing of a bill has come. */
@FunctionalInterface
public interface ProgressListener {
  /** A listener for those who do not care. */
  ProgressListener NONE = (lines, bytes) -> {};

  /**
   * Called after every few thousand lines, on the writing thread.
   *
   * @param lines lines written so far, over all deliveries
   * @param bytes bytes of the files that are finished, as they lie on disk
   */
  void written(long lines, long bytes);
}
