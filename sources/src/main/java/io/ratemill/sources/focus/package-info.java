/**
 * FOCUS: what its columns mean in every version met so far, and files of it that lie in a folder
 * without a marker.
 *
 * <p>The meaning is shared with the providers that deliver FOCUS in layouts of their own. No layout
 * of a provider and no native column lives here.
 */
@NullMarked
package io.ratemill.sources.focus;

import org.jspecify.annotations.NullMarked;
