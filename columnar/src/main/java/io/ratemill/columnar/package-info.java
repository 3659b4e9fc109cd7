/**
 * Bytes of bill files to column batches: CSV (plain, gzip, zip) and Parquet, only the columns asked
 * for, text as dictionary ids and money as exact fixed-point numbers. Nothing here knows what a
 * bill means, where a file comes from, or Flink; nothing here needs Hadoop.
 */
@NullMarked
package io.ratemill.columnar;

import org.jspecify.annotations.NullMarked;
