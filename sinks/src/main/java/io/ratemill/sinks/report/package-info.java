/**
 * A report's files in the workspace: records.csv, the workbooks, report.json, and the rules by
 * which a revision becomes visible whole or not at all.
 *
 * <p>The cells come from {@code io.ratemill.sinks.workbook}. Nothing here rates, aggregates or
 * knows an engine; whoever calls hands over finished records.
 */
@NullMarked
package io.ratemill.sinks.report;

import org.jspecify.annotations.NullMarked;
