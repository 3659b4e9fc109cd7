package io.ratemill.jobs.config;

import java.util.List;

/**
 * The columns that a table may have.
 *
 * @param required those that each row must have
 * @param numbers those that hold a number, where all others hold texts
 */
record Columns(List<String> names, List<String> required, List<String> numbers) {
  Columns {
    names = List.copyOf(names);
    required = List.copyOf(required);
    numbers = List.copyOf(numbers);
  }
}
