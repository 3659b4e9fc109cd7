package io.ratemill.columnar;

/** The cells of one wanted column in one batch. */
sealed interface Column permits TextColumn, DecimalColumn, DayColumn {}
