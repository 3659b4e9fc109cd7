package io.ratemill.sources.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Cells of CSV. */
public final class Cells {
  private Cells() {}

  /** Adds a cell, in quotes where it needs them. */
  public static void write(String cell, ByteArrayOutputStream into) {
    if (!cell.isEmpty()) {
      into.writeBytes(quoted(cell).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String quoted(String cell) {
    boolean plain =
        cell.indexOf(',') < 0
            && cell.indexOf('"') < 0
            && cell.indexOf('\n') < 0
            && cell.indexOf('\r') < 0;
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
