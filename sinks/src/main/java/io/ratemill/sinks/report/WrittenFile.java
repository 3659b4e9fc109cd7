package io.ratemill.sinks.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file that was written: its name, its size in bytes and its SHA-256 in hex. */
record WrittenFile(String name, long bytes, String sha256) {

  /** Writes a file anew. Whether the disk keeps it is for the caller to see to. */
  static WrittenFile write(Path file, WorkspaceFiles.Content content) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = new BufferedOutputStream(new DigestOutputStream(raw, digest), 1 << 16)) {
      content.writeTo(out);
    }
    return new WrittenFile(
        String.valueOf(file.getFileName()),
        Files.size(file),
        HexFormat.of().formatHex(digest.digest()));
  }
}
