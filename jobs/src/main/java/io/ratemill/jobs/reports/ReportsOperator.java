package io.ratemill.jobs.reports;

import io.ratemill.jobs.books.PublishMode;
import io.ratemill.jobs.books.PublishOrder;
import io.ratemill.jobs.books.ReportOrder;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
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
 * the second (broadcast). What is published is the state at the barrier behind which the orders
 * came; it becomes visible when the checkpoint is complete, so that a restart never goes back
 * behind it. An order that a crash overtook is carried out first of all, from the restored state:
 * that is of its cut, and any later one has other records than the order tells of.
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
      for (Prepared each : prepare()) {
        publish(each);
      }
    }
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
    if (mode == PublishMode.WATCH && !owed.isEmpty()) {
      prepared.put(context.getCheckpointId(), prepare());
    }
  }

  private List<Prepared> prepare() throws Exception {
    List<Prepared> all = new ArrayList<>();
    for (PublishOrder order : owed.values()) {
      List<RatedRecord> held = new ArrayList<>();
      if (order.kind() == PublishOrder.Kind.REPORT) {
        setCurrentKey(order.report());
        for (Map.Entry<String, byte[]> each : records.entries()) {
          held.add(new RatedRecord(order.report(), each.getKey(), false, each.getValue()));
        }
      }
      all.add(new Prepared(order, held));
    }
    return all;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    List<Prepared> newest = prepared.get(checkpointId);
    prepared.headMap(checkpointId, true).clear();
    if (newest != null) {
      for (Prepared each : newest) {
        publish(each);
      }
    }
  }

  private void publish(Prepared prepared) throws IOException {
    PublishOrder order = prepared.order();
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
      for (Prepared each : prepare()) {
        publish(each);
      }
    }
  }
}
