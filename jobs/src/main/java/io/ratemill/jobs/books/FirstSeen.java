package io.ratemill.jobs.books;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * When a reason was first seen, carried over from the status that an earlier run left, so that
 * trouble which stays from run to run is escalated.
 */
final class FirstSeen {
  private FirstSeen() {}

  static BooksState carryOver(Path workspace, BooksState state) throws IOException {
    Path file = workspace.resolve("status.json");
    if (!Files.exists(file)) {
      return state;
    }
    for (JsonNode connector :
        JsonMapper.builder().build().readTree(file.toFile()).path("connectors")) {
      for (JsonNode reason : connector.path("reasons")) {
        String key =
            connector.path("id").asText()
                + '\u001f'
                + reason.path("code").asText()
                + '\u001f'
                + reason.path("place").asText();
        try {
          state.since.put(key, Instant.parse(reason.path("since").asText()));
        } catch (DateTimeParseException e) {
          throw new IOException(
              file + ": 'since' of a reason of " + connector.path("id").asText() + " is no time",
              e);
        }
      }
    }
    return state;
  }
}
