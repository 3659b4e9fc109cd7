package io.ratemill.sources.azure;

import io.ratemill.sources.Delivery;

/**
 * A run of an export as a delivery.
 *
 * @param scope the scope that the export covers, empty if nobody says
 */
record Run(Delivery delivery, String scope) {
  private static final String PROVIDER = "/providers/microsoft.costmanagement/";

  /** The scope of an export by its id among Azure's resources. */
  static String scopeOf(String resource) {
    int end = resource.indexOf(PROVIDER);
    return end < 0 ? resource : resource.substring(0, end);
  }
}
