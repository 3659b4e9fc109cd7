/**
 * Rows that come one by one, from a topic or a table, as text that the readers of files read.
 *
 * <p>Knows how values are written as cells, and no provider, layout or meaning of a column.
 */
@NullMarked
package io.ratemill.sources.text;

import org.jspecify.annotations.NullMarked;
