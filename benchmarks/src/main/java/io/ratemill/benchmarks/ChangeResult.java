package io.ratemill.benchmarks;

/**
 * What one change of prices, owners or bills cost a running engine.
 *
 * <p>Units: seconds from the moment at which the changed file was in place.
 *
 * @param what the change, in words
 * @param lines lines of the bill in state
 * @param accounts accounts of the bill
 * @param records records in the report before the change
 * @param affected records that differ between the revisions before and after
 * @param changes changes of records that the engine sent out, those in between included
 * @param billBytes bytes of bills that were read because of the change
 * @param rated until the last changed record was there
 * @param published until the new revision was in place
 * @param settle how long the configuration asks a changed report to rest before it is published
 */
record ChangeResult(
    String what,
    long lines,
    int accounts,
    int records,
    int affected,
    long changes,
    long billBytes,
    double rated,
    double published,
    double settle,
    String when) {}
