package io.ratemill.jobs.books;

import io.ratemill.jobs.config.ReportsConfig;
import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.jobs.ledger.Control;
import io.ratemill.jobs.ledger.News;
import io.ratemill.jobs.ledger.Page;
import io.ratemill.model.ReportKey;
import io.ratemill.sinks.report.ReportIds;
import io.ratemill.sinks.report.WorkspaceFiles;
import io.ratemill.sources.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.api.common.accumulators.ListAccumulator;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Runs the books at every cut: before the barrier of a checkpoint leaves, it tells the reports what
 * to publish; when the checkpoint is complete, it writes what people read.
 *
 * <p>Shape: pages on the first input, the gate's word on the second, both under one key; out go
 * orders to the reports. At the end of a bounded run the cut is the end of both inputs.
 */
public final class BooksOperator extends AbstractStreamOperator<PublishOrder>
    implements TwoInputStreamOperator<Page, Control, PublishOrder>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  /** Name of the accumulator that carries a bounded run's outcome to whoever started it. */
  public static final String OUTCOME = "books";

  /** The one key of both inputs. */
  public static final int KEY = 0;

  private final String workspace;
  private final ReportsConfig reports;
  private final PublishMode mode;

  private transient MapState<String, byte[]> pages;
  private transient ValueState<byte[]> stored;
  private transient ValueState<byte[]> termsBytes;
  private transient @Nullable Books books;
  private transient TreeMap<Long, List<Books.Cut>> unwritten;
  private transient LedgerFolder ledger;
  private transient ReportIds ids;
  private transient ListAccumulator<String> outcome;
  private transient int inputsOpen;
  private transient boolean begun;

  public BooksOperator(Path workspace, ReportsConfig reports, PublishMode mode) {
    this.workspace = workspace.toString();
    this.reports = reports;
    this.mode = mode;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    pages =
        context
            .getKeyedStateStore()
            .getMapState(
                new MapStateDescriptor<>(
                    "pages", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    stored =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "books", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    termsBytes =
        context
            .getKeyedStateStore()
            .getState(
                new ValueStateDescriptor<>(
                    "terms", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    unwritten = new TreeMap<>();
    ledger = new LedgerFolder(Path.of(workspace));
    ids = new ReportIds(Path.of(workspace));
    inputsOpen = 2;
  }

  @Override
  public void open() throws Exception {
    super.open();
    outcome = new ListAccumulator<>();
    getRuntimeContext().addAccumulator(OUTCOME, outcome);
  }

  private Books books() throws IOException {
    setCurrentKey(KEY);
    Books opened = books;
    if (opened == null) {
      byte[] bytes = stored.value();
      BooksState state =
          bytes == null
              ? FirstSeen.carryOver(Path.of(workspace), new BooksState())
              : Json.read(bytes, BooksState.class);
      opened = new Books(state, reports, this::summary, this::published);
      byte[] terms = termsBytes.value();
      if (terms != null) {
        opened.terms(TermsCodec.decode(terms), state.termsVersion);
      }
      books = opened;
    }
    return opened;
  }

  private SlotSummary summary(String slot) {
    try {
      setCurrentKey(KEY);
      List<Page.Content> contents = new ArrayList<>();
      BooksState.SlotBook book = books().state().slots.get(slot);
      if (book != null) {
        for (int bucket : book.buckets) {
          byte[] bytes = pages.get(page(slot, bucket));
          if (bytes != null) {
            contents.add(Json.read(bytes, Page.Content.class));
          }
        }
      }
      return SlotSummary.of(contents);
    } catch (IOException e) {
      throw new UncheckedIOException("the pages of " + slot + " cannot be read", e);
    } catch (Exception e) {
      // Flink's state access declares Exception; what it throws is a fault of the state backend.
      throw new IllegalStateException("the pages of " + slot + " cannot be read", e);
    }
  }

  private List<ReportKey> published(String period) {
    try {
      return ids.given().values().stream()
          .filter(key -> key.period().toString().equals(period))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("ids.json of the workspace cannot be read", e);
    }
  }

  private static String page(String slot, int bucket) {
    return slot + '\u001f' + bucket;
  }

  @Override
  public void processElement1(StreamRecord<Page> element) throws Exception {
    Page page = element.getValue();
    Page.Content after = Json.read(page.body(), Page.Content.class);
    Books current = books();
    String key = page(page.slot(), page.bucket());
    byte[] before = pages.get(key);
    current.page(page, before == null ? null : Json.read(before, Page.Content.class), after, now());
    if (after.groups().isEmpty()) {
      pages.remove(key);
    } else {
      pages.put(key, page.body());
    }
  }

  @Override
  public void processElement2(StreamRecord<Control> element) throws Exception {
    Control control = element.getValue();
    Books current = books();
    begun = true;
    switch (control.kind()) {
      case TERMS -> {
        termsBytes.update(control.body());
        current.terms(TermsCodec.decode(control.body()), control.read());
      }
      case COMMIT, NEWS -> current.news(Json.read(control.body(), News.class));
      case ABORT -> {
        // The reason comes as news.
      }
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime());
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    if (!begun && books == null) {
      return;
    }
    Books current = books();
    if (mode == PublishMode.WATCH && !current.isQuiet(now())) {
      Books.Cut cut = current.cut(now(), Books.Scope.DUE);
      order(cut);
      unwritten.computeIfAbsent(checkpointId, id -> new ArrayList<>()).add(cut);
    }
    stored.update(Json.write(current.state()));
  }

  /** Orders go out before the barrier, so that they belong to the same cut as the records. */
  private void order(Books.Cut cut) throws IOException {
    List<ReportKey> keys = new ArrayList<>();
    for (PublishOrder order : cut.orders()) {
      if (order.kind() != PublishOrder.Kind.ANSWER) {
        keys.add(ReportKey.parse(order.report()));
      }
    }
    ids.assign(keys);
    for (PublishOrder order : cut.orders()) {
      output.collect(new StreamRecord<>(order));
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    var due = unwritten.headMap(checkpointId, true);
    for (List<Books.Cut> cuts : due.values()) {
      for (Books.Cut cut : cuts) {
        write(cut);
      }
    }
    due.clear();
  }

  private void write(Books.Cut cut) throws IOException {
    try {
      for (LedgerFile file : cut.files()) {
        ledger.write(file);
      }
      Path folder = Path.of(workspace);
      WorkspaceFiles.write(folder.resolve("unmapped.csv"), UnmappedFile.text(cut.unmapped()));
      WorkspaceFiles.write(folder.resolve("status.json"), StatusText.of(cut.status()));
    } catch (IOException e) {
      if (mode == PublishMode.WATCH) {
        Unwritten.tell("ledger, unmapped.csv and status.json", e);
      }
      throw e;
    }
  }

  @Override
  public void endInput(int input) throws Exception {
    inputsOpen--;
    if (inputsOpen > 0 || mode == PublishMode.WATCH) {
      return;
    }
    Books.Scope scope = mode == PublishMode.AT_END ? Books.Scope.EVERYTHING : Books.Scope.ASKED;
    Books.Cut cut = books().cut(now(), scope);
    order(cut);
    write(cut);
    outcome.add(new String(Json.write(BooksOutcome.of(cut)), StandardCharsets.UTF_8));
  }
}
