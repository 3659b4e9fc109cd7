package io.ratemill.sources.rollup;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.Wanted;
import io.ratemill.model.AccountRef;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ChargeKey;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceTotals;
import java.util.List;

/**
 * What one format knows about one file: which columns it needs, and what its lines mean.
 *
 * <p>Shape: bound to the columns of a file, used by one reader. Work per line is array look-ups;
 * what needs texts is done once per distinct text or per group.
 */
public interface LineMapping {
  /** The columns to read. */
  List<Wanted> wanted();

  /** How many key columns there are, those that every format has included. */
  int keyColumns();

  /** Whether charges are by resource, also where a part of a bill has no such column. */
  boolean tellsResourcesApart();

  /** How many columns effective costs are made of. */
  int costColumns();

  /**
   * Describes the lines of a batch.
   *
   * <p>Errors: a line that cannot be placed, such as one without a billing period, is refused.
   */
  void map(Batch batch, LineBatch lines) throws FeedException;

  /** The kind with a number that {@link #map} gave out; numbers are dense. */
  LineKind kind(int number);

  /** The currency with a number that {@link #map} gave out. */
  String currency(int number);

  /** The billing period that a day of key column {@link LineBatch#PERIOD} stands for. */
  BillingPeriod period(int day);

  /** The key columns that {@link #account} depends on. */
  int[] accountKeys();

  /** Those of {@link #accountKeys} that {@link #charge} does not depend on. */
  int[] accountOnlyKeys();

  /** The account of a group, whose key columns start at an index. */
  AccountRef account(int[] keys, int at);

  /** What a group is about, whose key columns start at an index. */
  ChargeKey charge(int[] keys, int at);

  /** What was odd in the lines mapped so far, beyond unknown kinds. */
  List<SliceTotals.Warning> warnings();
}
