package io.ratemill.sources.synthetic;

import io.ratemill.model.ChargeClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Counts and exact sums per charge class, kept while lines are written. */
final class ControlTotals {
  private final LineMill.Standard standard;
  private final long[] lines = new long[ChargeClass.values().length];
  private final ExactSum[] billed = new ExactSum[lines.length];
  private final ExactSum[] list = new ExactSum[lines.length];
  private final ExactSum[] effective = new ExactSum[lines.length];

  ControlTotals(LineMill.Standard standard) {
    this.standard = standard;
    for (int i = 0; i < lines.length; i++) {
      billed[i] = new ExactSum();
      list[i] = new ExactSum();
      effective[i] = new ExactSum();
    }
  }

  void add(Line line) {
    int index = line.kind.chargeClass().ordinal();
    lines[index]++;
    billed[index].add(line.billed, line.tail);
    list[index].add(line.list, 0);
    switch (standard) {
      case FOCUS -> effective[index].add(line.effective, 0);
      case CUR, OCI_COST -> addEffective(line, effective[index]);
      case GCP -> {
        effective[index].add(line.billed, line.tail);
        addCredits(line);
      }
      case AZURE ->
          effective[index].add(line.effective, line.effective == line.billed ? line.tail : 0);
    }
  }

  /** Each credit of a row is a line of its own. */
  private void addCredits(Line line) {
    for (int i = GcpCredits.count(line) - 1; i >= 0; i--) {
      int index = GcpCredits.chargeClass(GcpCredits.code(line, i)).ordinal();
      lines[index]++;
      billed[index].add(GcpCredits.amount(line, i), 0);
      effective[index].add(GcpCredits.amount(line, i), 0);
    }
  }

  /** The effective cost of a line of CUR, which has no such column. Source: rating of AWS lines. */
  private static void addEffective(Line line, ExactSum sum) {
    switch (line.kind) {
      case RESERVED, PLAN_COVERED -> sum.add(line.effective, 0);
      case RESERVATION_RECURRING -> sum.add(line.unusedUpfront + line.unusedRecurring, 0);
      case PLAN_RECURRING -> sum.add(line.commitment - line.usedCommitment, 0);
      case PLAN_UPFRONT, RESERVATION_UPFRONT, PLAN_NEGATION -> sum.add(0, 0);
      default -> sum.add(line.billed, line.tail);
    }
  }

  void addAll(ControlTotals other) {
    for (int i = 0; i < lines.length; i++) {
      lines[i] += other.lines[i];
      billed[i].add(other.billed[i]);
      list[i].add(other.list[i]);
      effective[i].add(other.effective[i]);
    }
  }

  long lines() {
    long sum = 0;
    for (long each : lines) {
      sum += each;
    }
    return sum;
  }

  BigDecimal billed() {
    BigDecimal sum = BigDecimal.ZERO;
    for (ExactSum each : billed) {
      sum = sum.add(each.value());
    }
    return sum;
  }

  List<GeneratedBill.ClassTotal> classes() {
    List<GeneratedBill.ClassTotal> result = new ArrayList<>();
    for (ChargeClass each : ChargeClass.values()) {
      int i = each.ordinal();
      if (lines[i] > 0) {
        result.add(
            new GeneratedBill.ClassTotal(
                each, lines[i], billed[i].value(), list[i].value(), effective[i].value()));
      }
    }
    return result;
  }
}
