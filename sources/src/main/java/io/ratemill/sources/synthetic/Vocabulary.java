package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.Catalog.Product;
import io.ratemill.sources.synthetic.Catalog.Region;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Builds cells whose texts are known before the first line, from what a line is about. */
final class Vocabulary {
  private final Catalog catalog;
  private final Accounts accounts;

  Vocabulary(Catalog catalog, Accounts accounts) {
    this.catalog = catalog;
    this.accounts = accounts;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] bytesOrNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : bytes(text);
  }

  /** The same text on every line. */
  static Cell always(String text) {
    return new Cell.Coded(new byte[][] {bytes(text)}, line -> 0);
  }

  /** No text on any line. */
  static Cell never() {
    return new Cell.Coded(new byte[] @Nullable [] {null}, line -> 0);
  }

  /** A text by the kind of the line; an empty one is absent. */
  static Cell byKind(Function<LineKind, @Nullable String> text) {
    LineKind[] kinds = LineKind.values();
    byte[] @Nullable [] values = new byte[kinds.length] @Nullable [];
    for (LineKind kind : kinds) {
      values[kind.ordinal()] = bytesOrNull(text.apply(kind));
    }
    return new Cell.Coded(values, line -> line.kind.ordinal());
  }

  /** One of some texts by a number of the line's own. */
  static Cell among(ToIntFunction<Line> code, @Nullable String... texts) {
    byte[] @Nullable [] values = new byte[texts.length] @Nullable [];
    Arrays.setAll(values, i -> bytesOrNull(texts[i]));
    return new Cell.Coded(values, code);
  }

  /** A text by product and region, on all lines. */
  Cell byProduct(BiFunction<Product, Region, String> text) {
    return byProduct(text, kind -> true, kind -> null);
  }

  /**
   * A text by product and region where the kind has one, else a text by kind.
   *
   * @param has the kinds of lines that are about a product of the catalog
   * @param otherwise the text of the other kinds, null if they have none
   */
  Cell byProduct(
      BiFunction<Product, Region, String> text,
      Predicate<LineKind> has,
      Function<LineKind, @Nullable String> otherwise) {
    int regions = Catalog.REGIONS.size();
    int products = catalog.products().size() * regions;
    LineKind[] kinds = LineKind.values();
    byte[] @Nullable [] values = new byte[products + kinds.length] @Nullable [];
    for (int i = 0; i < products; i++) {
      values[i] =
          bytesOrNull(
              text.apply(catalog.products().get(i / regions), Catalog.REGIONS.get(i % regions)));
    }
    boolean[] about = new boolean[kinds.length];
    for (LineKind kind : kinds) {
      about[kind.ordinal()] = has.test(kind);
      values[products + kind.ordinal()] = bytesOrNull(otherwise.apply(kind));
    }
    return new Cell.Coded(
        values,
        line ->
            about[line.kind.ordinal()]
                ? line.product * regions + line.region
                : products + line.kind.ordinal());
  }

  /** A text by product, or by offer on the marketplace, or by kind of support. */
  Cell byItem(
      Function<Product, String> product,
      Function<Catalog.Offer, @Nullable String> offer,
      IntFunction<@Nullable String> support) {
    int products = catalog.products().size();
    int offers = Catalog.OFFERS.size();
    byte[] @Nullable [] values = new byte[products + offers + Catalog.SUPPORT.size()] @Nullable [];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          bytesOrNull(
              i < products
                  ? product.apply(catalog.products().get(i))
                  : i < products + offers
                      ? offer.apply(Catalog.OFFERS.get(i - products))
                      : support.apply(i - products - offers));
    }
    return new Cell.Coded(
        values,
        line ->
            line.kind.marketplace()
                ? products + line.variant
                : line.kind.support() ? products + offers + line.variant : line.product);
  }

  /** The id of the line's account. */
  Cell accountId() {
    return new Cell.Coded(accounts.ids(), line -> line.account);
  }

  /** The name of the line's account. */
  Cell accountName() {
    return new Cell.Coded(accounts.names(), line -> line.account);
  }

  /** The id of the account that pays for the line's account. */
  Cell payerId() {
    return new Cell.Coded(accounts.ids(), line -> accounts.payer(accounts.vendor(line.account)));
  }

  /** The name of the account that pays for the line's account. */
  Cell payerName() {
    return new Cell.Coded(accounts.names(), line -> accounts.payer(accounts.vendor(line.account)));
  }

  /** A text by the vendor of the line's account. */
  Cell byVendor(Function<Catalog.Vendor, @Nullable String> text) {
    Catalog.Vendor[] vendors = Catalog.Vendor.values();
    byte[] @Nullable [] values = new byte[vendors.length] @Nullable [];
    Arrays.setAll(values, i -> bytesOrNull(text.apply(vendors[i])));
    return new Cell.Coded(values, line -> accounts.vendor(line.account).ordinal());
  }

  /** The id of the line's resource, in the form of its vendor; absent on lines without one. */
  Cell resourceId() {
    int regions = Catalog.REGIONS.size();
    byte[][] before = new byte[catalog.products().size() * regions][];
    byte[][] after = new byte[before.length][];
    for (int i = 0; i < before.length; i++) {
      Product product = catalog.products().get(i / regions);
      String region = Catalog.REGIONS.get(i % regions).id();
      String kind = product.resource();
      boolean bare = product.code().equals("AmazonEC2") || product.code().equals("AmazonS3");
      before[i] =
          bytes(
              switch (product.vendor()) {
                case AWS ->
                    bare
                        ? ""
                        : "arn:aws:" + product.code().toLowerCase(Locale.ROOT) + ":" + region + ":";
                case MICROSOFT -> "/subscriptions/";
                case GOOGLE -> "//compute.googleapis.com/projects/";
                case ORACLE -> "ocid1." + kind + "oc1." + region + ".";
              });
      after[i] =
          bytes(
              switch (product.vendor()) {
                case AWS -> bare ? kind : ":" + kind;
                case MICROSOFT -> "/resourceGroups/rg/providers/" + kind;
                case GOOGLE -> "/zones/" + region + "-a/" + kind;
                case ORACLE -> "";
              });
    }
    return new Cell.Written(
        Cell.Repeats.OFTEN,
        (line, text) -> {
          if (line.resource == 0) {
            return;
          }
          int code = line.product * regions + line.region;
          text.put(before[code]);
          if (before[code].length > 0 && accounts.vendor(line.account) != Catalog.Vendor.ORACLE) {
            text.put(accounts.id(line.account));
          }
          text.put(after[code]);
          text.hex(line.resource, 16);
        });
  }

  /** A tag or attribute that two lines in three have, the same for all lines of a resource. */
  static Cell attribute(String name) {
    byte[] @Nullable [] values = new byte[24] @Nullable [];
    for (int i = 0; i < 16; i++) {
      values[i] = bytes(name.substring(name.indexOf('/') + 1).replace(':', '-') + "-" + i);
    }
    int salt = name.hashCode();
    return new Cell.Coded(
        values, line -> Noise.below(Noise.mix(line.resource, salt), values.length));
  }

  /**
   * The first cell where a line meets the condition, else a text of the second.
   *
   * @param code which text of the second it then is
   */
  static Cell either(
      Cell.Coded first, Cell.Coded second, Predicate<Line> condition, ToIntFunction<Line> code) {
    byte[] @Nullable [] values = new byte[first.size() + second.size()] @Nullable [];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < first.size() ? first.value(i) : second.value(i - first.size());
    }
    int offset = first.size();
    return new Cell.Coded(
        values, line -> condition.test(line) ? first.code(line) : offset + code.applyAsInt(line));
  }

  /** Another cell's texts, and on one line in eight a text that needs quotes. */
  static Cell sometimesQuoted(Cell.Coded plain) {
    Cell.Coded quoted =
        (Cell.Coded)
            among(
                line -> 0,
                "first 10 TB, then \"tier 2\"",
                "line one\nline two, of \"several\"",
                "a,b\r\nc",
                "prix r\u00e9duit, \u7bc4\u56f2 \"A\"");
    return either(plain, quoted, line -> (line.id & 7) != 0, line -> (int) (line.id >>> 3) & 3);
  }

  /** The list price of the line's product, absent where the line is about none. */
  Cell rate() {
    long[] rates = new long[catalog.products().size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] =
          catalog
              .products()
              .get(i)
              .rate()
              .setScale(TextBuffer.SCALE)
              .unscaledValue()
              .longValueExact();
    }
    return new Cell.Amount(line -> line.kind.metered() ? rates[line.product] : Line.ABSENT);
  }

  /** A map by product, or by offer on the marketplace, or by kind of support. */
  Cell mapByItem(
      Function<Product, Map<String, String>> product,
      Function<Catalog.Offer, Map<String, String>> offer,
      IntFunction<Map<String, String>> support) {
    List<Map<String, String>> maps = new ArrayList<>();
    catalog.products().forEach(each -> maps.add(product.apply(each)));
    int products = maps.size();
    Catalog.OFFERS.forEach(each -> maps.add(offer.apply(each)));
    int both = maps.size();
    for (int i = 0; i < Catalog.SUPPORT.size(); i++) {
      maps.add(support.apply(i));
    }
    return new Cell.Mapped(
        maps,
        line ->
            line.kind.marketplace()
                ? products + line.variant
                : line.kind.support() ? both + line.variant : line.product);
  }

  /** Tags that two lines in three have, the same for all lines of a resource. */
  static Cell.Mapped tags() {
    List<Map<String, String>> maps = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Map<String, String> tags = new LinkedHashMap<>();
      tags.put("environment", i % 2 == 0 ? "prod" : "dev");
      tags.put("team", "team-" + i);
      maps.add(tags);
    }
    for (int i = 0; i < 8; i++) {
      maps.add(Map.of());
    }
    return new Cell.Mapped(maps, line -> Noise.below(Noise.mix(line.resource, 4), 24));
  }
}
