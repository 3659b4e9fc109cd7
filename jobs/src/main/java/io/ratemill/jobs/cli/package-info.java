/**
 * The command line: what a person types, what is printed, and the exit codes.
 *
 * <p>It reads configuration, looks at feeds and asks the engine through {@link
 * io.ratemill.jobs.cli.EngineRunner}; it neither rates nor runs Flink. Only here may anything be
 * printed, and only to the streams that the main was given.
 */
@NullMarked
package io.ratemill.jobs.cli;

import org.jspecify.annotations.NullMarked;
