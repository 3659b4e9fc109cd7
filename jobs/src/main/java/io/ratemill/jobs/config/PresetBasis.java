package io.ratemill.jobs.config;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import java.util.EnumMap;
import java.util.Map;

/** Stands in until the rating module's presets are merged. */
final class PresetBasis {
  private PresetBasis() {}

  static Map<ChargeClass, CostBasis> of(String preset, Map<ChargeClass, CostBasis> overrides) {
    Map<ChargeClass, CostBasis> basis = new EnumMap<>(ChargeClass.class);
    for (ChargeClass each : ChargeClass.values()) {
      basis.put(each, CostBasis.BILLED);
    }
    if (preset.equals("msrp")) {
      basis.put(ChargeClass.COMMITTED_USAGE, CostBasis.LIST);
    }
    basis.putAll(overrides);
    return basis;
  }
}
