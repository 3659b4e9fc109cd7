package io.ratemill.sources;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A coordinator's surroundings in one thread: looks happen when the test says so. */
final class FakeEnumeratorContext implements SplitEnumeratorContext<BillingSplit> {
  final List<BillingSplit> slices = new ArrayList<>();
  final List<Notice> notices = new ArrayList<>();
  final TreeSet<Integer> ended = new TreeSet<>();
  private Runnable look = () -> {};

  /** Looks at the places once and lets the coordinator choose. */
  void look() {
    look.run();
  }

  @Override
  public SplitEnumeratorMetricGroup metricGroup() {
    return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
  }

  @Override
  public void sendEventToSourceReader(int subtask, SourceEvent event) {}

  @Override
  public int currentParallelism() {
    return 1;
  }

  @Override
  public Map<Integer, ReaderInfo> registeredReaders() {
    return new HashMap<>(Map.of(0, new ReaderInfo(0, "here")));
  }

  @Override
  public void assignSplits(SplitsAssignment<BillingSplit> assignment) {
    assignment
        .assignment()
        .values()
        .forEach(
            splits ->
                splits.forEach(
                    split -> {
                      if (split.notice() == null) {
                        slices.add(split);
                      } else {
                        notices.add(split.notice());
                      }
                    }));
  }

  @Override
  public void signalNoMoreSplits(int subtask) {
    ended.add(subtask);
  }

  @Override
  public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
    try {
      handler.accept(callable.call(), null);
    } catch (Exception e) {
      handler.accept(null, e);
    }
  }

  @Override
  public <T> void callAsync(
      Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
    look = () -> callAsync(callable, handler);
  }

  @Override
  public void runInCoordinatorThread(Runnable runnable) {
    runnable.run();
  }

  @Override
  public void setIsProcessingBacklog(boolean isProcessingBacklog) {}
}
