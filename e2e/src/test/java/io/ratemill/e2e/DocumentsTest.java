package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is written beside the code: documents whose links lead somewhere, SQL that leaves money be.
 */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");

  @Test
  void everyRelativeLinkLeadsToAFile() throws IOException {
    Map<String, String> broken = new TreeMap<>();
    List<Path> documents = files(root(), ".md");
    assertThat(documents).hasSizeGreaterThan(8);
    for (Path document : documents) {
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        String target = link.group(1);
        if (!target.contains("://") && !Files.exists(document.resolveSibling(target))) {
          broken.put(root().relativize(document) + " -> " + target, "no such file");
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void sqlCountsAndGroupsButNeverMultipliesDividesOrSumsMoney() throws IOException {
    List<Path> statements = files(root().resolve("sql"), ".sql");
    assertThat(statements).isNotEmpty();
    for (Path statement : statements) {
      String sql = COMMENT.matcher(Files.readString(statement)).replaceAll("");
      String rest = sql.replaceAll("(?i)COUNT\\(\\*\\)|SUM\\(lines\\)|EXACT_SUM\\(", "");
      assertThat(rest)
          .as(statement.getFileName().toString())
          .doesNotContain("*", "/")
          .doesNotContainPattern("(?i)\\b(SUM|AVG|ROUND|CAST)\\s*\\(");
    }
  }

  @Test
  void whatShipsIsWhatWasWrittenDown() throws IOException {
    Path module = root().resolve("jobs");
    Path built = module.resolve("target/runtime-deps.txt");
    assertThat(built).as("made by the jobs module's package phase").exists();
    try (Stream<String> lines = Files.lines(built)) {
      List<String> shipped =
          lines
              .map(line -> line.strip().replaceAll(" --.*", ""))
              .filter(line -> line.contains(":jar:") && !line.startsWith("io.ratemill:"))
              .sorted()
              .toList();
      assertThat(shipped)
          .as("libraries in the job's jar; where the change is meant, change jobs/runtime-deps.txt")
          .isEqualTo(Files.readAllLines(module.resolve("runtime-deps.txt")));
    }
  }

  /** The folder of the root pom, from the folder of this module. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("ratemill")) ? here : here.getParent();
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(
              file ->
                  !root()
                      .relativize(file)
                      .toString()
                      .matches("(.*/)?(target|out|node_modules|\\.git)/.*"))
          .toList();
    }
  }
}
