/**
 * OCI: cost and FOCUS reports as Oracle leaves them in Object Storage.
 *
 * <p>The store on Oracle's SDK, the layout of the reports and the native columns live here; what
 * FOCUS columns mean does not.
 */
@NullMarked
package io.ratemill.sources.oci;

import org.jspecify.annotations.NullMarked;
