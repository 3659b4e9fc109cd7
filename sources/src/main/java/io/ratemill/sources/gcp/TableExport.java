package io.ratemill.sources.gcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import io.ratemill.sources.gcp.TableLook.Partition;
import io.ratemill.sources.store.ObjectStore;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Exports partitions of a table into run folders of a bucket, as {@link RunLayout} reads them.
 *
 * <p>Shape: each run has a fresh folder below the month, whose marker is written last and names the
 * files that were there then; one that broke off has none and is made anew.
 */
final class TableExport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WRITING = "https://www.googleapis.com/auth/devstorage.read_write";

  private final BigQueryPlace place;
  private final CloudStoragePlace into;

  TableExport(BigQueryPlace place, CloudStoragePlace into) {
    this.place = place;
    this.into = into;
  }

  /** The run that a partition is exported by: more rows, or newer ones, are another run. */
  static String run(Partition partition) {
    return partition.newest() + " %012d".formatted(partition.rows());
  }

  /** Exports a partition and month, all of whose rows have a time and a month. */
  void write(TableLook look, Partition partition) throws StoreException {
    String period = partition.period();
    String folder =
        "billing_period="
            + period
            + "/"
            + plain((partition.cut() + " " + run(partition) + " " + partition.seen()).strip());
    CloudStoragePlace own = below(folder);
    look.export(partition, own.text());
    List<StoredObject> files;
    try (ObjectStore store = own.open()) {
      files = store.list();
    }
    ObjectNode marker = JSON.createObjectNode();
    marker.put("runId", run(partition)).put("table", place.name()).put("period", period);
    if (!partition.cut().isEmpty()) {
      marker.put("partition", partition.cut());
    }
    marker.put("maxExportTime", String.valueOf(partition.newest()));
    ArrayNode named = marker.putArray("files");
    files.forEach(file -> named.addObject().put("name", file.key()).put("bytes", file.bytes()));
    write(own, marker.toString());
  }

  /** A name without what consoles and URIs stumble over. */
  private static String plain(String name) {
    return name.replace(' ', '_').replace(":", "");
  }

  private CloudStoragePlace below(String folder) {
    return new CloudStoragePlace(
        into.bucket(),
        MonthFolder.joined(into.prefix(), folder),
        into.endpoint(),
        into.secret(),
        into.pause());
  }

  private void write(CloudStoragePlace folder, String marker) throws StoreException {
    BlobInfo blob =
        BlobInfo.newBuilder(folder.bucket(), folder.prefix() + "/" + RunMarker.NAME)
            .setContentType("application/json")
            .build();
    Storage storage = folder.client(WRITING);
    try (WriteChannel channel = storage.writer(blob)) {
      ByteBuffer bytes = ByteBuffer.wrap(marker.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (StorageException | IOException e) {
      throw unwritten(folder, e);
    } finally {
      folder.close(storage);
    }
  }

  private static StoreException unwritten(CloudStoragePlace folder, Exception e) {
    boolean denied =
        e instanceof StorageException storage
            && (storage.getCode() == 401 || storage.getCode() == 403);
    return new StoreException(
        denied ? Trouble.DENIED : Trouble.UNREACHABLE,
        "the marker of run "
            + folder.text()
            + " cannot be written: "
            + e.getMessage()
            + (denied
                ? ". Give the service account the role Storage Object User"
                    + " (roles/storage.objectUser) on bucket "
                    + folder.bucket()
                : "; the partition is exported again at the next look"),
        e);
  }
}
