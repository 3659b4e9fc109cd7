package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir Path folder;

  @Test
  void aLookChangesWithSizeTimeFileAndPresence() throws IOException {
    Path file = folder.resolve("owners.csv");
    WatchedFiles watched = new WatchedFiles(List.of(file));

    String absent = watched.look();
    Files.writeString(file, "one");
    FileTime time = FileTime.from(Instant.parse("2026-10-01T00:00:00Z"));
    Files.setLastModifiedTime(file, time);
    String there = watched.look();
    assertThat(there).isNotEqualTo(absent).isEqualTo(watched.look());

    Files.writeString(file, "longer");
    Files.setLastModifiedTime(file, time);
    String longer = watched.look();
    assertThat(longer).isNotEqualTo(there);

    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-10-01T00:00:01Z")));
    assertThat(watched.look()).isNotEqualTo(longer);

    Path other = Files.writeString(folder.resolve("other"), "longer");
    Files.setLastModifiedTime(other, time);
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(watched.look()).isNotEqualTo(longer);
  }
}
