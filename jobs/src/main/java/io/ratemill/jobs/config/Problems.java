package io.ratemill.jobs.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems and warnings found so far, in all files of one configuration. */
final class Problems {
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void add(Problem problem) {
    problems.add(problem);
  }

  void warn(Problem warning) {
    warnings.add(warning);
  }

  int count() {
    return problems.size();
  }

  List<Problem> problems() {
    return inReadingOrder(problems);
  }

  List<Problem> warnings() {
    return inReadingOrder(warnings);
  }

  private static List<Problem> inReadingOrder(List<Problem> unordered) {
    List<String> files = unordered.stream().map(Problem::file).distinct().toList();
    return unordered.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }
}
