package io.ratemill.sinks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ratemill.model.BillingPeriod;
import io.ratemill.model.ReportKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The report ids that a workspace has given, kept in its file ids.json.
 *
 * <p>Shape: an id is {@code UF-yyyy-MM-dddd-dddd}; its digits come from the SHA-256 of product,
 * marketplace, payer and period, and on a clash are the next that are free. Once given, a key keeps
 * its id, whoever asks: tasks and processes that share the workspace take turns.
 */
public final class ReportIds {
  static final String FILE_NAME = "ids.json";
  private static final String LOCK_NAME = ".ids.lock";
  private static final long RANGE = 100_000_000L;
  private static final Object GIVING = new Object();

  private final Path file;
  private final ToLongFunction<ReportKey> hash;

  public ReportIds(Path workspace) {
    this(workspace, ReportIds::hash);
  }

  ReportIds(Path workspace, ToLongFunction<ReportKey> hash) {
    this.file = workspace.resolve(FILE_NAME);
    this.hash = hash;
  }

  /** All ids that were given, by id. */
  public Map<String, ReportKey> given() throws IOException {
    Map<String, ReportKey> given = new TreeMap<>();
    if (!Files.exists(file)) {
      return given;
    }
    String remedy =
        "Restore it from a copy: without it, reports whose digits clash could swap their ids";
    for (Map.Entry<String, JsonNode> entry : JsonText.read(file, remedy).properties()) {
      JsonNode key = entry.getValue();
      try {
        given.put(
            entry.getKey(),
            new ReportKey(
                text(key, "product"),
                text(key, "marketplace"),
                text(key, "payer"),
                BillingPeriod.parse(text(key, "period"))));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            file + ", " + entry.getKey() + ": " + e.getMessage() + ". " + remedy, e);
      }
    }
    return given;
  }

  /**
   * The ids of some reports; those that have none get one, and the file keeps it before this
   * returns. Keys given together get the same ids whatever their order.
   */
  public Map<ReportKey, String> assign(Collection<ReportKey> keys) throws IOException {
    Map<ReportKey, String> known = byKey(given());
    if (!known.keySet().containsAll(keys)) {
      known = give(keys);
    }
    Map<ReportKey, String> assigned = new TreeMap<>(known);
    assigned.keySet().retainAll(new HashSet<>(keys));
    return assigned;
  }

  /** Gives ids, looking at the file again where nobody else can be giving any. */
  private Map<ReportKey, String> give(Collection<ReportKey> keys) throws IOException {
    Path workspace = file.toAbsolutePath().getParent();
    if (workspace == null) {
      throw new IOException(file + " lies in no folder");
    }
    WorkspaceFiles.createFolders(workspace);
    // A file lock keeps out other processes, and only those.
    synchronized (GIVING) {
      try (FileChannel channel =
              FileChannel.open(
                  workspace.resolve(LOCK_NAME),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Map<String, ReportKey> given = given();
        Map<ReportKey, String> known = byKey(given);
        for (ReportKey key : new TreeSet<>(keys)) {
          if (!known.containsKey(key)) {
            String id = free(key, given);
            given.put(id, key);
            known.put(key, id);
          }
        }
        WorkspaceFiles.write(file, text(given));
        return known;
      }
    }
  }

  private static Map<ReportKey, String> byKey(Map<String, ReportKey> given) {
    Map<ReportKey, String> byKey = new HashMap<>();
    given.forEach((id, key) -> byKey.put(key, id));
    return byKey;
  }

  private String free(ReportKey key, Map<String, ReportKey> given) {
    long digits = Math.floorMod(hash.applyAsLong(key), RANGE);
    for (long tried = 0; tried < RANGE; tried++) {
      String id = id(key.period(), (digits + tried) % RANGE);
      if (!given.containsKey(id)) {
        return id;
      }
    }
    throw new IllegalStateException("all report ids of " + key.period() + " are given");
  }

  private static String id(BillingPeriod period, long digits) {
    String all = Long.toString(RANGE + digits);
    return "UF-" + period + "-" + all.substring(1, 5) + "-" + all.substring(5);
  }

  private static long hash(ReportKey key) {
    return ByteBuffer.wrap(Sha256.of(key.text())).getLong();
  }

  private static String text(Map<String, ReportKey> given) {
    ObjectNode root = JsonText.object();
    given.forEach(
        (id, key) ->
            root.putObject(id)
                .put("product", key.productId())
                .put("marketplace", key.marketplaceId())
                .put("payer", key.payerId())
                .put("period", key.period().toString()));
    return JsonText.of(root);
  }

  private static String text(JsonNode key, String field) {
    JsonNode value = key.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is missing");
    }
    return value.textValue();
  }
}
