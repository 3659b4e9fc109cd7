package io.ratemill.jobs.config;

import io.ratemill.model.Dated;
import io.ratemill.model.Owner;
import io.ratemill.model.Parameters;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads pricing parameters, each a value or a dated list.
 *
 * <p>A factor that is no number above 0 is no problem, because rating counts it as 1; it is warned
 * about, because nobody writes it on purpose.
 */
final class ParametersReader {
  static final List<String> OF_MARKETPLACE =
      List.of(
          "customMarkup",
          "customMarkupMarketplace",
          "fxRate",
          "marketplaceCurrency",
          "enableMultiplePayer",
          "defaultPayer");

  static final List<String> OF_PAYER =
      List.of("customMarkup", "customMarkupMarketplace", "fxRate", "marketplaceCurrency");

  private static final List<String> DATED = List.of("from", "value");
  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  private ParametersReader() {}

  static Parameters read(@Nullable Section section) {
    if (section == null) {
      return Parameters.NONE;
    }
    Map<String, List<Dated>> byName = new HashMap<>();
    for (String name : section.keys()) {
      Node value = section.value(name);
      if (value != null && OF_MARKETPLACE.contains(name)) {
        List<Dated> values = values(section.source(), name, value);
        if (!values.isEmpty()) {
          byName.put(name, values);
        }
      }
    }
    return new Parameters(byName);
  }

  private static List<Dated> values(YamlSource source, String name, Node node) {
    if (!(node instanceof SequenceNode list)) {
      Map<String, String> value = value(source, name, node);
      return value == null ? List.of() : List.of(new Dated(Owner.ALWAYS, value));
    }
    List<Dated> values = new ArrayList<>();
    Set<Integer> days = new HashSet<>();
    for (Node each : list.getValue()) {
      Section entry = Section.open(source, "the dated list of " + name, each, DATED);
      if (entry == null) {
        continue;
      }
      Integer from = from(entry);
      Node written = entry.value("value");
      Map<String, String> value = written == null ? Map.of("", "") : value(source, name, written);
      if (from == null || value == null) {
        continue;
      }
      if (!days.add(from)) {
        source.refuse(
            entry.place("from"),
            "the dated list of " + name + " has two values from the same day",
            "Keep one of the two");
      }
      values.add(new Dated(from, value));
    }
    values.sort(Comparator.comparingInt(Dated::fromDay));
    return values;
  }

  private static @Nullable Integer from(Section entry) {
    Node node = entry.value("from");
    if (node == null) {
      return Owner.ALWAYS;
    }
    String text = entry.source().text("from", node);
    if (text == null) {
      return null;
    }
    try {
      return (int) LocalDate.parse(text).toEpochDay();
    } catch (DateTimeParseException e) {
      entry
          .source()
          .refuse(
              node,
              "from " + Words.shown(text) + " is no day",
              "Write it as yyyy-MM-dd, as in from: 2026-11-01");
      return null;
    }
  }

  private static @Nullable Map<String, String> value(YamlSource source, String name, Node node) {
    if (node instanceof MappingNode && name.equals("fxRate")) {
      return rates(source, node);
    }
    String text =
        switch (name) {
          case "enableMultiplePayer" -> {
            Boolean flag = source.flag(name, node);
            yield flag == null ? null : flag.toString();
          }
          case "defaultPayer" -> source.id(name, node);
          case "marketplaceCurrency" -> currency(source, name, node);
          default -> factor(source, name, node);
        };
    return text == null ? null : Map.of("", text);
  }

  private static @Nullable Map<String, String> rates(YamlSource source, Node node) {
    Section section = Section.open(source, "fxRate", node);
    if (section == null) {
      return null;
    }
    Map<String, String> rates = new LinkedHashMap<>();
    for (String currency : section.keys()) {
      if (!CURRENCY.matcher(currency).matches()) {
        source.refuse(
            section.place(currency),
            "fxRate names the currency " + Words.shown(currency),
            "Use three capital letters, as in {USD: 0.72}");
        continue;
      }
      Node value = section.value(currency);
      String rate = value == null ? "" : factor(source, "fxRate of " + currency, value);
      if (rate != null) {
        rates.put(currency, rate);
      }
    }
    return rates;
  }

  private static @Nullable String currency(YamlSource source, String name, Node node) {
    String text = source.text(name, node);
    if (text != null && !CURRENCY.matcher(text).matches()) {
      source.refuse(
          node,
          name + " " + Words.shown(text) + " is no currency",
          "Use the three capital letters of ISO 4217, as in " + name + ": USD");
      return null;
    }
    return text;
  }

  private static @Nullable String factor(YamlSource source, String name, Node node) {
    String text = source.text(name, node);
    if (text != null && !isAboveZero(text)) {
      source.warn(
          node,
          name
              + " "
              + Words.shown(text)
              + " is no number above 0 and "
              + (name.startsWith("fxRate") ? "is no rate" : "counts as 1"),
          "Write a number above 0, or leave it out");
    }
    return text;
  }

  private static boolean isAboveZero(String text) {
    BigDecimal number = Numbers.parse(text);
    return number != null && number.signum() > 0;
  }
}
