package io.ratemill.jobs.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    Map<String, Integer> places = new HashMap<>();
    unordered.forEach(problem -> places.putIfAbsent(problem.file(), places.size()));
    return unordered.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> places.getOrDefault(problem.file(), 0))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }
}
