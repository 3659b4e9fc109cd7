/**
 * Azure bills: exports of Cost Management as they lie in Blob storage or in a folder, with actual,
 * amortized or FOCUS costs, and the store of Azure's SDK.
 *
 * <p>Knows Azure's manifests, folders, native columns and clients. What FOCUS columns mean is told
 * by the package of FOCUS; no other provider is known here.
 */
@NullMarked
package io.ratemill.sources.azure;

import org.jspecify.annotations.NullMarked;
