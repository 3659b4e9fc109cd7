package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first thing a newcomer does. */
final class DemoITCase {
  @TempDir private Path folder;

  @Test
  void makesReportsOfTwoRealBillsAndSaysWhatItDid() {
    Engine.Ended ended = Engine.run(folder, "demo").exits(0);

    Workspace workspace = new Workspace(folder.resolve("out/demo"));
    Set<String> customers =
        workspace.newest().values().stream()
            .flatMap(revision -> revision.table().rows().stream())
            .map(row -> row.get("customer_company_name"))
            .collect(Collectors.toSet());
    assertThat(customers)
        .containsExactlyInAnyOrder("Harbour Robotics", "Alpine Foods", "Nordlicht Media");
    for (String connector : Set.of("aws-cur", "focus")) {
      assertThat(workspace.ledger(connector).values())
          .isNotEmpty()
          .allMatch(file -> file.path("balanced").asBoolean());
      assertThat(workspace.colour(connector)).isNotEqualTo("red");
    }
    assertThat(workspace.unmapped()).extracting(row -> row.get("provider")).contains("aws", "oci");
    assertThat(ended.text())
        .contains(customers)
        .containsIgnoringCase("unmapped")
        .contains("out/demo");
    assertThat(ended.text()).doesNotContain("SLF4J").doesNotContain("\tat ");
    // A newcomer tries twice.
    int revisions = workspace.revisions().size();
    Engine.run(folder, "demo").exits(0);
    assertThat(workspace.revisions()).hasSize(revisions);
  }
}
