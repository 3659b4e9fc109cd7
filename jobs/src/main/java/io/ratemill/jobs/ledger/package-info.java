/**
 * The ledger: which delivery of a slot is in force, whose its charges are, and what prices them.
 *
 * <p>Charges are kept per bucket of accounts and per slot; a delivery switches in whole or not at
 * all; only differences leave. What an amount comes to is not decided here but in SQL.
 */
@NullMarked
package io.ratemill.jobs.ledger;

import org.jspecify.annotations.NullMarked;
