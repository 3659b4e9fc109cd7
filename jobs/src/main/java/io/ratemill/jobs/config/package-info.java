/**
 * What a person writes to say what is read, who owns it and what prices it: ratemill.yaml,
 * owners.csv and pricing-rules.csv, read with the place of every value, and the byte form of the
 * terms that come of them.
 *
 * <p>Whatever is wrong is collected and said at once, never thrown one by one. Nothing here looks
 * at bills, rates anything or knows Flink; the command line and the engine point here.
 */
@NullMarked
package io.ratemill.jobs.config;

import org.jspecify.annotations.NullMarked;
