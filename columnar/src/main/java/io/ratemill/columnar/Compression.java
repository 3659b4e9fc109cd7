package io.ratemill.columnar;

/** How the bytes of a CSV file are packed. */
public enum Compression {
  /** Plain bytes. */
  NONE,
  /** One or more gzip members, one after the other. */
  GZIP,
  /** A zip archive with exactly one file inside. */
  ZIP
}
