package io.ratemill.sinks.report;

import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the records of a report, in their order, which is {@link RecordOrder}'s.
 *
 * <p>Shape: a piece is made, sorted, added up and written as text while it is in the processor's
 * caches, several pieces side by side. Errors: records that are there twice, or pieces that do not
 * follow each other, are refused.
 */
final class RecordsPass {
  /** Pieces that are in memory at the same time. */
  private static final int AHEAD = 8;

  private RecordsPass() {}

  /** What a pass leaves of a piece; of its records only the first and the last one. */
  private record Done(RecordsCsv text, ReportTotals.Sums sums, List<UsageRecord> ends) {}

  /**
   * Writes records.csv; the stream stays open.
   *
   * @param sums what the records come to is added here
   */
  static void write(OutputStream out, UsageTabs tabs, ReportRecords records, ReportTotals.Sums sums)
      throws IOException {
    RecordsCsv.header(tabs).writeTo(out);
    Deque<ForkJoinTask<Done>> ahead = new ArrayDeque<>();
    int next = 0;
    UsageRecord last = null;
    while (next < records.pieces() || !ahead.isEmpty()) {
      while (next < records.pieces() && ahead.size() < AHEAD) {
        int number = next++;
        ahead.add(ForkJoinPool.commonPool().submit(() -> piece(tabs, records, number)));
      }
      ForkJoinTask<Done> first = ahead.remove();
      // While others make the first, this thread makes the last ones.
      Iterator<ForkJoinTask<Done>> later = ahead.descendingIterator();
      while (!first.isDone() && later.hasNext()) {
        ForkJoinTask<Done> one = later.next();
        if (one.tryUnfork()) {
          one.invoke();
        }
      }
      Done done = first.join();
      for (UsageRecord end : done.ends) {
        RecordOrder.refuseDisorder(last, end);
        last = end;
      }
      done.text.writeTo(out);
      sums.addAll(done.sums);
    }
  }

  private static Done piece(UsageTabs tabs, ReportRecords records, int number) {
    List<UsageRecord> sorted = RecordOrder.sort(records.piece(number));
    ReportTotals.Sums sums = new ReportTotals.Sums(tabs);
    sorted.forEach(sums::add);
    int size = sorted.size();
    List<UsageRecord> ends = size < 2 ? sorted : List.of(sorted.get(0), sorted.get(size - 1));
    return new Done(RecordsCsv.of(tabs, sorted), sums, ends);
  }

  /** The records in order; while one piece is taken, the next one is made. */
  static Iterator<UsageRecord> inOrder(ReportRecords records) {
    return new InOrder(records);
  }

  private static final class InOrder implements Iterator<UsageRecord> {
    private final ReportRecords records;
    private Iterator<UsageRecord> piece = List.<UsageRecord>of().iterator();
    private @Nullable ForkJoinTask<List<UsageRecord>> following;
    private int next;

    private InOrder(ReportRecords records) {
      this.records = records;
      follow();
    }

    private void follow() {
      int number = next++;
      following =
          number < records.pieces()
              ? ForkJoinPool.commonPool().submit(() -> RecordOrder.sort(records.piece(number)))
              : null;
    }

    @Override
    public boolean hasNext() {
      while (!piece.hasNext() && following != null) {
        piece = following.join().iterator();
        follow();
      }
      return piece.hasNext();
    }

    @Override
    public UsageRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException("there is no other record");
      }
      return piece.next();
    }
  }
}
