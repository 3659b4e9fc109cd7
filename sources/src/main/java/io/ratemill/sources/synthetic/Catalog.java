package io.ratemill.sources.synthetic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the synthetic clouds sell, and where. */
final class Catalog {
  /** Who sells a product. */
  enum Vendor {
    AWS("aws", "AWS", "Amazon Web Services, Inc."),
    MICROSOFT("microsoft", "Microsoft", "Microsoft"),
    GOOGLE("google", "Google Cloud", "Google Cloud"),
    ORACLE("oracle", "Oracle", "Oracle");

    private final String word;
    private final String provider;
    private final String publisher;

    Vendor(String word, String provider, String publisher) {
      this.word = word;
      this.provider = provider;
      this.publisher = publisher;
    }

    String word() {
      return word;
    }

    /** FOCUS's name of the provider. */
    String provider() {
      return provider;
    }

    /** FOCUS's name of the publisher of the vendor's own services. */
    String publisher() {
      return publisher;
    }
  }

  /**
   * A thing with a price.
   *
   * @param price unscaled, with {@code priceScale} decimals
   * @param least smallest quantity of a line, in whole units
   * @param most largest quantity of a line
   * @param resource what ids of its resources start with; empty if it has none
   */
  record Product(
      Vendor vendor,
      String code,
      String service,
      String category,
      String usage,
      String operation,
      String unit,
      BigDecimal rate,
      long price,
      int priceScale,
      int least,
      int most,
      String resource) {
    /** Catalog-wide unique id in the form of a SKU. */
    String sku() {
      return Long.toString(
              Noise.mix(code.hashCode(), usage.hashCode(), operation.hashCode()) >>> 1, 36)
          .toUpperCase(Locale.ROOT);
    }
  }

  /** A region with the prefix that usage types have there. */
  record Region(String id, String name, String usagePrefix) {}

  /** A product of a third party. */
  record Offer(String code, String name, String seller, long price) {}

  static final List<Region> REGIONS =
      List.of(
          new Region("us-east-1", "US East (N. Virginia)", ""),
          new Region("us-west-2", "US West (Oregon)", "USW2-"),
          new Region("eu-central-1", "Europe (Frankfurt)", "EUC1-"),
          new Region("ap-southeast-1", "Asia Pacific (Singapore)", "APS1-"));

  static final List<Offer> OFFERS =
      List.of(
          new Offer("4ed1v9x8k2mq7t3bz0hwyc5np", "Datadog Pro", "Datadog, Inc.", 1_250_000_000L),
          new Offer("8ktq2n5vw1rj6xg4ypcz9bhm3", "MongoDB Atlas", "MongoDB, Inc.", 870_000_000L),
          new Offer(
              "9xk3vq5hgz7w1rdpb8tncy2jm",
              "Snowflake Data Cloud",
              "Snowflake Inc.",
              3_000_000_000L),
          new Offer(
              "2w7bk9zq4t8xhm1vyd5rg6cpn",
              "Claude 3.5 Sonnet (Amazon Bedrock Edition)",
              "Anthropic, PBC",
              30_000_000L));

  static final List<String> SUPPORT =
      List.of("AWSSupportBusiness", "AWSSupportEnterprise", "AWSSupportDeveloper");

  static final List<String> SUPPORT_NAMES =
      List.of("AWS Support (Business)", "AWS Support (Enterprise)", "AWS Support (Developer)");

  private final List<Product> products;
  private final int[][] byVendor;

  private Catalog(List<Product> products) {
    this.products = List.copyOf(products);
    byVendor = new int[Vendor.values().length][];
    for (Vendor vendor : Vendor.values()) {
      byVendor[vendor.ordinal()] =
          IntStream.range(0, products.size())
              .filter(i -> products.get(i).vendor() == vendor)
              .toArray();
    }
  }

  /** The catalog that lies beside this class. */
  static Catalog load() {
    InputStream stream = Catalog.class.getResourceAsStream("catalog.csv");
    if (stream == null) {
      throw new IllegalStateException("catalog.csv is missing beside " + Catalog.class.getName());
    }
    List<Product> products = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String row = reader.readLine(); row != null; row = reader.readLine()) {
        products.add(product(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("catalog.csv cannot be read", e);
    }
    return new Catalog(products);
  }

  private static Product product(String row) {
    String[] cells = row.split(",", -1);
    BigDecimal rate = new BigDecimal(cells[7]);
    for (Vendor vendor : Vendor.values()) {
      if (vendor.word().equals(cells[0])) {
        return new Product(
            vendor,
            cells[1],
            cells[2],
            cells[3],
            cells[4],
            cells[5],
            cells[6],
            rate,
            rate.unscaledValue().longValueExact(),
            rate.scale(),
            Integer.parseInt(cells[8]),
            Integer.parseInt(cells[9]),
            cells[10]);
      }
    }
    throw new IllegalStateException("catalog.csv has a row of no known vendor: " + row);
  }

  List<Product> products() {
    return products;
  }

  /** The product that a noise picks among those of a vendor. */
  int pick(Vendor vendor, long noise) {
    int[] own = byVendor[vendor.ordinal()];
    return own[Noise.below(noise, own.length)];
  }

  /** The product after another one if it belongs to the same service, else that one. */
  int sibling(int product) {
    int next = product + 1;
    return next < products.size()
            && products.get(next).service().equals(products.get(product).service())
        ? next
        : product;
  }
}
