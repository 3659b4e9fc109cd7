/**
 * The rules of rating as SQL functions over exact text, and their registration.
 *
 * <p>Each is a thin cover of a pure function next door, deterministic, with NULL for what is
 * absent; no rule of its own may live here. Money is text in SQL until it is rounded, because SQL's
 * own decimals narrow without a word.
 */
@NullMarked
package io.ratemill.rating.udf;

import org.jspecify.annotations.NullMarked;
