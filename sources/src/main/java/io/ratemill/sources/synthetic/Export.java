package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where a kind of export leaves its files, and what says that they are whole. */
interface Export {
  /** The place of a delivery before anything is written. */
  Placement place(int delivery, int parts, Instant time);

  /** Writes the markers of a delivery and names them, the one that is read first in front. */
  List<Path> mark(Placement placement, List<Column> columns) throws IOException;

  /** Whether each file is a delivery of its own. */
  Unit unit();

  /** What is delivered at once. */
  enum Unit {
    ALL_FILES,
    EACH_FILE
  }

  /**
   * Where the files of one delivery go.
   *
   * @param id the provider's id of the delivery
   * @param files the files, in order
   * @param keys their names in the bucket that they pretend to lie in
   */
  record Placement(int delivery, String id, Instant time, List<Path> files, List<String> keys) {
    public Placement {
      files = List.copyOf(files);
      keys = List.copyOf(keys);
    }
  }
}
