package io.ratemill.jobs.reports;

import io.ratemill.jobs.books.PublishMode;
import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.books.ReportOrder;
import io.ratemill.jobs.books.Unwritten;
import io.ratemill.jobs.sql.RatedRecord;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.ReportKey;
import io.ratemill.sinks.report.ReportFacts;
import io.ratemill.sinks.report.ReportIds;
import io.ratemill.sinks.report.ReportPublisher;
import io.ratemill.sinks.report.Workbooks;
import io.ratemill.sinks.report.WorkspaceFiles;
import io.ratemill.sources.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Keeps the records of each report and publishes a report as it was at a cut, once that cut is
 * safe.
 *
 * <p>Shape: usage records as a changelog, keyed by report, on the first input; the books' orders on
 * the second (broadcast). What is published is the state at the barrier behind which the order
 * came, its cut; it becomes visible when that checkpoint or a later one is complete, so that a
 * restart never goes back behind it. Any later state has other records than the order tells of:
 * where the checkpoint of its cut failed, the next one keeps the records of the cut as well, and an
 * order that a crash overtook is carried out first of all, from what was restored.
 */
public final class ReportsOperator extends AbstractStreamOperator<String>
    implements TwoInputStreamOperator<RatedRecord, PublishOrder, String>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  /** Name of the accumulator that carries the reports to whoever started a bounded run. */
  public static final String OUTCOME = "reports";

  private final String workspace;
  private final String requestFolder;
  private final PublishMode mode;
  private final Workbooks workbooks;

  /** What is said of each record, by its id, see {@link RatedRecord}. */
  private transient MapState<String, byte[]> records;

  private transient ListState<PublishOrder> owedState;

  /** The reports whose cut was before the checkpoint, and their records as they were then. */
  private transient ListState<String> cutState;

  private transient ListState<RatedRecord> cutRecordsState;

  private transient Map<String, PublishOrder> owed;
  private transient TreeMap<Long, List<Prepared>> prepared;
  private transient ReportPublisher publisher;
  private transient ReportIds ids;
  private transient ListAccumulator<String> outcome;
  private transient int inputsOpen;

  /** A report as it was at a cut. */
  private record Prepared(PublishOrder order, List<RatedRecord> records) {}

  public ReportsOperator(
      Path workspace, Path requestFolder, PublishMode mode, Workbooks workbooks) {
    this.workspace = workspace.toString();
    this.requestFolder = requestFolder.toString();
    this.mode = mode;
    this.workbooks = workbooks;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    records =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(
                    "records",
                    Types.STRING,
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    // Every task has every order; after rescaling each takes those of its own reports.
    owedState =
        context
            .getOperatorStateStore()
            .getUnionListState(new ListStateDescriptor<>("owed", PublishOrder.TYPE));
    owed = new LinkedHashMap<>();
    for (PublishOrder order : owedState.get()) {
      owe(order);
    }
    OperatorStateStore ofAllTasks = context.getOperatorStateStore();
    cutState = ofAllTasks.getUnionListState(new ListStateDescriptor<>("cut", Types.STRING));
    cutRecordsState =
        ofAllTasks.getUnionListState(new ListStateDescriptor<>("cut records", RatedRecord.TYPE));
    prepared = new TreeMap<>();
    publisher = new ReportPublisher(Path.of(workspace, "reports"), workbooks);
    ids = new ReportIds(Path.of(workspace));
    inputsOpen = 2;
  }

  @Override
  public void open() throws Exception {
    super.open();
    outcome = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(OUTCOME, outcome);
    if (mode == PublishMode.WATCH) {
      Map<String, List<RatedRecord>> cuts = restoredCuts();
      for (PublishOrder order : List.copyOf(owed.values())) {
        List<RatedRecord> ofCut = cuts.get(order.report());
        publish(ofCut == null ? prepare(order) : new Prepared(order, ofCut));
      }
    }
  }

  private Map<String, List<RatedRecord>> restoredCuts() throws Exception {
    Map<String, List<RatedRecord>> cuts = new HashMap<>();
    for (String report : cutState.get()) {
      cuts.put(report, new ArrayList<>());
    }
    for (RatedRecord record : cutRecordsState.get()) {
      if (isMine(record.report())) {
        cuts.computeIfAbsent(record.report(), report -> new ArrayList<>()).add(record);
      }
    }
    return cuts;
  }

  @Override
  public void processElement1(StreamRecord<RatedRecord> element) throws Exception {
    RatedRecord record = element.getValue();
    if (!record.gone()) {
      records.put(record.recordId(), record.said());
    } else if (isThere(record)) {
      records.remove(record.recordId());
    }
    RecordChanged event = new RecordChanged();
    if (event.shouldCommit()) {
      event.record = record.recordId();
      event.gone = record.gone();
      event.commit();
    }
  }

  /** Where a report's currency or schema changes, the old record may go after the new one came. */
  private boolean isThere(RatedRecord record) throws Exception {
    byte[] there = records.get(record.recordId());
    return there != null && record.isOf(there);
  }

  @Override
  public void processElement2(StreamRecord<PublishOrder> element) {
    owe(element.getValue());
  }

  private void owe(PublishOrder order) {
    if (order.kind() == PublishOrder.Kind.ANSWER) {
      owed.put("answer" + new String(order.body(), StandardCharsets.UTF_8), order);
    } else if (isMine(order.report())) {
      owed.remove(order.report());
      owed.put(order.report(), order);
    }
  }

  private boolean isMine(String report) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
            report,
            getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks())
        == getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    owedState.update(new ArrayList<>(owed.values()));
    List<Prepared> earlier = new ArrayList<>();
    prepared.values().forEach(earlier::addAll);
    keepCuts(earlier);
    if (mode == PublishMode.WATCH) {
      Set<PublishOrder> known = new HashSet<>();
      earlier.forEach(each -> known.add(each.order()));
      List<Prepared> now = new ArrayList<>();
      for (PublishOrder order : owed.values()) {
        if (!known.contains(order)) {
          now.add(prepare(order));
        }
      }
      prepared.put(context.getCheckpointId(), now);
    }
  }

  /** Keeps the cuts of orders whose own checkpoint did not complete so far. */
  private void keepCuts(List<Prepared> earlier) throws Exception {
    cutState.clear();
    cutRecordsState.clear();
    for (Prepared each : earlier) {
      PublishOrder order = each.order();
      if (order.kind() == PublishOrder.Kind.REPORT && order.equals(owed.get(order.report()))) {
        cutState.add(order.report());
        cutRecordsState.addAll(each.records());
      }
    }
  }

  private Prepared prepare(PublishOrder order) throws Exception {
    List<RatedRecord> held = new ArrayList<>();
    if (order.kind() == PublishOrder.Kind.REPORT) {
      setCurrentKey(order.report());
      for (Map.Entry<String, byte[]> each : records.entries()) {
        held.add(new RatedRecord(order.report(), each.getKey(), false, each.getValue()));
      }
    }
    return new Prepared(order, held);
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    NavigableMap<Long, List<Prepared>> safe = prepared.headMap(checkpointId, true);
    for (List<Prepared> ofCheckpoint : safe.values()) {
      for (Prepared each : ofCheckpoint) {
        publish(each);
      }
    }
    safe.clear();
  }

  private void publish(Prepared prepared) throws IOException {
    PublishOrder order = prepared.order();
    try {
      carryOut(prepared, order);
    } catch (IOException e) {
      if (mode == PublishMode.WATCH) {
        Unwritten.tell(
            order.kind() == PublishOrder.Kind.ANSWER
                ? "the answer to a request to publish"
                : "the report of " + order.report().replace('\u001f', ' '),
            e);
      }
      throw e;
    }
  }

  private void carryOut(Prepared prepared, PublishOrder order) throws IOException {
    if (order.kind() == PublishOrder.Kind.ANSWER) {
      String request = new String(order.body(), StandardCharsets.UTF_8);
      answer(request);
      owed.remove("answer" + request, order);
      return;
    }
    ReportOrder full = Json.read(order.body(), ReportOrder.class);
    ReportKey key = full.header().key();
    String id = ids.assign(List.of(key)).get(key);
    ReportHeader header = ReportLines.named(full.header(), Objects.requireNonNull(id));
    ReportFacts facts = ReportLines.facts(full);
    var published =
        order.kind() == PublishOrder.Kind.WITHDRAW
            ? publisher.withdraw(key.period(), header.reportId(), facts)
            : publisher.publish(header, ReportPieces.of(prepared.records()), facts);
    if (mode != PublishMode.WATCH) {
      ReportLine line = ReportLines.line(order, header, published);
      outcome.add(new String(Json.write(line), StandardCharsets.UTF_8));
    }
    owed.remove(order.report(), order);
  }

  private void answer(String request) throws IOException {
    int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    int tasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    Path folder = Path.of(requestFolder);
    if (Files.exists(folder.resolve(request + ".request"))) {
      WorkspaceFiles.write(
          folder.resolve(request + ".answer-" + task + "-of-" + tasks), "published\n");
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    inputsOpen--;
    if (inputsOpen == 0 && mode != PublishMode.WATCH) {
      for (PublishOrder order : List.copyOf(owed.values())) {
        publish(prepare(order));
      }
    }
  }
}
