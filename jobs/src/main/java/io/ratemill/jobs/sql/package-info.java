/**
 * Running the statements under sql/: where rating happens, and the one place that turns a row of a
 * report into a usage record.
 */
@NullMarked
package io.ratemill.jobs.sql;

import org.jspecify.annotations.NullMarked;
