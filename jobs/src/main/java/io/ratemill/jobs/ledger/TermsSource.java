package io.ratemill.jobs.ledger;

import java.io.Serializable;
import java.util.List;

/** Where changed terms come from while the engine runs. */
public interface TermsSource extends Serializable {
  /** A text that changes whenever one of the watched files does. */
  String look();

  /** Reads the files as they are now. */
  Reading read(long version);

  /**
   * What was read.
   *
   * @param terms the byte form of the terms; empty where there are problems
   * @param problems every problem with its place and remedy
   */
  record Reading(byte[] terms, List<String> problems) {}
}
