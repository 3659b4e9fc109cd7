package io.ratemill.sinks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.sinks.workbook.GeneralAttribute;
import io.ratemill.sinks.workbook.GeneralTab;
import io.ratemill.sinks.workbook.UsageTabs;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * report.json: what a revision consists of and comes from. A revision exists when it has one.
 *
 * <p>Units: amounts and quantities are decimal text in plain notation.
 */
final class ReportJson {
  static final String FILE_NAME = "report.json";

  private ReportJson() {}

  /** Whether a revision is the report, or says that there is none any more. */
  enum Standing {
    IN_FORCE,
    WITHDRAWN
  }

  /** What a published revision says of itself, as far as the next one must know it. */
  record Published(
      int revision,
      Path folder,
      Standing standing,
      GeneralTab general,
      Grain grain,
      @Nullable String recordsSha256) {}

  static String text(
      int revision,
      Standing standing,
      BillingPeriod period,
      UsageTabs tabs,
      ReportTotals totals,
      ReportFacts facts,
      List<WrittenFile> files) {
    ObjectNode root = JsonText.object();
    root.put("report_id", tabs.general().value(GeneralAttribute.REPORT_ID));
    root.put("revision", revision);
    root.put("withdrawn", standing == Standing.WITHDRAWN);
    root.put("period", period.toString());
    root.put("grain", tabs.grain().text());
    ObjectNode general = root.putObject("general");
    tabs.general().byName().forEach(general::put);
    root.put("records", totals.records());
    ObjectNode columns = root.putObject("totals");
    columns.put("quantity", Money.text(totals.quantity()));
    columns.put("amount", plain(totals.amount()));
    if (!totals.byTier().isEmpty()) {
      ObjectNode tiers = root.putObject("totals_by_tier");
      totals.byTier().forEach((tier, sum) -> putTier(tiers, tier, sum));
    }
    ObjectNode residue = root.putObject("rounding_residue");
    residue.put("quantity", Money.text(totals.quantityResidue()));
    residue.put("amount", Money.textOrNull(totals.amountResidue()));
    root.put("lines", facts.lines());
    ObjectNode byClass = root.putObject("lines_by_class");
    facts.linesByClass().forEach((chargeClass, lines) -> byClass.put(chargeClass.text(), lines));
    ArrayNode deliveries = root.putArray("deliveries");
    for (ReportFacts.DeliveryUsed each : facts.deliveries()) {
      deliveries
          .addObject()
          .put("connector", each.connector())
          .put("slot", each.slot())
          .put("delivery", each.delivery())
          .put("time", each.time());
    }
    ArrayNode stale = root.putArray("stale_slots");
    for (ReportFacts.StaleSlot each : facts.staleSlots()) {
      stale
          .addObject()
          .put("connector", each.connector())
          .put("slot", each.slot())
          .put("reason", each.reason());
    }
    ObjectNode configuration = root.putObject("configuration");
    facts.configuration().forEach(configuration::put);
    ArrayNode written = root.putArray("files");
    for (WrittenFile file : files) {
      written
          .addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    return JsonText.of(root);
  }

  /**
   * What a published revision says. Errors: a file that does not say it is refused, for guessing
   * could publish over what somebody has accepted.
   */
  static Published read(int revision, Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    String remedy =
        "Restore it from a copy, or move the folder "
            + folder
            + " away, so that the report is"
            + " published anew";
    ObjectNode root = JsonText.read(file, remedy);
    Map<String, String> general = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : root.path("general").properties()) {
      general.put(field.getKey(), field.getValue().asText());
    }
    String grain = root.path("grain").asText();
    JsonNode withdrawn = root.path("withdrawn");
    if (general.isEmpty() || grain.isEmpty() || !withdrawn.isBoolean()) {
      throw new IOException(file + " lacks general, grain or withdrawn. " + remedy);
    }
    return new Published(
        revision,
        folder,
        withdrawn.booleanValue() ? Standing.WITHDRAWN : Standing.IN_FORCE,
        GeneralTab.parse(general),
        Grain.valueOf(grain.toUpperCase(Locale.ROOT)),
        sha256(root, RecordsCsv.FILE_NAME));
  }

  private static @Nullable String sha256(ObjectNode root, String name) {
    for (JsonNode file : root.path("files")) {
      if (file.path("name").asText().equals(name)) {
        return file.path("sha256").asText();
      }
    }
    return null;
  }

  private static void putTier(ObjectNode tiers, int tier, ReportTotals.Tier sum) {
    tiers
        .putObject(Integer.toString(tier))
        .put("records", sum.records())
        .put("quantity", Money.text(sum.quantity()))
        .put("amount", plain(sum.amount()));
  }

  private static @Nullable String plain(@Nullable BigDecimal amount) {
    return amount == null ? null : amount.toPlainString();
  }
}
