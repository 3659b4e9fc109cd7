/**
 * Where files lie: objects by key, listed, looked at and read at exactly the version that was seen.
 *
 * <p>Knows bytes, versions and folders; knows no provider, no layout and no bill. Stores that need
 * an SDK live with their provider, behind the same port.
 */
@NullMarked
package io.ratemill.sources.store;

import org.jspecify.annotations.NullMarked;
