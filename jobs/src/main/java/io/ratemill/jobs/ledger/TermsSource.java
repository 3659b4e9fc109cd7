package io.ratemill.jobs.ledger;

import java.io.Serializable;
import java.util.List;

/** Where changed terms come from while the engine runs. */
public interface TermsSource extends Serializable, AutoCloseable {
  /**
   * A text that changes whenever what is watched does.
   *
   * @param now whether it has to be as of now, where looking is dear; else it may be a second old
   */
  String look(boolean now);

  /** Reads the terms as of the last look, or as they are now. */
  Reading read(long version);

  /** Lets go of what looking has opened. */
  @Override
  void close();

  /**
   * What was read.
   *
   * @param terms the byte form of the terms; empty where there are problems
   * @param problems every problem with its place and remedy
   */
  record Reading(byte[] terms, List<String> problems) {}
}
