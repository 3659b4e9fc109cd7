package io.ratemill.benchmarks;

/**
 * What one run took.
 *
 * <p>Units: seconds.
 *
 * @param measured from the first byte read until records.csv was in place
 * @param read from the first byte until the last part was read to its end; DuckDB does not tell
 * @param whole everything, with the start of the job and the planning of its SQL
 * @param cpu time of all processors for the whole
 */
record Timed(double measured, double read, double whole, double cpu) {}
