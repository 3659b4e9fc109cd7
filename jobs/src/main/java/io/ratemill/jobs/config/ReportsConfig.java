package io.ratemill.jobs.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * When reports are published.
 *
 * @param closeDay day of the following month on which a period closes, 1 to 28
 * @param closeTime time of that day, in {@code zone}
 * @param settle how long a changed record must stay as it is before a new revision is made
 * @param publishOpen whether open periods are published as well
 */
public record ReportsConfig(
    int closeDay, LocalTime closeTime, ZoneId zone, Duration settle, boolean publishOpen)
    implements Serializable {}
