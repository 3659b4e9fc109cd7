package io.ratemill.jobs.config;

import io.ratemill.model.Marketplace;
import io.ratemill.model.Parameters;
import io.ratemill.model.Party;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one entry of {@code marketplaces}. */
final class MarketplaceReader {
  static final List<String> KEYS =
      List.of(
          "id",
          "name",
          "hub",
          "vendor",
          "distributor",
          "contract",
          "parameters",
          "payers",
          "resellers",
          "rating");

  private static final List<String> PARTY = List.of("id", "name");
  private static final List<String> PAYER = List.of("id", "parameters");
  private static final List<String> RESELLER = List.of("id", "payer");

  private MarketplaceReader() {}

  static Marketplace read(Section section) {
    String id = section.requiredId("id", "Name it, as in id: MP-00001");
    return new Marketplace(
        id,
        section.text("name", id),
        party(section, "hub"),
        party(section, "vendor"),
        party(section, "distributor"),
        party(section, "contract"),
        ParametersReader.read(section.child("parameters", ParametersReader.OF_MARKETPLACE)),
        payers(section),
        resellers(section),
        RatingReader.read(section));
  }

  private static Party party(Section section, String key) {
    Section party = section.child(key, PARTY);
    if (party == null) {
      return Party.NONE;
    }
    String id = party.requiredId("id", "Write " + key + ": {id: ..., name: ...}");
    return new Party(id, party.text("name", ""));
  }

  private static Map<String, Parameters> payers(Section section) {
    Map<String, Parameters> payers = new LinkedHashMap<>();
    for (Section payer : section.list("payers", PAYER)) {
      String id = payer.requiredId("id", "Give the payer account, as in id: \"111122223333\"");
      Parameters parameters =
          ParametersReader.read(payer.child("parameters", ParametersReader.OF_PAYER));
      if (payers.put(id, parameters) != null && !id.isEmpty()) {
        twice(payer, "payer", id);
      }
    }
    return payers;
  }

  private static Map<String, String> resellers(Section section) {
    Map<String, String> payers = new LinkedHashMap<>();
    for (Section reseller : section.list("resellers", RESELLER)) {
      String id = reseller.requiredId("id", "Name the reseller, as in id: RS-1");
      String payer =
          reseller.requiredId("payer", "Give its payer account, as in payer: \"111122223333\"");
      if (payers.put(id, payer) != null && !id.isEmpty()) {
        twice(reseller, "reseller", id);
      }
    }
    return payers;
  }

  private static void twice(Section section, String kind, String id) {
    section
        .source()
        .refuse(
            section.place("id"),
            "the " + kind + " " + Words.shown(id) + " is listed twice",
            "Keep one of the two");
  }
}
