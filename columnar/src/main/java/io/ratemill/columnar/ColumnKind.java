package io.ratemill.columnar;

/** What the cells of a column are read as. */
public enum ColumnKind {
  /** Texts, as ids into a {@link TextDictionary}. */
  TEXT,
  /** Exact decimal numbers. */
  DECIMAL,
  /** Calendar days in UTC. */
  DAY
}
