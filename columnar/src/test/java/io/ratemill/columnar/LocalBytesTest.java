package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBytesTest {
  @TempDir Path folder;

  @Test
  void aFileRenamedOverItDoesNotChangeTheBytes() throws IOException {
    Path file = Files.writeString(folder.resolve("bill.csv"), "old old");
    try (Bytes bytes = Bytes.of(file)) {
      Path other = Files.writeString(folder.resolve("other"), "new");
      Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(bytes.length()).isEqualTo(7);
      try (InputStream stream = bytes.open(4)) {
        assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("old");
      }
      byte[] part = new byte[5];
      bytes.readFully(0, part, 1, 3);
      assertThat(new String(part, StandardCharsets.UTF_8)).isEqualTo("\0old\0");
      assertThat(bytes.name()).isEqualTo(file.toString());
    }
  }

  @Test
  void readingPastTheEndIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("bill.csv"), "1234");
    try (Bytes bytes = Bytes.of(file)) {
      assertThatThrownBy(() -> bytes.readFully(2, new byte[9], 0, 9))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("bill.csv");
    }
  }
}
