/**
 * Tables of numbered keys and of exact sums, and the charges that are made of them.
 *
 * <p>Nothing here knows a provider, a file or a line: lines are added up by {@code rollup}, and
 * what came of the slices of one reading is gathered here until it is handed over.
 */
@NullMarked
package io.ratemill.sources.charges;

import org.jspecify.annotations.NullMarked;
