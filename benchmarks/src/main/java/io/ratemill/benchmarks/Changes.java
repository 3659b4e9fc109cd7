package io.ratemill.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * Changes prices and owners under a running engine and measures what that costs.
 *
 * <p>Shape: every customer has a pricing rule; one account has no owner at first.
 */
final class Changes {
  private final BenchData data;
  private final PrintStream out;
  private final Clock clock;

  Changes(BenchData data, PrintStream out, Clock clock) {
    this.data = data;
    this.out = out;
    this.clock = clock;
  }

  /** Measures. Errors: those of {@link WatchedEngine#change}. */
  List<ChangeResult> measure() throws IOException, InterruptedException, TimeoutException {
    List<String> owners = Files.readAllLines(data.owners(), StandardCharsets.UTF_8);
    String late = account(owners.get(owners.size() / 2));
    List<String> without = owners.stream().filter(row -> !account(row).equals(late)).toList();
    Set<String> customers = customers(owners);
    String one = customers.stream().skip(customers.size() / 3).findFirst().orElseThrow();
    replace(data.watchedOwners(), without);
    replace(data.watchedRules(), rules(customers, "", ""));
    Files.writeString(
        data.watchedConfiguration(), data.watchedText(data.bills(), WatchedEngine.settleSeconds()));
    List<ChangeResult> results = new ArrayList<>();
    try (WatchedEngine engine = WatchedEngine.start(data, out, clock)) {
      out.printf(Locale.ROOT, "  %,d customers, a rule each%n", customers.size());
      results.add(
          engine.change(
              data.of(),
              "markup of one customer of %,d".formatted(customers.size()),
              () -> replace(data.watchedRules(), rules(customers, one, "1.5"))));
      results.add(
          engine.change(
              data.of(),
              "markup of that customer back again",
              () -> replace(data.watchedRules(), rules(customers, "", ""))));
      results.add(
          engine.change(
              data.of(), "one account mapped late", () -> replace(data.watchedOwners(), owners)));
    }
    return results;
  }

  private static String account(String row) {
    return row.split(",", 3)[1];
  }

  private static Set<String> customers(List<String> owners) {
    Set<String> customers = new LinkedHashSet<>();
    for (String row : owners.subList(1, owners.size())) {
      customers.add(row.split(",", 4)[2]);
    }
    return customers;
  }

  /** A rule for each customer, of which one may have a factor of its own. */
  private static List<String> rules(Set<String> customers, String one, String factor) {
    List<String> rules = new ArrayList<>();
    rules.add(
        "rule_id,marketplace_id,account_id,customer_account_id,customer_class,reseller_id,service,"
            + "charge_class,factor,valid_from,valid_to");
    for (String customer : customers) {
      rules.add(
          "C-%s,,,%s,,,,,%s,,"
              .formatted(customer, customer, customer.equals(one) ? factor : "1.1"));
    }
    return rules;
  }

  /** Puts a file in place as a whole, as whoever keeps such a file should. */
  private static void replace(Path file, List<String> lines) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, lines, StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
