package io.ratemill.benchmarks;

/**
 * The way of one line into a report.
 *
 * <p>Units: seconds from the moment at which the line was there.
 *
 * @param record the id of the record that it changed
 * @param lines lines that the engine read because of it
 * @param begun until the reading of what holds it began
 * @param read until that was read
 * @param rated until the changed record was there
 * @param published until the new revision of the report was in place
 */
record Arrival(
    String record, long lines, double begun, double read, double rated, double published) {}
