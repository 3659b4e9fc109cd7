package io.ratemill.jobs.ledger;

import io.ratemill.jobs.sql.PartsWriter;
import io.ratemill.jobs.sql.RecordIdentity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.data.StringData;

/**
 * Texts as the table of owned charges holds them.
 *
 * <p>Shape: what many rows say, of which there is little, is one object for all; what each row says
 * for itself is encoded once, in one piece. Not for use by several threads.
 */
final class RowTexts {
  /** More than any terms have; where they have more, the texts are made again. */
  private static final int MOST = 10_000;

  private final PartsWriter writer = new PartsWriter();

  final Shared report = new Shared();
  final Shared currency = new Shared();
  final Shared supportAccount = new Shared();
  final Shared basis = new Shared();
  final Numbers markup = new Numbers();
  final Numbers rate = new Numbers();
  final Numbers spMargin = new Numbers();
  final Numbers resellerMargin = new Numbers();

  /** A column of numbers, mostly that of the row before, as UTF-8 in plain notation. */
  static final class Numbers {
    private BigDecimal last = BigDecimal.ZERO;
    private byte[] made = {'0'};

    private Numbers() {}

    byte[] of(BigDecimal value) {
      if (last.scale() != value.scale() || last.compareTo(value) != 0) {
        made = value.toPlainString().getBytes(StandardCharsets.UTF_8);
        last = value;
      }
      return made;
    }
  }

  /** A column of which many rows say the same. */
  static final class Shared {
    private final Map<String, StringData> known = new HashMap<>();
    private String last = "";
    private StringData made = StringData.fromString("");

    private Shared() {}

    /** A text; mostly that of the row before. */
    StringData of(String value) {
      if (!value.equals(last)) {
        if (known.size() >= MOST) {
          known.clear();
        }
        made = known.computeIfAbsent(value, StringData::fromString);
        last = value;
      }
      return made;
    }
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
