/**
 * How bills come in: the one Flink source, and the port behind which every provider stands.
 *
 * <p>Providers live in packages of their own below and do not know each other. Nothing here knows
 * owners, prices or reports.
 */
@NullMarked
package io.ratemill.sources;

import org.jspecify.annotations.NullMarked;
