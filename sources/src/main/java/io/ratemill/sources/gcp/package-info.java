/**
 * Google Cloud bills: standard, detailed and reseller exports and FOCUS, exported to Cloud Storage
 * with a marker of our own or read from BigQuery's tables.
 *
 * <p>Knows Google's native columns, the marker's layout, and Google's SDK, which nothing else may
 * import. What FOCUS columns mean is told by the package of FOCUS; no other provider is known here.
 */
@NullMarked
package io.ratemill.sources.gcp;

import org.jspecify.annotations.NullMarked;
