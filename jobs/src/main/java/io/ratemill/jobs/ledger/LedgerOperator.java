package io.ratemill.jobs.ledger;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.AccountRef;
import io.ratemill.model.MergedCharges;
import io.ratemill.model.Product;
import io.ratemill.model.Terms;
import io.ratemill.model.TextPool;
import io.ratemill.model.WideSums;
import io.ratemill.rating.Change;
import io.ratemill.rating.PriceBook;
import io.ratemill.sources.BillEvent;
import io.ratemill.sources.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the charges in force, switches a slot when its new delivery is whole, and emits only what
 * changed.
 *
 * <p>Shape: charges keyed by bucket on the first input, the gate's word on the second (broadcast);
 * out go rows of {@code owned_charges} as a changelog, and on {@link #PAGES} where everything went.
 *
 * <p>A commit names how many messages of the reading each bucket must have seen, so that it may
 * overtake them. At an aligned checkpoint none is outstanding: the gate commits on summaries that
 * were sent after the messages, so whatever it said before the barrier has been applied here.
 */
final class LedgerOperator extends AbstractStreamOperator<RowData>
    implements TwoInputStreamOperator<BillEvent, Control, RowData> {
  private static final long serialVersionUID = 1L;

  private static final int TEXT_BITS = 14;

  static final OutputTag<Page> PAGES = new OutputTag<>("pages", Page.TYPE);

  /** How many rows are held, see {@link HeldRows}. */
  private final int mostRows;

  private transient Readings readings;
  private transient ListState<byte[]> storedTerms;
  private transient byte[] termsBytes;
  private transient @Nullable Terms terms;
  private transient @Nullable PriceBook prices;
  private transient Map<String, Product> products;

  /** Texts of charges, which are the same over and over. */
  private transient TextPool texts;

  private transient HeldRows rows;

  /** Buckets by the ids of their accounts that are not the first; complete unless restored. */
  private transient Map<String, Set<Integer>> otherIds;

  private transient boolean otherIdsComplete;

  LedgerOperator(boolean watching) {
    this.mostRows = watching ? HeldRows.ALL : HeldRows.NONE;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    KeyedStateStore state = context.getKeyedStateStore();
    readings = new Readings(state);
    storedTerms =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(
                    "terms", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    texts = new TextPool(TEXT_BITS);
    rows = new HeldRows(mostRows, row -> output.collect(new StreamRecord<>(row)));
    termsBytes = new byte[0];
    otherIds = new HashMap<>();
    products = new HashMap<>();
    otherIdsComplete = !context.isRestored();
    for (byte[] bytes : storedTerms.get()) {
      useTerms(bytes);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
    storedTerms.update(first && termsBytes.length > 0 ? List.of(termsBytes) : List.of());
  }

  private void useTerms(byte[] bytes) {
    termsBytes = bytes;
    Terms decoded = TermsCodec.decode(bytes);
    terms = decoded;
    prices = PriceBooks.of(decoded);
    Map<String, Product> byId = new HashMap<>();
    decoded.products().forEach(product -> byId.put(product.id(), product));
    products = new HashMap<>();
    decoded
        .connectors()
        .forEach(connector -> products.put(connector.id(), byId.get(connector.productId())));
  }

  @Override
  public void processElement1(StreamRecord<BillEvent> element) throws Exception {
    BillEvent event = element.getValue();
    if (!readings.isPast(event.slot(), event.read())
        && readings.add(event.slot(), event.read(), event.body())) {
      switchTo(event.bucket(), event.slot(), event.read());
      rows.send();
    }
  }

  @Override
  public void processElement2(StreamRecord<Control> element) throws Exception {
    Control control = element.getValue();
    switch (control.kind()) {
      case TERMS -> changeTerms(control.body());
      case COMMIT -> {
        for (int i = 0; i < control.buckets().length; i++) {
          if (isMine(control.buckets()[i])) {
            setCurrentKey(control.buckets()[i]);
            commit(control.buckets()[i], control.slot(), control.read(), control.counts()[i]);
          }
        }
        rows.send();
      }
      case ABORT -> {
        for (int bucket : myBuckets()) {
          setCurrentKey(bucket);
          readings.giveUp(control.slot(), control.read());
        }
      }
      case NEWS -> {
        // For the books only.
      }
    }
  }

  private void commit(int bucket, String slot, long read, long messages) throws Exception {
    if (!readings.isPast(slot, read) && readings.expect(slot, read, messages)) {
      switchTo(bucket, slot, read);
    }
  }

  private void switchTo(int bucket, String slot, long read) throws Exception {
    PriceBook book = book();
    Placed old = placed(book, slot);
    old.add(readings.charges(slot, texts));
    readings.switchTo(slot, read);
    MergedCharges charges = readings.charges(slot, texts);
    charges.accounts().forEach(account -> knowOtherIds(bucket, account));
    Placed now = placed(book, slot);
    now.add(charges);
    emitDifferences(old.owned(), now.owned());
    output.collect(
        PAGES, new StreamRecord<>(new Page(slot, read, bucket, Json.write(now.content()))));
  }

  private void knowOtherIds(int bucket, AccountRef account) {
    List<String> ids = account.ids();
    for (int i = 1; i < ids.size(); i++) {
      otherIds
          .computeIfAbsent(account.provider() + '/' + ids.get(i), id -> new TreeSet<>())
          .add(bucket);
    }
  }

  private void changeTerms(byte[] bytes) throws Exception {
    Terms before = terms;
    PriceBook oldBook = prices;
    useTerms(bytes);
    if (before == null || oldBook == null || terms == null) {
      return;
    }
    Change change = Change.between(before, terms);
    for (int bucket : bucketsOf(change)) {
      setCurrentKey(bucket);
      for (String slot : readings.slots()) {
        rerate(bucket, slot, oldBook, change);
      }
    }
    rows.send();
  }

  /**
   * Places the charges of a slot in this bucket anew, also those of accounts that the change does
   * not concern: accounts of one asset that lie in one bucket share their rows.
   */
  private void rerate(int bucket, String slot, PriceBook oldBook, Change change) throws Exception {
    MergedCharges charges = readings.charges(slot, texts);
    if (charges.accounts().stream().noneMatch(change::concerns)) {
      return;
    }
    Placed old = placed(oldBook, slot);
    old.add(charges);
    Placed now = placed(book(), slot);
    now.add(readings.charges(slot, texts));
    emitDifferences(old.owned(), now.owned());
    output.collect(
        PAGES,
        new StreamRecord<>(
            new Page(slot, readings.inForce(slot), bucket, Json.write(now.content()))));
  }

  /** The buckets of this task in which a change can matter. */
  private Set<Integer> bucketsOf(Change change) {
    if (change.everything() || !otherIdsComplete) {
      return myBuckets();
    }
    Set<Integer> buckets = new TreeSet<>();
    for (String account : change.accounts()) {
      int slash = account.indexOf('/');
      buckets.add(AccountRef.bucket(account.substring(0, slash), account.substring(slash + 1)));
      buckets.addAll(otherIds.getOrDefault(account, Set.of()));
    }
    buckets.removeIf(bucket -> !isMine(bucket));
    return buckets;
  }

  private Placed placed(PriceBook book, String slot) {
    String connector = slot.substring(0, slot.indexOf('\u001f'));
    return new Placed(book, connector, product(connector));
  }

  private Product product(String connector) {
    Product product = products.get(connector);
    if (product == null) {
      throw new IllegalStateException(
          "the state holds charges of connector '"
              + connector
              + "', which the configuration no longer has; put it back, or remove .state from the"
              + " workspace to read afresh");
    }
    return product;
  }

  private PriceBook book() {
    PriceBook book = prices;
    if (book == null) {
      throw new IllegalStateException("charges were committed before any terms were in force");
    }
    return book;
  }

  private void emitDifferences(
      Map<OwnedCharge, WideSums> before, Map<OwnedCharge, WideSums> after) {
    Map<OwnedCharge, WideSums> gone = new LinkedHashMap<>(before);
    after.forEach(
        (key, sums) -> {
          WideSums old = gone.isEmpty() ? null : gone.remove(key);
          if (old == null) {
            rows.add(key, RowKind.INSERT, sums);
          } else if (!key.same(old, sums)) {
            rows.add(key, RowKind.UPDATE_BEFORE, old);
            rows.add(key, RowKind.UPDATE_AFTER, sums);
          }
        });
    gone.forEach((key, sums) -> rows.add(key, RowKind.DELETE, sums));
  }

  private Set<Integer> myBuckets() {
    Set<Integer> mine = new TreeSet<>();
    for (int bucket = 0; bucket < AccountRef.BUCKETS; bucket++) {
      if (isMine(bucket)) {
        mine.add(bucket);
      }
    }
    return mine;
  }

  private boolean isMine(int bucket) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
            bucket,
            getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks())
        == getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }
}
