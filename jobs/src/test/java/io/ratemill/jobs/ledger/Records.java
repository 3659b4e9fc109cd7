package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.rating.udf.ExactSumFunction;
import io.ratemill.rating.udf.RateFunction;
import io.ratemill.rating.udf.SmallestBytesFunction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.conversion.RowRowConverter;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * What the statements under sql/ make of a changelog of owned charges: the same functions, grouped
 * by record, a record being there as long as its group has rows.
 */
final class Records {
  private final ExactSumFunction exactSum = new ExactSumFunction();
  private final SmallestBytesFunction smallestBytes = new SmallestBytesFunction();

  private static final RowRowConverter EXTERNAL =
      RowRowConverter.create(TypeConversions.fromLogicalToDataType(Ledger.ROW.toLogicalType()));

  private final RateFunction rate = new RateFunction();
  private final Map<String, Group> groups = new HashMap<>();
  private final Map<Row, Integer> net = new HashMap<>();

  private final class Group {
    private final ExactSumFunction.Sum amount = exactSum.createAccumulator();
    private final ExactSumFunction.Sum quantity = exactSum.createAccumulator();
    private final SmallestBytesFunction.Seen names = smallestBytes.createAccumulator();
    private long lines;
    private long rows;
  }

  /** Takes a row of the changelog. Errors: taking back what is not there is one. */
  void add(Row change) {
    int sign = sign(change);
    boolean added = sign > 0;
    Row row = plain(change);
    int count = net.merge(row, sign, Integer::sum);
    assertThat(count).as("taken back without having been there: %s", change).isNotNegative();
    if (count == 0) {
      net.remove(row);
    }
    String record = text(row, "record");
    Group group = groups.computeIfAbsent(record, key -> new Group());
    String amount =
        rate.eval(
            text(row, "cost"),
            text(row, "markup"),
            text(row, "rate"),
            row.<Integer>getFieldAs("tier"),
            text(row, "sp_margin"),
            text(row, "reseller_margin"));
    String quantity = text(row, "quantity");
    byte[] names = text(row, "names").getBytes(StandardCharsets.UTF_8);
    long lines = row.<Long>getFieldAs("lines");
    if (added) {
      exactSum.accumulate(group.amount, amount);
      exactSum.accumulate(group.quantity, quantity);
      smallestBytes.accumulate(group.names, names);
    } else {
      exactSum.retract(group.amount, amount);
      exactSum.retract(group.quantity, quantity);
      smallestBytes.retract(group.names, names);
    }
    group.lines += sign * lines;
    group.rows += sign;
    if (group.rows == 0) {
      groups.remove(record);
    }
  }

  /** A row of the changelog with texts and numbers of Java. */
  static Row external(RowData row) {
    Row external = EXTERNAL.toExternal(row);
    for (int i = 0; i < external.getArity(); i++) {
      // Rows are looked up, and strings of bytes do not have the hash of what they hold.
      if (external.getField(i) instanceof byte[] utf8) {
        external.setField(i, new String(utf8, StandardCharsets.UTF_8));
      }
    }
    return external;
  }

  /** 1 for a row that is added, -1 for one that is taken back. */
  static int sign(Row change) {
    return change.getKind() == RowKind.INSERT || change.getKind() == RowKind.UPDATE_AFTER ? 1 : -1;
  }

  /** A row without its kind. */
  static Row plain(Row change) {
    Row row = Row.copy(change);
    row.setKind(RowKind.INSERT);
    return row;
  }

  private static String text(Row row, String column) {
    return row.getFieldAs(column);
  }

  /** Rows of owned charges that were added and not taken back, with how often. */
  Map<Row, Integer> net() {
    return net;
  }

  /** The records, as texts by their identity. */
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    groups.forEach(
        (record, group) ->
            texts.put(
                record,
                String.join(
                    " ",
                    new String(smallestBytes.getValue(group.names), StandardCharsets.UTF_8),
                    String.valueOf(exactSum.getValue(group.amount)),
                    String.valueOf(exactSum.getValue(group.quantity)),
                    Long.toString(group.lines))));
    return texts;
  }
}
