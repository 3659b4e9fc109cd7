package io.ratemill.e2e;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a run left below its workspace, by the output contract. */
final class Workspace {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Path root;

  Workspace(Path root) {
    this.root = root;
  }

  /** One published revision of a report. */
  record Revision(String period, String reportId, int number, Path folder) {
    Path records() {
      return folder.resolve("records.csv");
    }

    Path workbook() {
      return folder.resolve("report.xlsx");
    }

    Csv.Table table() {
      return Csv.read(records());
    }

    JsonNode json() {
      return Workspace.json(folder.resolve("report.json"));
    }

    /** A value of the general tab, wherever report.json keeps it. */
    String general(String attribute) {
      return find(json(), attribute);
    }
  }

  Path root() {
    return root;
  }

  /** Every revision there is, in order of period, report and number. */
  List<Revision> revisions() {
    List<Revision> all = new ArrayList<>();
    for (Path period : children(root.resolve("reports"))) {
      for (Path report : children(period)) {
        for (Path revision : children(report)) {
          all.add(
              new Revision(name(period), name(report), Integer.parseInt(name(revision)), revision));
        }
      }
    }
    all.sort(
        Comparator.comparing(Revision::period)
            .thenComparing(Revision::reportId)
            .thenComparing(Revision::number));
    return all;
  }

  /** The newest revision of every report, by "period/report id". */
  Map<String, Revision> newest() {
    Map<String, Revision> newest = new TreeMap<>();
    revisions().forEach(r -> newest.put(r.period() + "/" + r.reportId(), r));
    return newest;
  }

  /** The newest records.csv of every report, as the bytes' text. */
  Map<String, String> newestRecords() {
    Map<String, String> texts = new TreeMap<>();
    newest().forEach((id, revision) -> texts.put(id, read(revision.records())));
    return texts;
  }

  /** The ledger files of a connector, by "period|delivery". */
  Map<String, JsonNode> ledger(String connector) {
    Map<String, JsonNode> files = new TreeMap<>();
    for (Path period : children(root.resolve("ledger").resolve(connector))) {
      for (Path file : children(period)) {
        JsonNode json = json(file);
        files.put(name(period) + "|" + json.path("delivery").asText(), json);
      }
    }
    return files;
  }

  List<Map<String, String>> unmapped() {
    Path file = root.resolve("unmapped.csv");
    return Files.exists(file) ? Csv.read(file).rows() : List.of();
  }

  JsonNode status() {
    return json(root.resolve("status.json"));
  }

  JsonNode connectorStatus(String id) {
    for (JsonNode connector : status().path("connectors")) {
      if (connector.path("id").asText().equals(id)) {
        return connector;
      }
    }
    throw new AssertionError("status.json says nothing about " + id + ": " + status());
  }

  String colour(String connector) {
    return connectorStatus(connector).path("colour").asText();
  }

  static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names that begin with a dot or an underscore are work in progress and nobody's business. */
  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(p -> !name(p).startsWith(".") && !name(p).startsWith("_"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String find(JsonNode node, String attribute) {
    if (node.isObject() && node.path("attribute_id").asText().equals(attribute)) {
      return node.path("attribute_value").asText();
    }
    if (node.path(attribute).isValueNode()) {
      return node.path(attribute).asText();
    }
    for (JsonNode child : node) {
      String found = find(child, attribute);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
