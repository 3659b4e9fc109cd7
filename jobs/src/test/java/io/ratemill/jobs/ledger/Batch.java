package io.ratemill.jobs.ledger;

import io.ratemill.model.AccountCharges;
import io.ratemill.model.Charge;
import io.ratemill.model.MergedCharges;
import io.ratemill.model.Product;
import io.ratemill.model.Terms;
import io.ratemill.model.TextPool;
import io.ratemill.rating.PriceBook;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.types.RowKind;

/** What all charges in force come to when they are placed afresh. */
final class Batch {
  private Batch() {}

  /** The records of some bills under some terms, each charge placed by itself. */
  static Records of(Terms terms, Map<String, Bill> inForce) {
    PriceBook prices = new PriceBook(terms);
    Records records = new Records();
    inForce.forEach(
        (slot, bill) -> {
          String connector = bill.stamp().connector();
          Product product = terms.products().get(connector.equals(Inputs.STRICT) ? 0 : 1);
          Map<Integer, Placed> byBucket = new TreeMap<>();
          for (AccountCharges each : bill.charges()) {
            Placed placed =
                byBucket.computeIfAbsent(
                    each.account().bucket(), bucket -> new Placed(prices, connector, product));
            for (Charge charge : each.charges()) {
              byte[] alone = Bill.bytes(new AccountCharges(each.account(), List.of(charge)));
              placed.add(new MergedCharges(List.of(alone), new TextPool(4)));
            }
          }
          byBucket.values().forEach(placed -> rows(placed, records));
        });
    return records;
  }

  private static void rows(Placed placed, Records into) {
    placed
        .owned()
        .forEach(
            (key, sums) ->
                key.rows(
                    RowKind.INSERT,
                    key.costText(sums),
                    key.quantityText(sums),
                    sums.lines(),
                    new RowTexts(),
                    row -> into.add(Records.external(row))));
  }
}
