package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Breaks a delivery on purpose. */
final class Faults {
  private static final Set<String> BILLED =
      Set.of(
          "lineItem/UnblendedCost",
          "line_item_unblended_cost",
          "BilledCost",
          "CostInBillingCurrency",
          "cost",
          "cost/myCost");

  private Faults() {}

  /**
   * The columns with a fault in them.
   *
   * @param index the line whose cost becomes a word
   */
  static List<Column> apply(
      Fault fault, List<Column> columns, SyntheticBill bill, int delivery, long index) {
    List<Column> broken = new ArrayList<>();
    long bad = Noise.mix(bill.seed(), delivery, index);
    for (Column column : columns) {
      boolean billed = BILLED.contains(column.name());
      if (billed && fault == Fault.WORD_IN_COST) {
        broken.add(new Column(column.name(), column.type(), wordAt(bad)));
      } else if (!billed || fault != Fault.MISSING_COLUMN) {
        broken.add(column);
      }
    }
    return broken;
  }

  private static Cell wordAt(long bad) {
    byte[] word = Vocabulary.bytes("unavailable");
    return new Cell.Written(
        Cell.Repeats.NEVER,
        (line, text) -> {
          if (line.id == bad) {
            text.put(word);
          } else {
            text.plain(line.billed, line.tail);
          }
        });
  }

  /** The last file of a delivery with a fault in it. */
  static void apply(Fault fault, Path file) throws IOException {
    switch (fault) {
      case MISSING_PART -> Files.delete(file);
      case TRUNCATED_PART -> {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 2);
        }
      }
      case NONE, WORD_IN_COST, MISSING_COLUMN -> {
        // The columns hold these, or nothing is wrong.
      }
    }
  }
}
