package io.ratemill.sources.azure;

import io.ratemill.sources.DeliveryPart;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a part lies, and what its manifest says of it; travels as the location of the part.
 *
 * @param dataset the format of the export that it belongs to
 * @param rows its rows, {@link Manifest#UNKNOWN} if nobody says
 * @param key its key in the place
 */
record PartAddress(AzureFormat dataset, long rows, String key) {
  private static final char DIVIDER = '|';

  /** The one character that neither file systems nor stores take in a name. */
  private static final String BETWEEN = "\0";

  static PartAddress parse(String location) {
    int first = location.indexOf(DIVIDER);
    int second = location.indexOf(DIVIDER, first + 1);
    return new PartAddress(
        AzureFormat.parse(location.substring(0, first)),
        Long.parseLong(location.substring(first + 1, second)),
        location.substring(second + 1));
  }

  String text() {
    return dataset.text() + DIVIDER + rows + DIVIDER + key;
  }

  /** A part as its store finds it. */
  static DeliveryPart plain(DeliveryPart part) {
    return new DeliveryPart(
        part.name(), parse(part.location()).key(), part.bytes(), part.pin(), part.sliceable());
  }

  /** Two markers as one. */
  static DeliveryPart joined(DeliveryPart one, DeliveryPart other) {
    return new DeliveryPart(
        one.name(),
        one.location() + BETWEEN + other.location(),
        one.bytes() + other.bytes(),
        one.pin() + BETWEEN + other.pin(),
        false);
  }

  /** The marker of one dataset as its store finds it, null if a delivery has none for it. */
  static @Nullable DeliveryPart marker(@Nullable DeliveryPart markers, AzureFormat dataset) {
    if (markers == null) {
      return null;
    }
    String[] locations = markers.location().split(BETWEEN, -1);
    String[] pins = markers.pin().split(BETWEEN, -1);
    for (int i = 0; i < locations.length; i++) {
      PartAddress address = parse(locations[i]);
      if (address.dataset() == dataset) {
        return new DeliveryPart(
            markers.name(), address.key(), markers.bytes(), pins[i], markers.sliceable());
      }
    }
    return null;
  }

  static boolean isSliceable(String key) {
    return key.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }
}
