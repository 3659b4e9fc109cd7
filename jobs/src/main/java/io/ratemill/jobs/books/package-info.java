/**
 * The books: the balance of every delivery, what is unmapped, the colour of every connector, and
 * which reports may be published.
 *
 * <p>One task sees it all; what reaches it is a page per bucket and slot, never charges or lines.
 */
@NullMarked
package io.ratemill.jobs.books;

import org.jspecify.annotations.NullMarked;
