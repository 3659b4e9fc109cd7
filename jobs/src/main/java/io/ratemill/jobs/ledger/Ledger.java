package io.ratemill.jobs.ledger;

import io.ratemill.sources.BillEvent;
import io.ratemill.sources.charges.AlikeCharges;
import java.util.Set;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.OutputTag;

/**
 * The two halves of the ledger, ready to be wired: the gate, which decides, and the operator, which
 * keeps the charges.
 *
 * @param source where changed terms come from
 * @param terms the byte form of the terms at the start
 * @param look the look at what is watched that they were read from
 * @param acceptEmpty connectors whose empty deliveries may replace lines
 * @param watching whether the terms are looked at again
 */
public record Ledger(
    TermsSource source, byte[] terms, String look, Set<String> acceptEmpty, boolean watching) {

  /** The type of the changelog of owned charges. */
  public static final InternalTypeInfo<RowData> ROW = OwnedCharge.ROW;

  /** Where everything went. */
  public static final OutputTag<Page> PAGES = LedgerOperator.PAGES;

  public Ledger {
    acceptEmpty = Set.copyOf(acceptEmpty);
  }

  /** The charges that nothing here tells apart, for as long as the terms stay as they are. */
  public AlikeCharges alikeCharges() {
    return new SteadyTerms(terms);
  }

  public KeyedProcessFunction<Integer, BillEvent, Control> gate() {
    return new Gate(source, terms, look, acceptEmpty, watching);
  }

  public TwoInputStreamOperator<BillEvent, Control, RowData> operator() {
    return new LedgerOperator(watching);
  }
}
