package io.ratemill.sinks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceFilesTest {
  @Test
  void aFileAndItsFoldersComeIntoBeing(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ledger/aws-main/2026-10/b7f0.json");
    WorkspaceFiles.write(file, "größe\n");
    assertThat(Files.readString(file)).isEqualTo("größe\n");
    WorkspaceFiles.write(file, "new\n");
    assertThat(Files.readString(file)).isEqualTo("new\n");
    assertThat(names(file.getParent())).containsExactly("b7f0.json");
  }

  @Test
  void aFileThatCannotBeWrittenWholeStaysAsItWas(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("status.json");
    WorkspaceFiles.write(file, "old");
    assertThatThrownBy(
            () ->
                WorkspaceFiles.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("no space left");
                    }))
        .hasMessage("no space left");
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(names(folder)).containsExactly("status.json");
  }

  @Test
  void idsAreEncodedAsTheContractSays() {
    assertThat(WorkspaceFiles.fileName("bling/t:1 100%.csv#etag", ".json"))
        .isEqualTo("bling%2Ft%3A1 100%25.csv#etag.json");
    assertThat(WorkspaceFiles.decode("bling%2Ft%3A1 100%25.csv")).isEqualTo("bling/t:1 100%.csv");
  }

  @Property
  void decodingIsTheInverseOfEncoding(@ForAll String id) {
    assertThat(WorkspaceFiles.decode(WorkspaceFiles.encode(id))).isEqualTo(id);
    assertThat(WorkspaceFiles.encode(id)).doesNotContain("/", ":");
  }

  @Test
  void decodingDoesNotDecodeTwice() {
    assertThat(WorkspaceFiles.decode(WorkspaceFiles.encode("%2F"))).isEqualTo("%2F");
  }

  @Test
  void aNameThatNoFileSystemTakesIsCutAndStaysUnique(@TempDir Path folder) throws IOException {
    String common = "ü".repeat(200) + "/" + "x".repeat(600);
    String one = WorkspaceFiles.fileName(common + "1", ".json");
    String two = WorkspaceFiles.fileName(common + "2", ".json");
    assertThat(one).isNotEqualTo(two).endsWith(".json");
    assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
    WorkspaceFiles.write(folder.resolve(one), "1");
    WorkspaceFiles.write(folder.resolve(two), "2");
    assertThat(Files.readString(folder.resolve(one))).isEqualTo("1");
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }
}
