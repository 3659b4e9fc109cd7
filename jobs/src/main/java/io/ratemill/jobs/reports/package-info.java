/**
 * The end of the line: records of a report are kept as they come out of SQL and published when the
 * books say so.
 *
 * <p>How files are written and made visible is the business of the sinks module.
 */
@NullMarked
package io.ratemill.jobs.reports;

import org.jspecify.annotations.NullMarked;
