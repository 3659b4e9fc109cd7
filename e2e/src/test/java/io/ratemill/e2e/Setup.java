package io.ratemill.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One configuration of the engine as the oracle sees it: a connector of legacy CUR bills, its
 * product, marketplaces, owners and rules. It can be written out as the files the engine reads.
 */
record Setup(
    String grain,
    String schema,
    String connectorMarketplace,
    List<Market> markets,
    List<Owner> owners,
    List<Rule> rules) {
  static final String CONNECTOR = "aws-main";
  static final String PRODUCT = "PRD-001-001-001";
  static final String REPORT = "bill";

  Setup {
    markets = List.copyOf(markets);
    owners = List.copyOf(owners);
    rules = List.copyOf(rules);
  }

  /** A value from a UTC day on; a blank day is the beginning of time. */
  record Dated(String from, String value) {}

  /** A marketplace's parameters; fx holds one rate under "" or one for each bill currency. */
  record Market(
      String id,
      List<Dated> markup,
      List<Dated> markupMarketplace,
      Map<String, List<Dated>> fx,
      String currency,
      boolean multiplePayer,
      String defaultPayer,
      Map<String, String> payerMarkups,
      String preset,
      Map<String, String> basis,
      Margins margins) {
    static Market of(String id, String markup) {
      return new Market(
          id,
          List.of(new Dated("", markup)),
          List.of(new Dated("", "1")),
          Map.of("", List.of(new Dated("", "1"))),
          "USD",
          false,
          "",
          Map.of(),
          "msrp",
          Map.of(),
          new Margins("0", "0", "0", "0"));
    }

    Market withFx(String rate, String marketplaceCurrency) {
      return new Market(
          id,
          markup,
          markupMarketplace,
          Map.of("", List.of(new Dated("", rate))),
          marketplaceCurrency,
          multiplePayer,
          defaultPayer,
          payerMarkups,
          preset,
          basis,
          margins);
    }

    /** Bills in the marketplace's own currency need no rate. */
    Market withoutFx() {
      return new Market(
          id,
          markup,
          markupMarketplace,
          Map.of(),
          currency,
          multiplePayer,
          defaultPayer,
          payerMarkups,
          preset,
          basis,
          margins);
    }

    Market withMarkupMarketplace(String value) {
      return new Market(
          id,
          markup,
          List.of(new Dated("", value)),
          fx,
          currency,
          multiplePayer,
          defaultPayer,
          payerMarkups,
          preset,
          basis,
          margins);
    }

    Market withMargins(Margins value) {
      return new Market(
          id,
          markup,
          markupMarketplace,
          fx,
          currency,
          multiplePayer,
          defaultPayer,
          payerMarkups,
          preset,
          basis,
          value);
    }
  }

  /** Flat margins: of the service provider and the reseller, for own services and marketplace. */
  record Margins(String sp, String spMarketplace, String reseller, String resellerMarketplace) {}

  record Owner(
      String account,
      String customer,
      String company,
      String asset,
      String reseller,
      String payer,
      String marketplace,
      String validFrom,
      String validTo,
      String customerClass) {
    static Owner of(String account, String customer) {
      return new Owner(
          account,
          "CU-" + customer,
          "Company " + customer,
          "AS-" + account,
          "",
          "",
          "",
          "",
          "",
          "");
    }

    Owner during(String from, String to) {
      return new Owner(
          account, customer, company, asset, reseller, payer, marketplace, from, to, customerClass);
    }

    String external() {
      return "EXT-" + asset;
    }
  }

  record Rule(
      String id,
      String marketplace,
      String account,
      String customer,
      String customerClass,
      String reseller,
      String service,
      String chargeClass,
      String factor,
      String validFrom,
      String validTo) {}

  Market market(String id) {
    return markets.stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
  }

  Setup withOwners(List<Owner> value) {
    return new Setup(grain, schema, connectorMarketplace, markets, value, rules);
  }

  Setup withRules(List<Rule> value) {
    return new Setup(grain, schema, connectorMarketplace, markets, owners, value);
  }

  Setup withMarkets(List<Market> value) {
    return new Setup(grain, schema, connectorMarketplace, value, owners, rules);
  }

  /**
   * Writes ratemill.yaml, owners.csv and pricing-rules.csv into the folder; bills lie in bills/.
   */
  Path write(Path folder) {
    text(folder.resolve("owners.csv"), ownersCsv());
    text(folder.resolve("pricing-rules.csv"), rulesCsv());
    text(folder.resolve("ratemill.yaml"), yaml());
    return folder.resolve("ratemill.yaml");
  }

  static void text(Path file, String content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path whole = file.resolveSibling("." + file.getFileName() + ".tmp");
      Files.writeString(whole, content);
      Files.move(whole, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String ownersCsv() {
    List<String> header =
        List.of(
            ("provider,account_id,customer_account_id,customer_company_name,asset_id,"
                    + "asset_external_id,hub_id,reseller_id,payer_id,marketplace_id,valid_from,"
                    + "valid_to,customer_class")
                .split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (Owner owner : owners) {
      Map<String, String> row = new LinkedHashMap<>();
      row.put("provider", "aws");
      row.put("account_id", owner.account());
      row.put("customer_account_id", owner.customer());
      row.put("customer_company_name", owner.company());
      row.put("asset_id", owner.asset());
      row.put("asset_external_id", owner.external());
      row.put("hub_id", "HB-1234-1234");
      row.put("reseller_id", owner.reseller());
      row.put("payer_id", owner.payer());
      row.put("marketplace_id", owner.marketplace());
      row.put("valid_from", owner.validFrom());
      row.put("valid_to", owner.validTo());
      row.put("customer_class", owner.customerClass());
      rows.add(row);
    }
    return Csv.write(header, rows, "\n");
  }

  String rulesCsv() {
    StringBuilder text =
        new StringBuilder(
            "rule_id,marketplace_id,account_id,customer_account_id,customer_class,reseller_id,"
                + "service,charge_class,factor,valid_from,valid_to\n");
    for (Rule rule : rules) {
      text.append(
              String.join(
                  ",",
                  rule.id(),
                  rule.marketplace(),
                  rule.account(),
                  rule.customer(),
                  rule.customerClass(),
                  rule.reseller(),
                  rule.service(),
                  rule.chargeClass(),
                  rule.factor(),
                  rule.validFrom(),
                  rule.validTo()))
          .append('\n');
    }
    return text.toString();
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append("workspace: out\nowners: owners.csv\npricing-rules: pricing-rules.csv\n");
    yaml.append("products:\n  - {id: ").append(PRODUCT).append(", name: AWS Consolidated, ");
    yaml.append("usage-schema: ").append(schema).append(", grain: ").append(grain).append("}\n");
    yaml.append("marketplaces:\n");
    markets.forEach(market -> append(yaml, market));
    yaml.append("connectors:\n  - id: ").append(CONNECTOR);
    yaml.append("\n    provider: aws\n    format: cur-legacy\n    location: file:bills\n");
    yaml.append("    product: ").append(PRODUCT);
    yaml.append("\n    marketplace: ").append(connectorMarketplace).append('\n');
    return yaml.toString();
  }

  private static void append(StringBuilder yaml, Market market) {
    yaml.append("  - id: ").append(market.id()).append("\n    name: Market ").append(market.id());
    yaml.append("\n    hub: {id: HB-1234-1234, name: NA Production}");
    yaml.append("\n    vendor: {id: VA-123-123, name: Front Street Inc}");
    yaml.append("\n    distributor: {id: PA-321-321, name: \"Mighty Mick's LLC\"}");
    yaml.append("\n    contract: {id: CRD-21674, name: Front Street Inc Agreement}");
    yaml.append("\n    parameters:\n      customMarkup: ").append(dated(market.markup()));
    yaml.append("\n      customMarkupMarketplace: ").append(dated(market.markupMarketplace()));
    if (market.fx().containsKey("")) {
      yaml.append("\n      fxRate: ").append(dated(market.fx().get("")));
    } else if (!market.fx().isEmpty()) {
      yaml.append("\n      fxRate: [").append(rates(market.fx())).append(']');
    }
    if (!market.currency().isEmpty()) {
      yaml.append("\n      marketplaceCurrency: ").append(market.currency());
    }
    yaml.append("\n      enableMultiplePayer: ").append(market.multiplePayer() ? "yes" : "no");
    if (!market.defaultPayer().isEmpty()) {
      yaml.append("\n      defaultPayer: \"").append(market.defaultPayer()).append('"');
    }
    if (!market.payerMarkups().isEmpty()) {
      yaml.append("\n    payers:");
      new TreeMap<>(market.payerMarkups())
          .forEach(
              (payer, markup) ->
                  yaml.append("\n      - {id: \"")
                      .append(payer)
                      .append("\", parameters: {customMarkup: ")
                      .append(markup)
                      .append("}}"));
    }
    yaml.append("\n    rating:\n      preset: ").append(market.preset());
    if (!market.basis().isEmpty()) {
      yaml.append("\n      basis: {");
      yaml.append(
          new TreeMap<>(market.basis())
              .entrySet().stream()
                  .map(e -> e.getKey() + ": " + e.getValue())
                  .collect(java.util.stream.Collectors.joining(", ")));
      yaml.append('}');
    }
    Margins m = market.margins();
    yaml.append("\n      margins: {sp: {default: ").append(m.sp());
    yaml.append(", marketplace: ").append(m.spMarketplace()).append("}, reseller: {default: ");
    yaml.append(m.reseller()).append(", marketplace: ").append(m.resellerMarketplace());
    yaml.append("}}\n");
  }

  /** A dated list of maps: from each day on which a rate changes, all rates then in force. */
  private static String rates(Map<String, List<Dated>> fx) {
    TreeSet<String> days = new TreeSet<>();
    fx.values().forEach(values -> values.forEach(value -> days.add(value.from())));
    List<String> entries = new ArrayList<>();
    for (String day : days) {
      Map<String, String> rates = new TreeMap<>();
      fx.forEach((code, values) -> rates.put(code, Oracle.inForce(values, day)));
      entries.add("{from: " + day + ", value: " + rates.toString().replace("=", ": ") + "}");
    }
    return String.join(", ", entries);
  }

  private static String dated(List<Dated> values) {
    if (values.size() == 1 && values.get(0).from().isEmpty()) {
      return values.get(0).value().isEmpty() ? "\"\"" : values.get(0).value();
    }
    StringBuilder list = new StringBuilder("[");
    for (Dated value : values) {
      list.append(list.length() > 1 ? ", " : "").append('{');
      if (!value.from().isEmpty()) {
        list.append("from: ").append(value.from()).append(", ");
      }
      list.append("value: ").append(value.value()).append('}');
    }
    return list.append(']').toString();
  }
}
