package io.ratemill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.cli.RunResult.Colour;
import io.ratemill.jobs.cli.RunResult.LedgerLine;
import io.ratemill.jobs.cli.RunResult.Reason;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-02T00:00:00Z");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeEngine engine = new FakeEngine();
  private final List<Delivery> deliveries = new ArrayList<>();
  private FeedException unreachable;

  @BeforeEach
  void writeAConfiguration() throws IOException {
    Files.writeString(
        folder.resolve("ratemill.yaml"),
        """
        workspace: out
        owners: owners.csv
        products: [{id: P-1, name: Cloud}]
        marketplaces: [{id: MP-1, name: Spain}]
        connectors:
          - {id: main, provider: focus, location: "file:bills", product: P-1, marketplace: MP-1}
        """);
    Files.writeString(
        folder.resolve("owners.csv"),
        "provider,account_id,customer_account_id,customer_company_name,asset_id\n");
  }

  private int run(String... args) {
    Surroundings surroundings =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            folder,
            ProgressLine.Display.LOG,
            Clock.fixed(NOW, ZoneOffset.UTC),
            engine,
            (configuration, connector) ->
                new FakeFeed(connector.id(), List.copyOf(deliveries), unreachable));
    return Commands.run(surroundings, args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nothingIsAskedWithoutACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("demo", "run", "close", "check", "generate", "version");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "close",
        "check",
        "sql",
        "portal",
        "generate",
        "bench",
        "verify",
        "version"
      })
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out()).startsWith("Usage: ratemill " + command);
    assertThat(err()).isEmpty();
    assertThat(run("help", command)).isZero();
    assertThat(run("--help")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runn               | Unmatched argument at index 0: 'runn'. Did you mean run? See ratemill --help",
        "run --wacht        | Unknown option: '--wacht'. Did you mean --watch? See ratemill run --help",
        "close              | Missing required option: '--period=yyyy-MM'. See ratemill close --help",
        "close --period 26  | '26' is no billing period; write yyyy-MM",
        "run -D x           | should be in KEY=VALUE format",
        "generate           | Missing required option: '--out=DIR'.",
        "generate --out x --lines ten | 'ten' is not a long",
        "generate --out x --codec lz4 | --codec lz4 is not known; use one of snappy, zstd, none.",
        "generate --out x --format cur | A synthetic bill cannot have format 'cur'",
        "generate --out kafka://h:1/t | --out is the folder of the owners and the configuration; write --topic kafka://host:port/topic --out DIR",
        "generate --out x --provider kafka | go with --topic kafka://host:port/topic",
        "generate --out x --topic h/t | --topic h/t names no topic; write it as kafka://host:port/topic",
        "generate --out x --topic kafka://h:1/t --provider aws | only lines of provider kafka go to a --topic, not bills of aws",
        "generate --out x --topic kafka://h:1/t --secret hunter2 | --secret names no file; write the client properties into one",
        "generate --out x --topic kafka://h:1/t --restatements 1 | cannot have restatements '1'",
        "generate --out x --topic kafka://nowhere.invalid:9092/t | no host of nowhere.invalid:9092 has an address: correct the location",
      })
  void wrongUsageIsOneLineAndExitCodeTwo(String args, String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith("ratemill: ").contains(message).hasLineCount(1);
    assertThat(out()).isEmpty();
    assertThat(engine.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sql -c ratemill.yaml -f x.sql", "portal -c ratemill.yaml", "bench --lines 5"})
  void whatIsNotThereSaysSo(String args) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err()).startsWith("ratemill: ").hasLineCount(1);
  }

  @Test
  void aRunPassesItsOptionsAndEndsInZero() {
    assertThat(run("run", "-c", "ratemill.yaml", "-D", "a.b=1", "-Dc=d=e")).isZero();
    assertThat(engine.asked).containsExactly("run {a.b=1, c=d=e}");
    assertThat(out()).startsWith("What happened\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void yellowIsZeroAndRedOrUnbalancedIsOne() {
    engine.result = result(List.of(), List.of(new Reason("main", Colour.YELLOW, "3 unmapped")));
    assertThat(run("run")).isZero();
    assertThat(out()).contains("  yellow  main: 3 unmapped\n");

    engine.result = result(List.of(), List.of(new Reason("main", Colour.RED, "a part is missing")));
    assertThat(run("run")).isEqualTo(1);
    assertThat(out()).contains("  red     main: a part is missing\n");

    engine.result =
        result(List.of(new LedgerLine("main", "2026-10", "d", "in-force", 2, 1, false)), List.of());
    assertThat(run("run")).isEqualTo(1);
    assertThat(out()).contains("DOES NOT BALANCE");
  }

  private static RunResult result(List<LedgerLine> ledger, List<Reason> reasons) {
    return new RunResult(List.of(), ledger, List.of(), reasons);
  }

  @Test
  void watchAndCloseReachTheEngine() {
    assertThat(run("run", "--watch")).isZero();
    assertThat(run("close", "--period", "2026-10")).isZero();
    assertThat(engine.asked).containsExactly("watch {}", "close 2026-10");
    assertThat(out()).contains("Period 2026-10: 0 reports published");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "run --watch", "check", "close --period 2026-10"})
  void aBrokenConfigurationIsExitCodeTwoWithEveryProblem(String args) throws IOException {
    Files.writeString(folder.resolve("ratemill.yaml"), "workspace: out\nowner: owners.csv\n");

    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err())
        .contains(folder + "/ratemill.yaml:2:1: unknown key 'owner' in the configuration.")
        .contains("has no connectors.")
        .endsWith("5 problems found; nothing was read or written.\n");
    assertThat(out()).isEmpty();
    assertThat(engine.asked).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aFailureOfTheEngineIsCalm() {
    engine.failure = new EngineException(EngineException.Kind.FAILED, "the disk is full", null);
    assertThat(run("run")).isEqualTo(1);
    engine.failure =
        new EngineException(EngineException.Kind.USAGE, "the workspace is taken", null);
    assertThat(run("run")).isEqualTo(2);

    assertThat(err()).isEqualTo("ratemill: the disk is full.\nratemill: the workspace is taken.\n");
  }

  @Test
  void aFaultOfOursNamesItsLogAndShowsNoTrace() throws IOException {
    engine.fault = new IllegalStateException("what cannot be");

    assertThat(run("run")).isEqualTo(1);
    Path log = folder.resolve("ratemill-error.log");
    assertThat(err()).contains("what cannot be.", log.toString()).doesNotContain("\tat ");
    assertThat(Files.readString(log)).contains(NOW.toString(), "\tat ", "what cannot be");
  }

  @Test
  void checkShowsWhatEachConnectorHas() {
    deliveries.add(delivery("slot-a", "1", "2026-11-01T00:00:00Z", refusal("old-part")));
    deliveries.add(delivery("slot-a", "2", "2026-11-01T08:00:00Z", null));
    deliveries.add(delivery("slot-b", "7", "2026-10-01T08:00:00Z", null));

    assertThat(run("check")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Configuration: good
              1 product, 1 marketplace, 1 connector, 0 owner rows, 0 pricing rules

            Connector main (focus, focus) at bills
              2 slots, 3 deliveries, 4.5 KiB
              newest: 2 of 2026-11-01T08:00:00Z, for slot-a
              1 older one is incomplete; a newer one replaces it
              green

            All connectors can be read. Next: ratemill run
            """);
  }

  @Test
  void checkIsOneWhereTheNewestDeliveryCannotBeTaken() {
    deliveries.add(delivery("slot-a", "1", "2026-11-01T00:00:00Z", null));
    deliveries.add(delivery("slot-a", "2", "2026-11-01T08:00:00Z", refusal("part 2 is not there")));

    assertThat(run("check")).isEqualTo(1);
    assertThat(out())
        .contains("  red: delivery 2 of slot-a: part 2 is not there (main, file x)\n")
        .endsWith("\n1 of 1 connector cannot be read as it is; see above.\n");
  }

  @Test
  void checkIsOneWhereThePlaceCannotBeLookedAt() {
    unreachable =
        new FeedException(
            FeedException.Category.USER_CONFIG, refusal("there is no folder bills"), null);

    assertThat(run("check")).isEqualTo(1);
    assertThat(out()).contains("  red: there is no folder bills (main, file x)\n");
  }

  @Test
  void checkIsYellowWhereThereIsNothingYet() {
    assertThat(run("check")).isZero();
    assertThat(out()).contains("  yellow: there is no delivery yet\n");
  }

  private static Refusal refusal(String text) {
    return new Refusal("missing-part", text, "main, file x");
  }

  private static Delivery delivery(String slot, String id, String time, Refusal refusal) {
    return new Delivery(
        "main",
        slot,
        id,
        Instant.parse(time),
        "2026-10",
        List.of(new DeliveryPart("x", "x", 1536, "pin", false)),
        "pin",
        refusal,
        false);
  }

  @Test
  void theVersionIsFilledIn() {
    assertThat(run("version")).isZero();
    assertThat(out())
        .matches("ratemill \\d+\\.\\d+\\.\\d+\\S*, Flink \\d+\\.\\d+\\.\\d+, Java \\S+\n");
  }

  @Test
  void aGeneratedBillCanBeChecked() throws IOException {
    assertThat(
            run(
                "generate",
                "--out",
                "bill",
                "--lines",
                "200",
                "--trait",
                "shuffled",
                "--trait",
                "quoted-text"))
        .isZero();
    assertThat(out()).contains("Next: ./ratemill run -c bill/ratemill.yaml");
    assertThat(err()).isEmpty();

    assertThat(run("run", "-c", "bill/ratemill.yaml")).isZero();
    assertThat(engine.asked).containsExactly("run {}");
  }

  @Test
  void theDemoIsLaidOutOnceAndRun() throws IOException {
    assertThat(run("demo")).isZero();
    Path demo = folder.resolve("out/demo");
    for (String name : DemoFiles.names()) {
      assertThat(demo.resolve(name)).isNotEmptyFile();
    }
    assertThat(out()).contains("What happened", "What to try next");
    assertThat(err()).isEmpty();

    Files.writeString(demo.resolve("owners.csv"), "provider\n");
    assertThat(run("demo")).isEqualTo(2);
    assertThat(err()).contains("owners.csv:1:1: there is no column account_id.");
    assertThat(engine.asked).containsExactly("run {}");
  }
}
