package io.ratemill.jobs.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a reason was first seen, carried over from the status that an earlier run left, so that
 * trouble which stays from run to run is escalated.
 */
final class FirstSeen {
  private static final Logger LOG = LoggerFactory.getLogger(FirstSeen.class);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FirstSeen() {}

  static BooksState carryOver(Path workspace, BooksState state) throws IOException {
    Path file = workspace.resolve("status.json");
    if (!Files.exists(file)) {
      return state;
    }
    try {
      for (JsonNode connector : MAPPER.readTree(file.toFile()).path("connectors")) {
        for (JsonNode reason : connector.path("reasons")) {
          String key =
              connector.path("id").asText()
                  + '\u001f'
                  + reason.path("code").asText()
                  + '\u001f'
                  + reason.path("place").asText();
          state.since.put(key, Instant.parse(reason.path("since").asText()));
        }
      }
    } catch (JsonProcessingException | DateTimeParseException e) {
      // The file is written anew by this run; all that is lost is since when trouble was seen.
      LOG.warn("{} is damaged and is written anew; reasons count as new", file, e);
    }
    return state;
  }
}
