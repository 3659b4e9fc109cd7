/**
 * From column batches to charges: lines are added up by their dimensions as they are read, column
 * by column, without an object per line.
 *
 * <p>Formats say what their columns mean through {@code LineMapping}; this package knows no
 * provider and no layout. All sums are exact.
 */
@NullMarked
package io.ratemill.sources.rollup;

import org.jspecify.annotations.NullMarked;
