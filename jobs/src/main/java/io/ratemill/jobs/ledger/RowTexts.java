package io.ratemill.jobs.ledger;

import io.ratemill.jobs.sql.RecordIdentity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.StringData;
import org.jspecify.annotations.Nullable;

/**
 * Texts as the table of owned charges holds them.
 *
 * <p>Shape: what many rows say, of which there is little, is one object for all; what each row says
 * for itself is encoded once, in one piece. Not for use by several threads.
 */
final class RowTexts {
  /** More than any terms have; where they have more, the texts are made again. */
  private static final int MOST = 10_000;

  private final Map<Object, StringData> shared = new HashMap<>();
  private final StringBuilder building = new StringBuilder();

  /** A number in plain notation, shared. */
  StringData shared(BigDecimal number) {
    StringData known = shared.get(number);
    return known == null ? keep(number, number.toPlainString()) : known;
  }

  /** A text that many rows have, shared. */
  StringData shared(String text) {
    StringData known = shared.get(text);
    return known == null ? keep(text, text) : known;
  }

  private StringData keep(Object of, String text) {
    if (shared.size() >= MOST) {
      shared.clear();
    }
    StringData made = StringData.fromString(text);
    shared.put(of, made);
    return made;
  }

  /** A text that is handed on as it is; null for null. */
  static @Nullable StringData encoded(@Nullable String text) {
    return text == null ? null : utf8(text);
  }

  private static StringData utf8(String text) {
    return StringData.fromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of an identity. */
  StringData encoded(RecordIdentity identity) {
    building.setLength(0);
    identity.appendTo(building);
    return utf8(building.toString());
  }

  /** Parts of a bill or of an owner's row as one text. */
  StringData joined(String... parts) {
    building.setLength(0);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        building.append(RecordIdentity.SEPARATOR);
      }
      building.append(RecordIdentity.part(parts[i]));
    }
    return utf8(building.toString());
  }
}
