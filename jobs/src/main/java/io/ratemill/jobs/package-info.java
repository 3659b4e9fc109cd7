/**
 * The wiring: the one job, the engine that starts it, and the mains.
 *
 * <p>Only this module knows all the others; nobody knows it.
 */
@NullMarked
package io.ratemill.jobs;

import org.jspecify.annotations.NullMarked;
