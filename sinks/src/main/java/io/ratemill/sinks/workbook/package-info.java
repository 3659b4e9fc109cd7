/**
 * The usage workbook: its tabs, their columns, and what each cell of a record says.
 *
 * <p>The only place that knows a spreadsheet library. It writes to a stream and knows no folders,
 * revisions or engine; those live in {@code io.ratemill.sinks.report}, which points here.
 */
@NullMarked
package io.ratemill.sinks.workbook;

import org.jspecify.annotations.NullMarked;
