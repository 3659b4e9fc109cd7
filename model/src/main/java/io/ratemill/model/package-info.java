/**
 * What a bill is: the words that every other room speaks, as plain values.
 *
 * <p>Records, enums and the few rules that belong to them (exact sums, rounding, period borders,
 * the byte form of charges). No Flink, no SDK, no I/O; nothing here points at another module.
 */
@NullMarked
package io.ratemill.model;

import org.jspecify.annotations.NullMarked;
