package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConnectorConfig;
import io.ratemill.sources.BillingFeed;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.BiFunction;

/**
 * What the command line works with.
 *
 * @param directory the working directory, that relative paths on the command line start from
 * @param display what progress is shown on
 * @param feeds opens the feed of a connector
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    Path directory,
    ProgressLine.Display display,
    Clock clock,
    EngineRunner engine,
    BiFunction<Configuration, ConnectorConfig, BillingFeed> feeds) {}
