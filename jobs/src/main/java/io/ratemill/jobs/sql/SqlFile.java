package io.ratemill.jobs.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** One statement of the folder sql/, as it travels in the job's jar. */
final class SqlFile {
  private SqlFile() {}

  /** The text of {@code sql/<name>.sql}. Errors: a missing file is a fault of the build. */
  static String read(String name) {
    String path = "/sql/" + name + ".sql";
    try (InputStream in = SqlFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }
}
