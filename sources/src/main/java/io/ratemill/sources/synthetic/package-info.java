/**
 * Deterministic synthetic bills, written as the clouds write them.
 *
 * <p>The same description gives the same bytes on every machine: nothing here asks a clock, a
 * locale or a thread. It writes files and says what it wrote; it reads no bill, knows no feed and
 * prices nothing.
 */
@NullMarked
package io.ratemill.sources.synthetic;

import org.jspecify.annotations.NullMarked;
