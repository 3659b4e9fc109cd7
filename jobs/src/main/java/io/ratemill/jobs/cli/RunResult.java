package io.ratemill.jobs.cli;

import java.util.List;
import java.util.Map;

/**
 * What a run came to.
 *
 * <p>Units: amounts are decimal text in plain notation, never rounded for display.
 *
 * @param reports all reports of the periods that the run has
 * @param ledger one entry per ledger file
 * @param unmapped the accounts without an owner, with what they used
 * @param reasons why connectors or the configuration are not green
 */
public record RunResult(
    List<ReportLine> reports,
    List<LedgerLine> ledger,
    List<Unmapped> unmapped,
    List<Reason> reasons) {
  public RunResult {
    reports = List.copyOf(reports);
    ledger = List.copyOf(ledger);
    unmapped = List.copyOf(unmapped);
    reasons = List.copyOf(reasons);
  }

  /** How a connector is. */
  public enum Colour {
    GREEN,
    YELLOW,
    RED
  }

  /**
   * A report as the run leaves it.
   *
   * @param changed whether this run published the revision
   * @param withdrawn whether the report no longer exists, and the revision is its last, empty one
   * @param amount the total, empty where the report has no amounts
   * @param customers the total of each customer, by name
   * @param folder the revision's folder
   */
  public record ReportLine(
      String id,
      String product,
      String marketplace,
      String payer,
      String period,
      int revision,
      boolean changed,
      boolean withdrawn,
      long records,
      String amount,
      String currency,
      Map<String, String> customers,
      String folder) {
    public ReportLine {
      customers = Map.copyOf(customers);
    }
  }

  /**
   * Where the lines of a delivery went.
   *
   * @param state {@code in-force}, {@code superseded} or {@code refused}
   */
  public record LedgerLine(
      String connector,
      String period,
      String delivery,
      String state,
      long linesIn,
      long linesOut,
      boolean balanced) {}

  /** An account that nobody owns on the days of these lines. */
  public record Unmapped(
      String provider, String account, String label, long lines, String cost, String currency) {}

  /**
   * Why something is not green.
   *
   * @param connector the connector's id, empty for the configuration
   */
  public record Reason(String connector, Colour colour, String text) {}

  public boolean red() {
    return reasons.stream().anyMatch(reason -> reason.colour() == Colour.RED);
  }

  public boolean balanced() {
    return ledger.stream().allMatch(LedgerLine::balanced);
  }

  /** The exit code of the command line: 0 where nothing is red and everything balances. */
  public int exitCode() {
    return red() || !balanced() ? ExitCodes.RED : ExitCodes.DONE;
  }
}
