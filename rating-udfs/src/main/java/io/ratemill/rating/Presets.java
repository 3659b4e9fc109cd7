package io.ratemill.rating;

import static io.ratemill.model.CostBasis.BILLED;
import static io.ratemill.model.CostBasis.DROP;
import static io.ratemill.model.CostBasis.EFFECTIVE;
import static io.ratemill.model.CostBasis.LIST;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ready-made tables that say which cost of each class of charge is priced.
 *
 * <p>Shape: a preset's name and what configuration overrides, to one basis for every class. Errors:
 * a preset, class or basis that does not exist is refused with the words that do.
 */
public final class Presets {
  public static final String MSRP = "msrp";
  public static final String PASS_THROUGH = "pass-through";
  public static final String AMORTISED = "amortised";

  private static final Map<String, Map<ChargeClass, CostBasis>> TABLES = tables();

  private Presets() {}

  /** The table of a preset, with what {@code overrides} says by class and basis word instead. */
  public static Map<ChargeClass, CostBasis> basis(String preset, Map<String, String> overrides) {
    Map<ChargeClass, CostBasis> table = TABLES.get(preset);
    if (table == null) {
      throw new IllegalArgumentException(
          "no preset is named '" + preset + "'; use one of " + String.join(", ", TABLES.keySet()));
    }
    Map<ChargeClass, CostBasis> basis = new EnumMap<>(table);
    overrides.forEach((name, word) -> basis.put(classOf(name), basisOf(name, word)));
    return Collections.unmodifiableMap(basis);
  }

  /** The basis that a preset gives a class; absent where no preset has that name. */
  static @Nullable CostBasis basisIn(String preset, ChargeClass chargeClass) {
    Map<ChargeClass, CostBasis> table = TABLES.get(preset);
    return table == null ? null : table.get(chargeClass);
  }

  private static ChargeClass classOf(String name) {
    for (ChargeClass each : ChargeClass.values()) {
      if (each.text().equals(name)) {
        return each;
      }
    }
    StringBuilder known = new StringBuilder();
    for (ChargeClass each : ChargeClass.values()) {
      known.append(known.isEmpty() ? "" : ", ").append(each.text());
    }
    throw new IllegalArgumentException(
        "no charge class is named '" + name + "'; use one of " + known);
  }

  private static CostBasis basisOf(String name, String word) {
    for (CostBasis each : CostBasis.values()) {
      if (each.text().equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "charge class "
            + name
            + " has basis '"
            + word
            + "'; use one of billed, list, effective, contracted, drop");
  }

  private static Map<String, Map<ChargeClass, CostBasis>> tables() {
    Map<String, Map<ChargeClass, CostBasis>> tables = new LinkedHashMap<>();
    tables.put(MSRP, new EnumMap<>(ChargeClass.class));
    tables.put(PASS_THROUGH, new EnumMap<>(ChargeClass.class));
    tables.put(AMORTISED, new EnumMap<>(ChargeClass.class));
    row(tables, ChargeClass.USAGE, BILLED, BILLED, EFFECTIVE);
    row(tables, ChargeClass.COMMITTED_USAGE, LIST, BILLED, EFFECTIVE);
    row(tables, ChargeClass.COMMITMENT_UNUSED, DROP, DROP, EFFECTIVE);
    row(tables, ChargeClass.COMMITMENT_PURCHASE, DROP, BILLED, EFFECTIVE);
    row(tables, ChargeClass.COMMITMENT_NEGATION, DROP, BILLED, DROP);
    row(tables, ChargeClass.PUBLIC_DISCOUNT, BILLED, BILLED, BILLED);
    row(tables, ChargeClass.DISCOUNT, DROP, BILLED, BILLED);
    row(tables, ChargeClass.CREDIT, DROP, BILLED, BILLED);
    row(tables, ChargeClass.REFUND, DROP, BILLED, BILLED);
    row(tables, ChargeClass.TAX, DROP, BILLED, BILLED);
    row(tables, ChargeClass.FEE, BILLED, BILLED, BILLED);
    row(tables, ChargeClass.SUPPORT, BILLED, BILLED, BILLED);
    row(tables, ChargeClass.ADJUSTMENT, BILLED, BILLED, BILLED);
    row(tables, ChargeClass.OTHER, BILLED, BILLED, BILLED);
    return tables;
  }

  private static void row(
      Map<String, Map<ChargeClass, CostBasis>> tables,
      ChargeClass chargeClass,
      CostBasis msrp,
      CostBasis passThrough,
      CostBasis amortised) {
    CostBasis[] columns = {msrp, passThrough, amortised};
    int column = 0;
    for (Map<ChargeClass, CostBasis> table : tables.values()) {
      table.put(chargeClass, columns[column++]);
    }
  }
}
