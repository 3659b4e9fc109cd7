package io.ratemill.jobs.ledger;

import io.ratemill.model.WideSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.types.Row;
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
  /** Beyond so many, records are sent in pieces. */
  private static final int MOST = 400_000;

  private record Held(
      OwnedCharge charge,
      RowKind kind,
      @Nullable String cost,
      @Nullable String quantity,
      long lines) {}

  private final PlainNumbers numbers = new PlainNumbers();
  private final Consumer<Row> into;
  private List<Held> rows = new ArrayList<>();

  HeldRows(Consumer<Row> into) {
    this.into = into;
  }

  /** Holds the rows for charges with some sums. */
  void add(OwnedCharge charge, RowKind kind, WideSums sums) {
    rows.add(
        new Held(charge, kind, charge.costText(sums), charge.quantityText(sums), sums.lines()));
    if (rows.size() >= MOST) {
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
      row.charge.rows(row.kind, row.cost, row.quantity, row.lines, numbers, into);
    }
  }
}
