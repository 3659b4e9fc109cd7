package io.ratemill.sources.azure;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.DecimalColumn;
import io.ratemill.sources.rollup.Columns;
import io.ratemill.sources.rollup.Header;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What lines would have cost at Azure's public prices.
 *
 * <p>Shape: the pay-as-you-go cost where the bill has it, else the pay-as-you-go price times the
 * quantity times the exchange rate; null where neither is there. Units: billing currency; without
 * an exchange rate, prices are in it already. Source: Cost Management, "Understand usage details
 * fields", PayGPrice and paygCostInBillingCurrency.
 */
final class ListCosts {
  private final int cost;
  private final int price;
  private final int quantity;
  private final int rate;
  private DecimalColumn computed = new DecimalColumn(0);

  ListCosts(Columns columns, int quantity, int rate) {
    this.cost = columns.decimal("PaygCostInBillingCurrency");
    this.price = columns.decimal("PayGPrice");
    this.quantity = quantity;
    this.rate = rate;
  }

  /** The list cost of every row of a batch, null if the file knows of none. */
  @Nullable DecimalColumn of(Batch batch) {
    DecimalColumn costs = Columns.decimal(batch, cost);
    DecimalColumn prices = Columns.decimal(batch, price);
    if (prices == null || quantity == Header.ABSENT) {
      return costs;
    }
    DecimalColumn quantities = Columns.decimal(batch, quantity);
    DecimalColumn rates = Columns.decimal(batch, rate);
    int rows = batch.rows();
    if (computed.capacity() < rows) {
      computed = new DecimalColumn(rows);
    }
    for (int row = 0; row < rows; row++) {
      if (costs != null && costs.state()[row] != DecimalColumn.NULL) {
        computed.copy(row, costs);
        continue;
      }
      if (isZero(prices, row)) {
        computed.copy(row, prices);
        continue;
      }
      BigDecimal product = product(prices, quantities, rates, row);
      if (product == null) {
        computed.setNull(row);
      } else {
        computed.set(row, product);
      }
    }
    return computed;
  }

  private static boolean isZero(DecimalColumn column, int row) {
    return column.state()[row] == DecimalColumn.FIXED
        && (column.high()[row] | column.low()[row]) == 0;
  }

  /** Price times quantity times exchange rate, null where price or quantity is not there. */
  static @Nullable BigDecimal product(
      @Nullable DecimalColumn prices,
      @Nullable DecimalColumn quantities,
      @Nullable DecimalColumn rates,
      int row) {
    if (prices == null || quantities == null) {
      return null;
    }
    if (prices.state()[row] == DecimalColumn.NULL
        || quantities.state()[row] == DecimalColumn.NULL) {
      return null;
    }
    BigDecimal product = prices.value(row).multiply(quantities.value(row));
    if (rates == null || rates.state()[row] == DecimalColumn.NULL) {
      return product;
    }
    return product.multiply(rates.value(row));
  }
}
