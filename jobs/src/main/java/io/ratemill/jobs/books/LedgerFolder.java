package io.ratemill.jobs.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ratemill.model.Provider;
import io.ratemill.sinks.report.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ledger's files, {@code ledger/<connector>/<period>/<delivery>.json}.
 *
 * <p>At most one file of a slot and period says in-force: whoever writes it marks the others
 * superseded, whatever run wrote them. Of a day of a topic each version holds all that the one
 * before it held, and there is one at every look: only the newest has a file.
 */
final class LedgerFolder {
  /** The period folder of a delivery that was refused before its period was known. */
  static final String UNKNOWN_PERIOD = "unknown";

  private static final String IN_FORCE = "in-force";
  private static final String SUPERSEDED = "superseded";
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private final Path ledger;

  LedgerFolder(Path workspace) {
    this.ledger = workspace.resolve("ledger");
  }

  void write(LedgerFile file) throws IOException {
    Path folder = folder(file.connector(), file.period());
    if (file.provider().equals(Provider.KAFKA.text())) {
      writeNewest(folder, file);
      return;
    }
    if (file.state().equals(IN_FORCE)) {
      supersedeOthers(folder, file);
    }
    if (file.state().equals(SUPERSEDED)) {
      markSuperseded(folder, file);
    } else {
      put(target(folder, file.delivery(), file.slot()), MAPPER.valueToTree(file));
    }
  }

  private static void writeNewest(Path folder, LedgerFile file) throws IOException {
    if (file.state().equals(SUPERSEDED)) {
      return;
    }
    for (Path other : files(folder)) {
      ObjectNode content = read(other);
      if (content.path("slot").asText().equals(file.slot())
          && content.path("state").asText().equals(file.state())
          && !content.path("delivery").asText().equals(file.delivery())) {
        Files.delete(other);
      }
    }
    put(target(folder, file.delivery(), file.slot()), MAPPER.valueToTree(file));
  }

  private Path folder(String connector, String period) {
    return ledger
        .resolve(WorkspaceFiles.encode(connector))
        .resolve(period.isEmpty() ? UNKNOWN_PERIOD : period);
  }

  /** The delivery's file; two slots may use one delivery id, then the slot is in the name too. */
  private static Path target(Path folder, String delivery, String slot) throws IOException {
    Path plain = folder.resolve(WorkspaceFiles.fileName(delivery, ".json"));
    if (!Files.exists(plain) || read(plain).path("slot").asText().equals(slot)) {
      return plain;
    }
    return folder.resolve(WorkspaceFiles.fileName(delivery + "~" + slot, ".json"));
  }

  private static void supersedeOthers(Path folder, LedgerFile file) throws IOException {
    for (Path other : files(folder)) {
      ObjectNode content = read(other);
      if (content.path("slot").asText().equals(file.slot())
          && content.path("state").asText().equals(IN_FORCE)
          && !content.path("delivery").asText().equals(file.delivery())) {
        content.put("state", SUPERSEDED);
        put(other, content);
      }
    }
  }

  /** What was known of the delivery while it was in force stays; else there is only its name. */
  private static void markSuperseded(Path folder, LedgerFile file) throws IOException {
    Path target = target(folder, file.delivery(), file.slot());
    if (Files.exists(target)) {
      ObjectNode content = read(target);
      if (content.path("state").asText().equals(IN_FORCE)) {
        content.put("state", SUPERSEDED);
        put(target, content);
        return;
      }
    }
    put(target, MAPPER.valueToTree(file));
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
        found.forEach(files::add);
      }
    }
    return files;
  }

  private static ObjectNode read(Path file) throws IOException {
    JsonNode tree = MAPPER.readTree(file.toFile());
    if (tree instanceof ObjectNode content) {
      return content;
    }
    throw new IOException(file + " is no ledger file: it holds no JSON object");
  }

  private static void put(Path file, JsonNode content) throws IOException {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
      WorkspaceFiles.write(file, text);
    } catch (JsonProcessingException e) {
      throw new IOException("ledger file " + file + " cannot be written", e);
    }
  }
}
