/**
 * Measurements of single steps of the engine with JMH: splitting, decoding, adding up, handing
 * over, rating, exact sums and workbooks.
 *
 * <p>Only public parts of the engine are called, on a bill made for the purpose. Run with {@code
 * java -cp ... org.openjdk.jmh.Main io.ratemill.benchmarks.kernel}.
 */
@NullMarked
package io.ratemill.benchmarks.kernel;

import org.jspecify.annotations.NullMarked;
