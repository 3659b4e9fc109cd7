package io.ratemill.jobs.cli;

import io.ratemill.sources.kafka.TopicPlace;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.GeneratedBill;
import io.ratemill.sources.synthetic.ProgressListener;
import io.ratemill.sources.synthetic.SyntheticBill;
import io.ratemill.sources.synthetic.SyntheticBill.Codec;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Fault;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ratemill generate}: synthetic bills, and a configuration that reads them. */
@Command(
    name = "generate",
    sortOptions = false,
    description = {
      "Writes a synthetic bill with owners, a configuration and exact control totals.",
      "Equal options give equal bytes."
    })
final class GenerateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--provider",
      description = "aws | azure | gcp | oci | focus | kafka (default: aws; with --topic kafka).")
  private @Nullable String provider;

  @Option(
      names = "--format",
      description = {
        "Of aws: cur-legacy | cur-2.0 | focus; of azure: actual | amortized | focus;",
        "of gcp: standard | detailed | reseller | focus; of oci: cost | focus;",
        "of focus and kafka: focus (default: the first)."
      })
  private @Nullable String format;

  @Option(names = "--version", description = "Version of FOCUS (default: 1.2).")
  private @Nullable String version;

  @Option(
      names = "--period",
      paramLabel = "yyyy-MM",
      description = "Billed month (default: 2026-10).")
  private @Nullable YearMonth period;

  @Option(names = "--lines", description = "Lines of the newest delivery (default: 10000).")
  private @Nullable Long lines;

  @Option(names = "--seed", description = "Another seed gives another bill (default: 1).")
  private @Nullable Long seed;

  @Option(names = "--accounts", description = "Accounts in the bill (default: 20).")
  private @Nullable Integer accounts;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
  private Path out = Path.of("out");

  @Option(
      names = "--topic",
      paramLabel = "kafka://HOST:PORT/TOPIC",
      description = "Where lines of provider kafka go; it must be there.")
  private @Nullable String topic;

  @Option(
      names = "--secret",
      paramLabel = "file:PATH",
      description = "Client properties that say how to sign in at the topic (default: none).")
  private @Nullable String secret;

  @Option(names = "--layout", description = "create-new | overwrite (default: create-new).")
  private @Nullable String layout;

  @Option(
      names = "--encoding",
      description = {
        "csv | csv-gz | csv-zip | parquet (default: csv-gz);",
        "of kafka: json | avro (default: json)."
      })
  private @Nullable String encoding;

  @Option(names = "--codec", description = "Of Parquet: snappy | zstd | none (default: snappy).")
  private @Nullable String codec;

  @Option(names = "--columns", description = "Width (default: what the format has).")
  private @Nullable Integer columns;

  @Option(names = "--parts", description = "Files per delivery (default: one per million lines).")
  private @Nullable Integer parts;

  @Option(
      names = "--restatements",
      description = "Times the month is delivered again (default: 0).")
  private @Nullable Integer restatements;

  @Option(names = "--only", paramLabel = "N", description = "Write only the n-th delivery, from 0.")
  private @Nullable Integer only;

  @Option(names = "--currency", description = "Currency of the bill (default: USD).")
  private @Nullable String currency;

  @Option(
      names = "--first-delivery",
      paramLabel = "TIME",
      description = "Time of the first delivery, as in 2026-11-01T04:00:00Z.")
  private @Nullable String firstDelivery;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      description = "Time between deliveries, as in PT8H (default).")
  private @Nullable String every;

  @Option(
      names = "--trait",
      description =
          "shuffled | whole-month | wide-decimals | quoted-text | split-cost | invoiced |"
              + " unknown-types | literal-null | byte-order-mark | carriage-returns | gzip-members |"
              + " empty-part; may be repeated.")
  private List<String> traits = new ArrayList<>();

  @Option(
      names = "--fault",
      description =
          "Breaks the newest delivery: missing-part | truncated-part | word-in-cost |"
              + " missing-column.")
  private @Nullable String fault;

  GenerateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    SyntheticBill bill;
    TopicPlace place;
    try {
      place = GeneratedLines.place(topic, secret, provider, out, surroundings.directory());
      bill = bill();
    } catch (IllegalArgumentException e) {
      return misused(e);
    }
    if (place == null) {
      describe(generated(bill, null), shown(bill.out().resolve("bills")));
      return ExitCodes.DONE;
    }
    GeneratedLines lines;
    try {
      lines = GeneratedLines.open(place);
    } catch (StoreException e) {
      return misused(e);
    }
    try (lines) {
      describe(generated(bill, lines), lines.location());
    }
    return ExitCodes.DONE;
  }

  private int misused(Exception e) {
    surroundings.err().println("ratemill: " + e.getMessage() + ".");
    return ExitCodes.USAGE;
  }

  private GeneratedBill generated(SyntheticBill bill, @Nullable GeneratedLines lines)
      throws IOException {
    try (ProgressLine progress =
        new ProgressLine(surroundings.err(), surroundings.display(), System::nanoTime)) {
      ProgressListener shown = (written, bytes) -> progress.show(new Progress(written, bytes, 0));
      return lines == null
          ? BillGenerator.write(bill, shown)
          : BillGenerator.send(bill, lines, shown);
    }
  }

  private SyntheticBill bill() {
    String whose = provider == null ? (topic == null ? "aws" : "kafka") : provider;
    String wanted = format == null ? firstFormat(whose) : format;
    SyntheticBill.Builder builder =
        SyntheticBill.builder(whose, wanted, surroundings.directory().resolve(out));
    if (version != null) {
      builder.version(version);
    }
    if (period != null) {
      builder.period(period);
    }
    if (lines != null) {
      builder.lines(lines);
    }
    if (seed != null) {
      builder.seed(seed);
    }
    if (accounts != null) {
      builder.accounts(accounts);
    }
    if (columns != null) {
      builder.columns(columns);
    }
    if (parts != null) {
      builder.parts(parts);
    }
    if (restatements != null) {
      builder.restatements(restatements);
    }
    if (only != null) {
      builder.only(only);
    }
    if (currency != null) {
      builder.currency(currency);
    }
    words(builder);
    return builder.build();
  }

  private static String firstFormat(String provider) {
    return switch (provider) {
      case "focus", "kafka" -> "focus";
      case "azure" -> "actual";
      case "gcp" -> "standard";
      case "oci" -> "cost";
      default -> "cur-legacy";
    };
  }

  private void words(SyntheticBill.Builder builder) {
    if (layout != null) {
      builder.layout(word("layout", layout, Layout.values()));
    }
    if (encoding != null) {
      builder.encoding(word("encoding", encoding, Encoding.values()));
    }
    if (codec != null) {
      builder.codec(word("codec", codec, Codec.values()));
    }
    for (String trait : traits) {
      builder.traits(word("trait", trait, Trait.values()));
    }
    if (fault != null) {
      builder.fault(word("fault", fault, Fault.values()));
    }
    try {
      if (firstDelivery != null) {
        builder.firstDelivery(Instant.parse(firstDelivery));
      }
      if (every != null) {
        builder.every(Duration.parse(every));
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "--first-delivery is written as 2026-11-01T04:00:00Z and --every as PT8H", e);
    }
  }

  private static <E extends Enum<E>> E word(String option, String word, E[] values) {
    for (E value : values) {
      if (word(value).equals(word)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "--"
            + option
            + " "
            + word
            + " is not known; use one of "
            + String.join(", ", Arrays.stream(values).map(GenerateCommand::word).toList()));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void describe(GeneratedBill generated, String bills) {
    PrintStream to = surroundings.out();
    Table table = new Table("delivery", "time", "files>", "lines>", "billed cost>");
    for (GeneratedBill.Delivery each : generated.deliveries()) {
      table.row(
          each.id(),
          each.time(),
          Figures.count(each.files().size()),
          Figures.count(each.lines()),
          each.billed().toPlainString());
    }
    to.println("Written");
    table.lines().forEach(to::println);
    to.println();
    to.println("  bills          " + bills);
    to.println("  owners         " + shown(generated.owners()));
    to.println("  configuration  " + shown(generated.configuration()));
    to.println("  exact totals   " + shown(generated.totals()));
    to.println();
    to.println("Next: ./ratemill run -c " + shown(generated.configuration()));
  }

  private String shown(Path path) {
    return RunSummary.shown(surroundings.directory().toAbsolutePath().normalize(), path);
  }
}
