package io.ratemill.jobs.ledger;

import io.ratemill.model.WideSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the changelog, held while charges are switched or rated anew, and then sent record by
 * record.
 *
 * <p>A customer's accounts lie in many buckets. Sent bucket by bucket, each of them would change
 * the customer's records once more; side by side they meet in one batch of the SQL.
 */
final class HeldRows {
  /** As many as memory allows to hold. */
  static final int ALL = 400_000;

  /**
   * Each row is sent at once: in a bounded run the accounts of one asset share a bucket, so that
   * hardly any record has rows of two.
   */
  static final int NONE = 0;

  private record Held(
      OwnedCharge charge,
      RowKind kind,
      byte @Nullable [] cost,
      byte @Nullable [] quantity,
      long lines) {}

  private final RowTexts texts = new RowTexts();
  private final int most;
  private final Consumer<RowData> into;
  private List<Held> rows = new ArrayList<>();

  /**
   * Makes an empty one.
   *
   * @param most beyond so many, rows are sent in pieces
   */
  HeldRows(int most, Consumer<RowData> into) {
    this.most = most;
    this.into = into;
  }

  /** Holds the rows for charges with some sums. */
  void add(OwnedCharge charge, RowKind kind, WideSums sums) {
    byte[] cost = charge.costText(sums);
    byte[] quantity = charge.quantityText(sums);
    if (most == NONE) {
      charge.rows(kind, cost, quantity, sums.lines(), texts, into);
      return;
    }
    rows.add(new Held(charge, kind, cost, quantity, sums.lines()));
    if (rows.size() >= most) {
      send();
    }
  }

  /** Sends all, in the order of a number that rows of one record share. */
  void send() {
    List<Held> held = rows;
    rows = new ArrayList<>();
    long[] order = new long[held.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) held.get(i).charge.recordHash() << Integer.SIZE | i;
    }
    Arrays.sort(order);
    for (long each : order) {
      Held row = held.get((int) each);
      row.charge.rows(row.kind, row.cost, row.quantity, row.lines, texts, into);
    }
  }
}
