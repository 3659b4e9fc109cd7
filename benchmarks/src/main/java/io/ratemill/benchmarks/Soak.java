package io.ratemill.benchmarks;

import io.ratemill.benchmarks.BenchCase.Codec;
import io.ratemill.benchmarks.BenchCase.Format;
import io.ratemill.benchmarks.BenchCase.Order;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.model.Grain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The long form of the randomised tests, and many small bills, each another, over which both
 * engines must agree.
 *
 * <p>The tests are run by the build, from the checkout that this was built in, and say themselves
 * what they did.
 */
final class Soak {
  private static final long BILL_SEED = 7;
  private static final Pattern TOLD =
      Pattern.compile("soak: (\\d+) (\\w+), seeds (\\d+ to \\d+), (.+) checked, (\\d+) s");

  private final Path folder;
  private final PrintStream out;
  private final String when;
  private final String command;

  /**
   * @param folder where bills and the log of the build come to lie
   */
  Soak(Path folder, PrintStream out, Clock clock, SoakOptions options, long seed) {
    this.folder = folder;
    this.out = out;
    this.when = LocalDate.now(clock).toString();
    this.command =
        "./ratemill bench --soak --kills %d --sequences %d --bills %d --seed %d"
            .formatted(options.kills(), options.sequences(), options.bills(), seed);
  }

  /**
   * Runs the tests.
   *
   * @param seed the first seed of sequences and of kills
   * @return one result for each kind. Errors: a test that fails is an error that names its seed
   */
  List<SoakResult> tests(SoakOptions options, long seed) throws IOException, InterruptedException {
    Path log = folder.resolve("soak.log");
    Files.createDirectories(folder);
    out.printf(
        "%d sequences and %d kills; what the build says is in %s%n",
        options.sequences(), options.kills(), log);
    int code =
        new ProcessBuilder(
                property("ratemill.maven"),
                "-B",
                "-pl",
                "e2e",
                "-am",
                "verify",
                "-Dtest=SequencesTest",
                "-Dit.test=KillsITCase",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dfailsafe.failIfNoSpecifiedTests=false",
                "-Dspotless.check.skip=true",
                "-Dratemill.soak.sequences=" + options.sequences(),
                "-Dratemill.soak.kills=" + options.kills(),
                "-Dratemill.soak.seed=" + seed)
            .directory(Path.of(property("ratemill.home")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    List<String> said = Files.readAllLines(log);
    if (code != 0) {
      said.stream().filter(line -> line.contains("ERROR")).limit(20).forEach(out::println);
      throw new IOException("the tests ended with " + code + "; all that they said is in " + log);
    }
    List<SoakResult> results = new ArrayList<>();
    for (String line : said) {
      Matcher told = TOLD.matcher(line);
      if (told.find()) {
        out.println("  " + told.group());
        results.add(
            new SoakResult(
                told.group(2),
                Integer.parseInt(told.group(1)),
                told.group(3),
                told.group(4),
                Double.parseDouble(told.group(5)),
                when,
                command));
      }
    }
    if (results.size() != 2) {
      throw new IOException("the tests did not say what they did; all that they said is in " + log);
    }
    return results;
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException(
          name + " is not set: --soak builds and tests a checkout; start it as ./ratemill bench");
    }
    return value;
  }

  /** Compares bills. Errors: one record that differs is an error. */
  SoakResult bills(Comparison comparison, int bills)
      throws IOException,
          SQLException,
          EngineException,
          InterruptedException,
          DisagreementException {
    Random random = new Random(BILL_SEED);
    Format[] formats = Format.values();
    Grain[] grains = Grain.values();
    Order[] orders = Order.values();
    long records = 0;
    long start = System.nanoTime();
    for (int bill = 0; bill < bills; bill++) {
      BenchCase of =
          new BenchCase(
              500 + random.nextInt(30_000),
              formats[random.nextInt(formats.length)],
              30 + random.nextInt(120),
              3 + random.nextInt(400),
              orders[random.nextInt(orders.length)],
              1_000 + bill,
              random.nextInt(6),
              Codec.SNAPPY,
              grains[random.nextInt(grains.length)]);
      records += comparison.measure(of, 0, 1).records();
      Folders.delete(folder.resolve(of.id()));
    }
    out.printf("%d bills, %d records: no difference%n", bills, records);
    return new SoakResult(
        "bills",
        bills,
        "1000 to " + (999 + bills),
        String.format(Locale.ROOT, "%,d records", records),
        (System.nanoTime() - start) / 1e9,
        when,
        command);
  }
}
