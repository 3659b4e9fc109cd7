package io.ratemill.jobs.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of UTF-8 text, with or without a byte order mark. */
final class TextFiles {
  private TextFiles() {}

  static String read(Path file) throws IOException {
    String text =
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
            .toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** What is wrong with a file that is there. */
  static Problem problem(Path file, IOException e) {
    return e instanceof CharacterCodingException
        ? new Problem(
            file.toString(),
            0,
            0,
            "the file is not UTF-8 text",
            "Save it again with the encoding UTF-8")
        : new Problem(
            file.toString(),
            0,
            0,
            "the file cannot be read (" + e + ")",
            "Check what it is and who may read it");
  }
}
