package io.ratemill.jobs.config;

import java.nio.file.Path;

/**
 * Where the bills of a connector lie, taken apart.
 *
 * <p>Shape: paths below a bucket are as written, but for slashes at the end; nothing in them is
 * percent-decoded, so that a blank is a blank.
 */
public sealed interface Location {
  /** The location as people write it. */
  String text();

  /** A folder; its path is absolute. */
  record Folder(Path path) implements Location {
    @Override
    public String text() {
      return "file:" + path;
    }
  }

  /** A folder of a bucket of S3 or of a store that speaks like it. */
  record S3(String bucket, String prefix) implements Location {
    @Override
    public String text() {
      return joined("s3", bucket, prefix);
    }
  }

  /** A folder of a container of Azure Blob storage. */
  record AzureBlob(String account, String container, String path) implements Location {
    @Override
    public String text() {
      return joined("azblob", account, container, path);
    }
  }

  /** A folder of a bucket of Google Cloud Storage. */
  record CloudStorage(String bucket, String prefix) implements Location {
    @Override
    public String text() {
      return joined("gs", bucket, prefix);
    }
  }

  /** A table of BigQuery. */
  record BigQuery(String project, String dataset, String table) implements Location {
    @Override
    public String text() {
      return joined("bigquery", project, dataset, table);
    }
  }

  /** A folder of a bucket of OCI Object Storage. */
  record Oci(String namespace, String bucket, String prefix) implements Location {
    @Override
    public String text() {
      return joined("oci", namespace, bucket, prefix);
    }
  }

  /** A topic of Kafka; several servers are divided by commas. */
  record Topic(String servers, String topic) implements Location {
    @Override
    public String text() {
      return joined("kafka", servers, topic);
    }
  }

  /** The two exports of Azure that together tell billed and effective costs. */
  record Exports(Location actual, Location amortized) implements Location {
    @Override
    public String text() {
      return "{actual: " + actual.text() + ", amortized: " + amortized.text() + "}";
    }
  }

  private static String joined(String scheme, String... segments) {
    String path = String.join("/", segments);
    return scheme + "://" + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }
}
