package io.ratemill.jobs.ledger;

import io.ratemill.jobs.sql.PartsWriter;
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
  private final PartsWriter writer = new PartsWriter();

  final Shared report = new Shared();
  final Shared currency = new Shared();
  final Shared supportAccount = new Shared();
  final Shared basis = new Shared();
  final Shared markup = new Shared();
  final Shared rate = new Shared();
  final Shared spMargin = new Shared();
  final Shared resellerMargin = new Shared();

  /** A column of which many rows say the same. */
  final class Shared {
    private @Nullable Object last;
    private StringData made = StringData.fromString("");

    private Shared() {}

    /** The text of a number in plain notation, or a text; mostly that of the row before. */
    StringData of(Object value) {
      if (!value.equals(last)) {
        made = shared(value);
        last = value;
      }
      return made;
    }
  }

  private StringData shared(Object value) {
    StringData known = shared.get(value);
    if (known == null) {
      if (shared.size() >= MOST) {
        shared.clear();
      }
      boolean number = value instanceof BigDecimal;
      known =
          StringData.fromString(number ? ((BigDecimal) value).toPlainString() : value.toString());
      shared.put(value, known);
    }
    return known;
  }

  /** A text that is handed on as it is; null for null. */
  static @Nullable StringData encoded(@Nullable String text) {
    return text == null ? null : StringData.fromBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The identity of a charge's record at a tier. */
  byte[] identity(OwnedCharge charge, int tier) {
    return RecordIdentity.text(
        writer,
        charge.asset().identity(writer),
        charge.itemMpn(),
        charge.resourceId(),
        charge.marketplaceService(),
        charge.supportAccount(),
        tier);
  }

  /**
   * What a charge's record shows beside its identity, as one text: where owners or bills name one
   * record differently, the smallest text is shown, whole.
   */
  byte[] names(OwnedCharge charge) {
    byte[] ofAsset = charge.asset().names(writer);
    return writer.begin(ofAsset).add(charge.itemName()).add(charge.itemUnit()).text();
  }
}
