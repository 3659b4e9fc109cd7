/**
 * AWS bills: legacy cost and usage reports, and data exports of CUR 2.0 and FOCUS, as AWS lays them
 * out.
 *
 * <p>Knows AWS's markers, folders and native columns. What FOCUS columns mean is told by the
 * package of FOCUS; no other provider is known here.
 */
@NullMarked
package io.ratemill.sources.aws;

import org.jspecify.annotations.NullMarked;
