package io.ratemill.sources.synthetic;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The description of a synthetic bill: equal descriptions give equal bytes.
 *
 * <p>Shape: made by {@link #builder}. Errors: a description that makes no sense is refused with the
 * value and what is allowed.
 *
 * @param provider {@code aws}, {@code azure}, {@code gcp}, {@code oci}, {@code focus} or {@code
 *     kafka}, as in a connector
 * @param format as in a connector; {@code actual} and {@code amortized} of one seed are two views
 *     of one spend
 * @param version the FOCUS version, such as {@code 1.2}; without meaning for other formats
 * @param lines lines of the newest delivery; older ones cover fewer days and have fewer, unless
 *     {@link Trait#WHOLE_MONTH} is asked for
 * @param accounts accounts that occur in the bill
 * @param out the folder that gets the bills, the owners, a configuration and the totals
 * @param columns width of the bill; 0 for the width that the format has by nature
 * @param parts files of a delivery; 0 for one per million lines
 * @param restatements how often the month is delivered again after its first delivery
 * @param only the one delivery to write, counted from 0, or -1 for all
 * @param firstDelivery the time of the first delivery
 * @param every the time between two deliveries
 * @param fault what is wrong with the newest delivery
 */
public record SyntheticBill(
    String provider,
    String format,
    String version,
    YearMonth period,
    long lines,
    long seed,
    int accounts,
    Path out,
    Layout layout,
    Encoding encoding,
    Codec codec,
    int columns,
    int parts,
    int restatements,
    int only,
    String currency,
    Instant firstDelivery,
    Duration every,
    Set<Trait> traits,
    Fault fault) {

  /** Whether a new delivery lies beside the older ones or on top of them. */
  public enum Layout {
    CREATE_NEW,
    OVERWRITE
  }

  /** How lines become bytes. */
  public enum Encoding {
    CSV(".csv"),
    CSV_GZ(".csv.gz"),
    CSV_ZIP(".zip"),
    PARQUET(".parquet"),
    /** Messages of a topic. */
    JSON(""),
    AVRO("");

    private final String suffix;

    Encoding(String suffix) {
      this.suffix = suffix;
    }

    String suffix() {
      return suffix;
    }
  }

  /** How the pages of a Parquet file are compressed. */
  public enum Codec {
    SNAPPY,
    ZSTD,
    NONE
  }

  /** Something that real bills have, but not every one. */
  public enum Trait {
    /** Lines in random order instead of by the hour. */
    SHUFFLED,
    /** Each delivery has all lines of the month; a later one sees one in a hundred changed. */
    WHOLE_MONTH,
    /** Costs of one line in ten have 22 decimals; text encodings only. */
    WIDE_DECIMALS,
    /** Descriptions of some lines hold commas, quotes and line ends. */
    QUOTED_TEXT,
    /** Rows that repeat another row's cost for split cost allocation; CUR only. */
    SPLIT_COST,
    /** The newest delivery carries invoice ids: it is final. */
    INVOICED,
    /** Lines of a type that nobody knows; CUR only. */
    UNKNOWN_TYPES,
    /** Absent values are the word NULL, as SQL dumps write them; plain FOCUS text only. */
    LITERAL_NULL,
    /** A byte order mark starts each text file. */
    BYTE_ORDER_MARK,
    /** Rows of text files end in carriage return and line feed. */
    CARRIAGE_RETURNS,
    /** Gzip files consist of several members. */
    GZIP_MEMBERS,
    /** One part more than asked for, without lines. */
    EMPTY_PART
  }

  /** What is wrong with the newest delivery, for tests of the readers. */
  public enum Fault {
    NONE,
    /** A file that the marker names is not there. */
    MISSING_PART,
    /** The last file ends in its middle. */
    TRUNCATED_PART,
    /** The cost of one line in the middle is a word; text encodings only. */
    WORD_IN_COST,
    /** There is no column with the billed cost. */
    MISSING_COLUMN
  }

  private static final Map<String, List<String>> FORMATS =
      Map.of(
          "aws",
          List.of("cur-legacy", "cur-2.0", "focus"),
          "azure",
          List.of("actual", "amortized", "focus"),
          "gcp",
          List.of("standard", "detailed", "reseller", "focus"),
          "oci",
          List.of("cost", "focus"),
          "focus",
          List.of("focus"),
          "kafka",
          List.of("focus"));

  public SyntheticBill {
    traits = Set.copyOf(traits);
    List<String> formats = FORMATS.get(provider);
    require(formats != null, "provider", provider, "aws, azure, gcp, oci, focus or kafka");
    require(
        formats != null && formats.contains(format), "format", format, "of " + provider + formats);
    List<String> versions =
        provider.equals("aws") ? List.of("1.0", "1.2") : List.of("1.0", "1.1", "1.2", "1.3");
    require(!format.equals("focus") || versions.contains(version), "version", version, versions);
    require(lines > 0, "lines", lines, "at least 1");
    require(accounts > 0 && accounts <= 10_000_000, "accounts", accounts, "1 to 10000000");
    require(columns >= 0 && columns <= 1000, "columns", columns, "0 to 1000");
    require(parts >= 0 && parts <= 99_999, "parts", parts, "0 to 99999");
    require(restatements >= 0 && restatements <= 1000, "restatements", restatements, "0 to 1000");
    require(only >= -1 && only <= restatements, "only", only, "-1 to the number of restatements");
    require(currency.matches("[A-Z]{3}"), "currency", currency, "three capital letters");
    boolean messages = encoding == Encoding.JSON || encoding == Encoding.AVRO;
    require(
        messages == provider.equals("kafka"),
        "encoding",
        encoding,
        "JSON or AVRO for a topic of provider kafka, and for nothing else");
    require(
        !messages || restatements == 0,
        "restatements",
        restatements,
        "0 for a topic, whose lines add up and replace none");
    require(
        !messages || (fault != Fault.MISSING_PART && fault != Fault.TRUNCATED_PART),
        "fault",
        fault,
        "one of lines, since a topic has no files");
    boolean text = encoding != Encoding.PARQUET;
    require(
        text || !traits.contains(Trait.WIDE_DECIMALS),
        "trait",
        Trait.WIDE_DECIMALS,
        "used with text, since a Parquet double cannot hold 22 decimals");
    require(text || fault != Fault.WORD_IN_COST, "fault", fault, "used with text");
    require(
        encoding != Encoding.CSV_ZIP || format.equals("cur-legacy"),
        "encoding",
        encoding,
        "used with cur-legacy");
    require(
        encoding != Encoding.CSV || !provider.equals("aws"),
        "encoding",
        encoding,
        "used with plain FOCUS and azure; exports of AWS are compressed");
    require(
        text || !provider.equals("oci"), "encoding", encoding, "text; Oracle writes no Parquet");
  }

  /** Starts the description of a bill of 10,000 lines, to be widened as needed. */
  public static Builder builder(String provider, String format, Path out) {
    return new Builder(provider, format, out);
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  private static void require(boolean holds, String what, Object value, Object allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "A synthetic bill cannot have " + what + " '" + value + "'; it must be " + allowed);
    }
  }

  /** Collects the parts of a description. */
  public static final class Builder {
    private final String provider;
    private final String format;
    private final Path out;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private String version = "1.2";
    private YearMonth period = YearMonth.of(2026, 10);
    private long lines = 10_000;
    private long seed = 1;
    private int accounts = 20;
    private Layout layout = Layout.CREATE_NEW;
    private Encoding encoding;
    private Codec codec = Codec.SNAPPY;
    private int columns;
    private int parts;
    private int restatements;
    private int only = -1;
    private String currency = "USD";
    private Instant firstDelivery = Instant.MIN;
    private Duration every = Duration.ofHours(8);
    private Fault fault = Fault.NONE;

    private Builder(String provider, String format, Path out) {
      this.provider = provider;
      this.format = format;
      this.out = out;
      encoding = provider.equals("kafka") ? Encoding.JSON : Encoding.CSV_GZ;
    }

    public Builder version(String value) {
      version = value;
      return this;
    }

    public Builder period(YearMonth value) {
      period = value;
      return this;
    }

    public Builder lines(long value) {
      lines = value;
      return this;
    }

    public Builder seed(long value) {
      seed = value;
      return this;
    }

    public Builder accounts(int value) {
      accounts = value;
      return this;
    }

    public Builder layout(Layout value) {
      layout = value;
      return this;
    }

    public Builder encoding(Encoding value) {
      encoding = value;
      return this;
    }

    public Builder codec(Codec value) {
      codec = value;
      return this;
    }

    public Builder columns(int value) {
      columns = value;
      return this;
    }

    public Builder parts(int value) {
      parts = value;
      return this;
    }

    public Builder restatements(int value) {
      restatements = value;
      return this;
    }

    public Builder only(int value) {
      only = value;
      return this;
    }

    public Builder currency(String value) {
      currency = value;
      return this;
    }

    public Builder firstDelivery(Instant value) {
      firstDelivery = value;
      return this;
    }

    public Builder every(Duration value) {
      every = value;
      return this;
    }

    public Builder traits(Trait... values) {
      traits.addAll(List.of(values));
      return this;
    }

    public Builder fault(Fault value) {
      fault = value;
      return this;
    }

    /** The description. Errors: {@link IllegalArgumentException} where parts do not fit. */
    public SyntheticBill build() {
      Instant first = firstDelivery;
      if (first.equals(Instant.MIN)) {
        first =
            period.atEndOfMonth().plusDays(1).atTime(LocalTime.of(4, 0)).toInstant(ZoneOffset.UTC);
      }
      return new SyntheticBill(
          provider,
          format,
          version,
          period,
          lines,
          seed,
          accounts,
          out,
          layout,
          encoding,
          codec,
          columns,
          parts,
          restatements,
          only,
          currency,
          first,
          every,
          traits,
          fault);
    }
  }
}
