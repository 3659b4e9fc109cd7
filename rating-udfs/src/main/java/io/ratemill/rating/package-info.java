/**
 * How a price is made: from an owner, terms and a charge to where the charge belongs and what it
 * costs.
 *
 * <p>Pure functions and immutable values over {@code io.ratemill.model} only: no Flink, no I/O, no
 * clock, no state. What a provider calls a line is settled before (its source package), sums over
 * many charges after (SQL).
 */
@NullMarked
package io.ratemill.rating;

import org.jspecify.annotations.NullMarked;
