package io.ratemill.jobs.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;

/** The text of status.json. */
final class StatusText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private StatusText() {}

  static String of(StatusFile status) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(status) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("status.json cannot be written", e);
    }
  }
}
