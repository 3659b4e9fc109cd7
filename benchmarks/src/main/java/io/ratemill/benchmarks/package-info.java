/**
 * The benchmark: one job done side by side by the engine and by DuckDB on the same files, and
 * measurements of kernels alone.
 *
 * <p>What is measured here is only ever called, never changed, from here; nothing depends on this
 * package. No figure is written anywhere by hand.
 */
@NullMarked
package io.ratemill.benchmarks;

import org.jspecify.annotations.NullMarked;
