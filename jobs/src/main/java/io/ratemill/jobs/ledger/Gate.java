package io.ratemill.jobs.ledger;

import io.ratemill.jobs.ledger.GateState.InForce;
import io.ratemill.jobs.ledger.GateState.OpenRead;
import io.ratemill.sources.BillEvent;
import io.ratemill.sources.DeliveryStamp;
import io.ratemill.sources.Json;
import io.ratemill.sources.Notice;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.SliceReport;
import io.ratemill.sources.SliceTotals;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, alone and in one order, which deliveries are taken and which terms are in force.
 *
 * <p>A delivery is taken when all its slices were read to their end and it is the newest of its
 * slot. It runs as one task: what passes here is a few messages per file, never lines.
 */
final class Gate extends KeyedProcessFunction<Integer, BillEvent, Control>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  /** Time between two looks at the configuration; a file is taken when two looks agree. */
  private static final long LOOK_MILLIS = 100;

  private final TermsSource source;
  private final byte[] firstTerms;
  private final String firstLook;
  private final Set<String> acceptEmpty;
  private final boolean watching;

  private transient GateState state;
  private transient @Nullable ListState<byte[]> stored;
  private transient boolean started;
  private transient String lastLook;
  private transient int looksSinceRequest;

  Gate(
      TermsSource source,
      byte[] firstTerms,
      String firstLook,
      Set<String> acceptEmpty,
      boolean watching) {
    this.source = source;
    this.firstTerms = firstTerms.clone();
    this.firstLook = firstLook;
    this.acceptEmpty = Set.copyOf(acceptEmpty);
    this.watching = watching;
    this.state = new GateState();
    this.lastLook = "";
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    state = new GateState();
    lastLook = "";
    stored =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "gate", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (byte[] bytes : stored.get()) {
      state = Json.read(bytes, GateState.class);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (stored != null) {
      stored.update(List.of(Json.write(state)));
    }
  }

  @Override
  public void processElement(BillEvent event, Context context, Collector<Control> out) {
    start(context, out);
    switch (event.kind()) {
      case SLICE -> slice(event, Json.read(event.body(), SliceReport.class), out, now(context));
      case NOTICE -> notice(Json.read(event.body(), Notice.class), out, now(context));
      case CHARGES -> throw new IllegalStateException("charges do not pass the gate");
    }
    answerRequests(out, now(context));
  }

  @Override
  public void close() {
    source.close();
  }

  private void start(Context context, Collector<Control> out) {
    if (started) {
      return;
    }
    started = true;
    if (state.termsVersion == 0) {
      state.termsVersion = 1;
      state.terms = firstTerms;
      state.termsLook = firstLook;
      out.collect(Control.of(Control.Kind.TERMS, "", state.termsVersion, state.terms));
    } else if (!firstLook.equals(state.termsLook)) {
      // Restored, and whoever started us has just read files that changed in the meantime.
      state.termsVersion++;
      state.terms = firstTerms;
      state.termsLook = firstLook;
      out.collect(Control.of(Control.Kind.TERMS, "", state.termsVersion, state.terms));
      tell(out, news(News.Kind.CONFIGURATION, "", null, null, List.of(), now(context)));
    }
    lastLook = "";
    if (watching) {
      context.timerService().registerProcessingTimeTimer(nextLook(context));
    }
  }

  private static long nextLook(Context context) {
    // One timer, however often it is registered: times are rounded to whole looks.
    return (context.timerService().currentProcessingTime() / LOOK_MILLIS + 1) * LOOK_MILLIS;
  }

  private static Instant now(Context context) {
    return Instant.ofEpochMilli(context.timerService().currentProcessingTime());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Control> out) {
    start(context, out);
    String look = source.look(!state.requests.isEmpty());
    boolean stable = look.equals(lastLook);
    lastLook = look;
    if (stable) {
      takeTerms(look, out, now(context));
      looksSinceRequest++;
    }
    answerRequests(out, now(context));
    context.timerService().registerProcessingTimeTimer(nextLook(context));
  }

  private void takeTerms(String look, Collector<Control> out, Instant now) {
    if (look.equals(state.termsLook)) {
      return;
    }
    state.termsLook = look;
    TermsSource.Reading reading = source.read(state.termsVersion + 1);
    if (reading.problems().isEmpty()) {
      state.termsVersion++;
      state.terms = reading.terms();
      LOG.info("terms version {} are in force", state.termsVersion);
      out.collect(Control.of(Control.Kind.TERMS, "", state.termsVersion, state.terms));
    }
    tell(out, news(News.Kind.CONFIGURATION, "", null, null, reading.problems(), now));
  }

  private void slice(BillEvent event, SliceReport report, Collector<Control> out, Instant now) {
    long read = event.read();
    if (state.isSettled(read)) {
      return;
    }
    if (report.refusal() != null) {
      abort(event.slot(), read, out);
      tell(
          out,
          news(
              News.Kind.REFUSED,
              report.delivery().connector(),
              report.delivery(),
              report.refusal(),
              List.of(),
              now));
      return;
    }
    OpenRead open = state.reads.computeIfAbsent(read, number -> new OpenRead());
    open.delivery = report.delivery();
    open.slices = report.slices();
    report.messages().forEach((bucket, count) -> open.messages.merge(bucket, count, Integer::sum));
    Totals.add(open.sums, open.warnings, report.totals());
    if (report.last()) {
      open.done.add(report.slice());
    }
    if (open.done.size() == open.slices) {
      whole(event.slot(), read, open, report.delivery(), out, now);
    }
  }

  /** All slices are in: take the delivery, or say why not. */
  private void whole(
      String slot,
      long read,
      OpenRead open,
      DeliveryStamp delivery,
      Collector<Control> out,
      Instant now) {
    long lines = open.sums.stream().mapToLong(entry -> entry.sums().lines()).sum();
    boolean mayBeEmpty = acceptEmpty.contains(delivery.connector());
    InForce before = state.slots.get(slot);
    DeliveryStamp older = before == null ? null : before.delivery;
    if (before != null && older != null) {
      boolean emptyBefore = before.lines == 0 && !mayBeEmpty;
      boolean emptyNow = lines == 0 && !mayBeEmpty;
      if (emptyNow && !emptyBefore) {
        abort(slot, read, out);
        tell(out, news(News.Kind.REFUSED, "", delivery, emptyRefusal(delivery), List.of(), now));
        return;
      }
      if (delivery.olderThan(older) && (emptyNow || !emptyBefore)) {
        abort(slot, read, out);
        tell(out, news(News.Kind.OUTDATED, "", delivery, null, List.of(), now));
        return;
      }
      if (delivery.olderThan(older)) {
        tell(out, news(News.Kind.REFUSED, "", older, emptyRefusal(older), List.of(), now));
      }
    }
    commit(slot, read, open, delivery, lines, out, now);
  }

  private void commit(
      String slot,
      long read,
      OpenRead open,
      DeliveryStamp delivery,
      long lines,
      Collector<Control> out,
      Instant now) {
    InForce before = state.slots.get(slot);
    Set<Integer> touched = new TreeSet<>(open.messages.keySet());
    if (before != null) {
      touched.addAll(before.buckets);
    }
    int[] buckets = touched.stream().mapToInt(Integer::intValue).toArray();
    int[] counts = new int[buckets.length];
    for (int i = 0; i < buckets.length; i++) {
      counts[i] = open.messages.getOrDefault(buckets[i], 0);
    }
    InForce after = new InForce();
    after.delivery = delivery;
    after.read = read;
    after.lines = lines;
    after.buckets.addAll(open.messages.keySet());
    state.slots.put(slot, after);
    state.reads.remove(read);
    state.settle(read);
    News taken =
        new News(
            News.Kind.TAKEN,
            delivery.connector(),
            delivery,
            new SliceTotals(open.sums, open.warnings),
            null,
            "",
            "",
            List.of(),
            now);
    LOG.info(
        "connector {}: delivery {} of {} is in force, {} lines",
        delivery.connector(),
        delivery.id(),
        delivery.slot(),
        lines);
    out.collect(new Control(Control.Kind.COMMIT, slot, read, buckets, counts, Json.write(taken)));
  }

  private void abort(String slot, long read, Collector<Control> out) {
    state.reads.remove(read);
    state.settle(read);
    out.collect(Control.of(Control.Kind.ABORT, slot, read, new byte[0]));
  }

  private static Refusal emptyRefusal(DeliveryStamp delivery) {
    return new Refusal(
        "empty-delivery",
        "the delivery has no lines but would replace lines; the older one stays in force. If the"
            + " month is really empty now, set accept-empty: true on the connector",
        delivery.connector() + ", " + delivery.slot() + ", delivery " + delivery.id());
  }

  private void notice(Notice notice, Collector<Control> out, Instant now) {
    switch (notice.kind()) {
      case CLOSE -> {
        state.requests.add(notice);
        looksSinceRequest = 0;
      }
      case LOOKED -> tell(out, of(News.Kind.LOOKED, notice, now));
      case UNREACHABLE -> tell(out, of(News.Kind.UNREACHABLE, notice, now));
      case REFUSED -> tell(out, of(News.Kind.REFUSED, notice, now));
      case OUTDATED -> tell(out, of(News.Kind.OUTDATED, notice, now));
      case GONE -> tell(out, of(News.Kind.GONE, notice, now));
    }
  }

  /** A request is answered from what was there when it was made: bills read, terms looked at. */
  private void answerRequests(Collector<Control> out, Instant now) {
    state.requests.removeIf(
        request -> {
          if (request.reads() > state.settledUpTo || (watching && looksSinceRequest < 1)) {
            return false;
          }
          tell(
              out,
              new News(
                  News.Kind.CLOSE,
                  "",
                  null,
                  null,
                  null,
                  request.request(),
                  request.period(),
                  List.of(),
                  now));
          return true;
        });
  }

  private static News of(News.Kind kind, Notice notice, Instant now) {
    return news(kind, notice.connector(), notice.delivery(), notice.refusal(), List.of(), now);
  }

  private static News news(
      News.Kind kind,
      String connector,
      @Nullable DeliveryStamp delivery,
      @Nullable Refusal refusal,
      List<String> problems,
      Instant now) {
    String where = connector.isEmpty() && delivery != null ? delivery.connector() : connector;
    return new News(kind, where, delivery, null, refusal, "", "", problems, now);
  }

  private static void tell(Collector<Control> out, News news) {
    out.collect(Control.of(Control.Kind.NEWS, "", 0, Json.write(news)));
  }

  /** Adding up the totals of slices. */
  static final class Totals {
    private Totals() {}

    static void add(
        List<SliceTotals.Entry> sums, List<SliceTotals.Warning> warnings, SliceTotals more) {
      TreeMap<String, SliceTotals.Entry> byKey = new TreeMap<>();
      sums.forEach(entry -> byKey.put(key(entry), entry));
      for (SliceTotals.Entry entry : more.sums()) {
        byKey.merge(key(entry), entry, SliceTotals.Entry::plus);
      }
      sums.clear();
      sums.addAll(byKey.values());
      TreeMap<String, SliceTotals.Warning> byWhat = new TreeMap<>();
      warnings.forEach(warning -> byWhat.put(key(warning), warning));
      for (SliceTotals.Warning warning : more.warnings()) {
        byWhat.merge(
            key(warning),
            warning,
            (a, b) -> new SliceTotals.Warning(a.code(), a.what(), a.count() + b.count()));
      }
      warnings.clear();
      warnings.addAll(byWhat.values());
    }

    private static String key(SliceTotals.Entry entry) {
      return entry.period() + " " + entry.chargeClass() + " " + entry.currency();
    }

    private static String key(SliceTotals.Warning warning) {
      return warning.code() + '\u001f' + warning.what();
    }
  }
}
