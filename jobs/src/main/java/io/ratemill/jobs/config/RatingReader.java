package io.ratemill.jobs.config;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostBasis;
import io.ratemill.model.RatingPolicy;
import io.ratemill.rating.Presets;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads how a marketplace prices each class of charge: preset, overrides, margins. */
final class RatingReader {
  static final String DEFAULT_PRESET = Presets.MSRP;
  static final List<String> PRESETS =
      List.of(Presets.MSRP, Presets.PASS_THROUGH, Presets.AMORTISED);

  static final List<String> KEYS =
      List.of(
          "preset",
          "basis",
          "commitments",
          "share-back",
          "support",
          "bedrock",
          "partner-earned-credit",
          "margins");
  private static final List<String> TIERS = List.of("sp", "reseller");
  private static final List<String> MARGINS = List.of("default", "marketplace");
  private static final List<String> CLASSES =
      Arrays.stream(ChargeClass.values()).map(ChargeClass::text).toList();
  private static final List<String> BASES =
      Arrays.stream(CostBasis.values()).map(CostBasis::text).toList();

  private RatingReader() {}

  static RatingPolicy read(Section marketplace) {
    Section section = marketplace.child("rating", KEYS);
    if (section == null) {
      return new RatingPolicy(
          DEFAULT_PRESET,
          Presets.basis(DEFAULT_PRESET, Map.of()),
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO,
          BigDecimal.ZERO);
    }
    only(section, "commitments", "list", List.of("owner", "unshare"));
    only(section, "support", "keep", List.of("spread"));
    only(section, "bedrock", "as-billed", List.of("aws"));
    noShareBack(section);
    if (section.flag("partner-earned-credit")) {
      section
          .source()
          .refuse(
              section.place("partner-earned-credit"),
              "partner-earned-credit of Azure bills is not available yet",
              "Write partner-earned-credit: no, or leave it out");
    }
    String preset = section.choice("preset", PRESETS, DEFAULT_PRESET);
    Map<ChargeClass, CostBasis> basis = Presets.basis(preset, overrides(section));
    return margins(section, preset, basis);
  }

  /** An option of which only one value works today. */
  private static void only(Section section, String key, String works, List<String> later) {
    String word = section.text(key, works);
    if (later.contains(word)) {
      section
          .source()
          .refuse(
              section.place(key),
              key + ": " + word + " is not available yet",
              "Today " + key + ": " + works + " works; write that, or leave it out");
    } else if (!word.equals(works)) {
      section
          .source()
          .refuse(
              section.place(key),
              key + " " + Words.shown(word) + " is not known",
              "Write " + key + ": " + works + ", or leave it out");
    }
  }

  private static void noShareBack(Section section) {
    BigDecimal share = number(section, "share-back", BigDecimal.ZERO);
    if (share.signum() != 0) {
      section
          .source()
          .refuse(
              section.place("share-back"),
              "share-back belongs to commitments: unshare, which is not available yet",
              "Write share-back: 0, or leave it out");
    }
  }

  private static Map<String, String> overrides(Section section) {
    Map<String, String> overrides = new LinkedHashMap<>();
    Section basis = section.child("basis", CLASSES);
    if (basis == null) {
      return overrides;
    }
    for (String each : basis.keys()) {
      String word = basis.choice(each, BASES, "");
      if (CLASSES.contains(each) && !word.isEmpty()) {
        overrides.put(each, word);
      }
    }
    return overrides;
  }

  private static RatingPolicy margins(
      Section section, String preset, Map<ChargeClass, CostBasis> basis) {
    Section margins = section.child("margins", TIERS);
    Section sp = margins == null ? null : margins.child("sp", MARGINS);
    Section reseller = margins == null ? null : margins.child("reseller", MARGINS);
    BigDecimal ms = margin(sp, "default", BigDecimal.ZERO);
    BigDecimal mr = margin(reseller, "default", BigDecimal.ZERO);
    BigDecimal msMarketplace = margin(sp, "marketplace", ms);
    BigDecimal mrMarketplace = margin(reseller, "marketplace", mr);
    if (margins != null) {
      inOrder(margins, reseller, "default", mr, ms);
      if (mr.compareTo(ms) <= 0 || mrMarketplace.compareTo(mr) != 0) {
        inOrder(margins, reseller, "marketplace", mrMarketplace, msMarketplace);
      }
    }
    return new RatingPolicy(preset, basis, ms, msMarketplace, mr, mrMarketplace);
  }

  private static void inOrder(
      Section margins, @Nullable Section reseller, String key, BigDecimal mr, BigDecimal ms) {
    if (mr.compareTo(ms) > 0) {
      Node at = reseller == null ? margins.node() : reseller.place(key);
      margins
          .source()
          .refuse(
              at,
              "the reseller's "
                  + key
                  + " margin "
                  + mr.toPlainString()
                  + " is above the SP margin "
                  + ms.toPlainString(),
              "Keep 0 <= reseller <= sp < 1");
    }
  }

  private static BigDecimal margin(@Nullable Section tier, String key, BigDecimal fallback) {
    if (tier == null) {
      return fallback;
    }
    BigDecimal margin = number(tier, key, fallback);
    if (margin.signum() < 0 || margin.compareTo(BigDecimal.ONE) >= 0) {
      tier.source()
          .refuse(
              tier.place(key),
              tier.name() + "." + key + " " + margin.toPlainString() + " is no margin",
              "Write a fraction from 0 to below 1, as in 0.05 for 5 %");
      return fallback;
    }
    return margin;
  }

  private static BigDecimal number(Section section, String key, BigDecimal fallback) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return fallback;
    }
    BigDecimal number = Numbers.parse(text);
    if (number == null) {
      section
          .source()
          .refuse(
              section.place(key),
              key + " " + Words.shown(text) + " is no number",
              "Write it with a decimal point, as in 0.05");
      return fallback;
    }
    return number;
  }
}
