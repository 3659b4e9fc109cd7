package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.sources.BillEvent;
import io.ratemill.sources.Json;
import io.ratemill.sources.SliceTotals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * Source, gate and ledger wired as in the job, with what is under way between them, and what is
 * downstream of them.
 *
 * <p>Shape: charges reach the ledger in any order; reports of slices reach the gate in that of
 * their slice; the gate's word reaches the ledger in its order, before or after the charges. A
 * checkpoint is aligned: what was sent before it has arrived. A crash takes all back to the last
 * checkpoint, or to nothing.
 */
final class Wired implements AutoCloseable {
  /** Keys are spread over as many groups, of which each costs a restart a little. */
  private static final int KEY_GROUPS = 4;

  private static final long LOOK_MILLIS = 200;

  private final Inputs inputs;
  private final Random random;
  private final List<BillEvent> charges = new ArrayList<>();
  private final List<SentReport> reports = new ArrayList<>();
  private final Deque<Control> controls = new ArrayDeque<>();

  private KeyedOneInputStreamOperatorTestHarness<Integer, BillEvent, Control> gate;
  private KeyedTwoInputStreamOperatorTestHarness<Integer, BillEvent, Control, RowData> ledger;
  private ReadingSide source;
  private List<Row> changelog = new ArrayList<>();
  private Records records = new Records();
  private Map<String, Page> pages = new TreeMap<>();
  private Map<String, SliceTotals> totals = new TreeMap<>();
  private @Nullable Checkpoint last;
  private long now = 1_800_000_000_000L;
  private long checkpoints;

  private record SentReport(int slice, BillEvent event) {}

  private record Checkpoint(
      OperatorSubtaskState gate,
      OperatorSubtaskState ledger,
      ReadingSide source,
      List<Row> changelog,
      Map<String, Page> pages,
      Map<String, SliceTotals> totals) {}

  Wired(Inputs inputs, Random random) throws Exception {
    this.inputs = inputs;
    this.random = random;
    this.source = new ReadingSide(inputs);
    this.gate = newGate();
    this.ledger = newLedger();
    open(null);
  }

  private KeyedOneInputStreamOperatorTestHarness<Integer, BillEvent, Control> newGate()
      throws Exception {
    byte[] terms = TermsCodec.encode(inputs.terms(1));
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new Gate(inputs.watched(), terms, inputs.look(), Inputs.ACCEPT_EMPTY, true)),
        event -> 0,
        Types.INT,
        1,
        1,
        0);
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Integer, BillEvent, Control, RowData>
      newLedger() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<Integer, BillEvent, Control, RowData> made =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new LedgerOperator(true), BillEvent::bucket, control -> 0, Types.INT, KEY_GROUPS, 1, 0);
    made.setup(Ledger.ROW.toSerializer());
    return made;
  }

  private void open(@Nullable Checkpoint from) throws Exception {
    if (from != null) {
      gate.initializeState(from.gate());
      ledger.initializeState(from.ledger());
    }
    gate.open();
    ledger.open();
    gate.setProcessingTime(now);
    takeFromGate();
  }

  Records records() {
    return records;
  }

  /** How many rows the ledger has sent. */
  int sent() {
    return changelog.size();
  }

  /** The totals that the gate took, by slot. */
  Map<String, SliceTotals> totals() {
    return totals;
  }

  /** The groups of the newest page of each bucket of a slot. */
  List<Page.Group> groups(String slot) {
    List<Page.Group> groups = new ArrayList<>();
    for (Page page : pages.values()) {
      if (page.slot().equals(slot)) {
        groups.addAll(Json.read(page.body(), Page.Content.class).groups());
      }
    }
    return groups;
  }

  /** Reads a piece of a bill; whether there was one. */
  boolean read() {
    return source.step(
        random, charges::add, (slice, event) -> reports.add(new SentReport(slice, event)));
  }

  /** Lets one thing arrive that is under way, whichever; whether there was one. */
  boolean arrive() throws Exception {
    int all = charges.size() + reports.size() + controls.size();
    if (all == 0) {
      return false;
    }
    int which = random.nextInt(all);
    if (which < charges.size()) {
      Collections.swap(charges, which, charges.size() - 1);
      BillEvent event = charges.remove(charges.size() - 1);
      ledger.processElement1(new StreamRecord<>(event));
      takeFromLedger();
    } else if (which < charges.size() + reports.size()) {
      reportArrives(reports.get(which - charges.size()));
    } else {
      Control control = controls.removeFirst();
      ledger.processElement2(new StreamRecord<>(control));
      takeFromLedger();
    }
    return true;
  }

  void arriveAll() throws Exception {
    while (arrive()) {
      // Until nothing is under way.
    }
  }

  /** Of reports of one slice the first comes first. */
  private void reportArrives(SentReport drawn) throws Exception {
    SentReport first =
        reports.stream()
            .filter(each -> each.event.read() == drawn.event.read() && each.slice == drawn.slice)
            .findFirst()
            .orElseThrow();
    reports.remove(first);
    gate.processElement(new StreamRecord<>(first.event));
    takeFromGate();
  }

  /** The time for the gate to look at the configuration once more. */
  void look() throws Exception {
    now += LOOK_MILLIS;
    gate.setProcessingTime(now);
    takeFromGate();
  }

  private void takeFromGate() {
    for (Control control : gate.extractOutputValues()) {
      controls.add(control);
      if (control.kind() == Control.Kind.COMMIT) {
        News news = Json.read(control.body(), News.class);
        totals.put(control.slot(), news.totals());
      }
    }
    gate.getOutput().clear();
  }

  /** What one message or word changed must be the least that could be sent for it. */
  private void takeFromLedger() {
    List<Row> rows = ledger.extractOutputValues().stream().map(Records::external).toList();
    changelog.addAll(rows);
    Map<Row, Integer> difference = new HashMap<>();
    for (Row row : rows) {
      records.add(row);
      difference.merge(Records.plain(row), Records.sign(row), Integer::sum);
    }
    int least = difference.values().stream().mapToInt(Math::abs).sum();
    assertThat(rows).as("rows sent, none of them taken back at once").hasSize(least);
    var sideOutput = ledger.getSideOutput(LedgerOperator.PAGES);
    while (sideOutput != null && !sideOutput.isEmpty()) {
      Page page = sideOutput.remove().getValue();
      pages.put(page.slot() + ' ' + page.bucket(), page);
    }
    ledger.getOutput().clear();
  }

  /** Lets all arrive that was read, and keeps what there is then. */
  void checkpoint() throws Exception {
    arriveAll();
    checkpoints++;
    last =
        new Checkpoint(
            gate.snapshot(checkpoints, now),
            ledger.snapshot(checkpoints, now),
            source.copy(),
            List.copyOf(changelog),
            Map.copyOf(pages),
            Map.copyOf(totals));
  }

  /** Loses what is under way and what came after the last checkpoint, and goes on from there. */
  void crash() throws Exception {
    close();
    charges.clear();
    reports.clear();
    controls.clear();
    Checkpoint from = last;
    source = from == null ? new ReadingSide(inputs) : from.source().copy();
    changelog = from == null ? new ArrayList<>() : new ArrayList<>(from.changelog());
    pages = from == null ? new TreeMap<>() : new TreeMap<>(from.pages());
    totals = from == null ? new TreeMap<>() : new TreeMap<>(from.totals());
    records = new Records();
    changelog.forEach(records::add);
    gate = newGate();
    ledger = newLedger();
    open(from);
  }

  @Override
  public void close() throws Exception {
    gate.close();
    ledger.close();
  }
}
