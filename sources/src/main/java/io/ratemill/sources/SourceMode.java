package io.ratemill.sources;

/** How long the source goes on. */
public enum SourceMode {
  /** Everything that is there, then stop. */
  BOUNDED,
  /** Keep looking. */
  CONTINUOUS,
  /** Read nothing; pass on the requests that are there, then stop. */
  REQUESTS_ONLY
}
