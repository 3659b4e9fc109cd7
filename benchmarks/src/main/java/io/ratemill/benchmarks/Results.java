package io.ratemill.benchmarks;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured, kept as JSON beside the document made from it.
 *
 * <p>Shape: one result per case and number of processors, which measuring it again replaces; what
 * is measured beside the cases is replaced kind by kind, as a whole.
 */
record Results(
    List<CaseResult> cases,
    List<ChangeResult> changes,
    List<ChangeResult> restatements,
    List<WorkbookResult> workbooks,
    List<EncodingResult> encodings,
    List<CheckpointResult> checkpoints,
    List<RecoveryResult> recoveries,
    List<LatencyResult> latencies,
    List<SoakResult> soaks) {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String FILE = "benchmarks.json";
  private static final ObjectWriter WRITER = MAPPER.writerWithDefaultPrettyPrinter();
  private static final Comparator<CaseResult> ORDER =
      Comparator.comparing((CaseResult result) -> result.of().format())
          .thenComparing(result -> result.of().order())
          .thenComparing(result -> result.of().columns())
          .thenComparing(result -> result.of().accounts())
          .thenComparing(result -> result.of().lines())
          .thenComparing(result -> result.of().seed())
          .thenComparing(result -> result.of().parts())
          .thenComparing(result -> result.of().codec())
          .thenComparing(result -> result.of().grain())
          .thenComparing(result -> result.machine().processors());

  Results {
    cases = cases.stream().sorted(ORDER).toList();
    changes = known(changes);
    restatements = known(restatements);
    workbooks = known(workbooks);
    encodings = known(encodings);
    checkpoints = known(checkpoints);
    recoveries = known(recoveries);
    latencies = known(latencies);
    soaks = known(soaks);
  }

  /** A list that results lack which were written before such things were measured. */
  private static <T> List<T> known(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  static Results read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file)
        ? MAPPER.readValue(file.toFile(), Results.class)
        : new Results(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());
  }

  Results with(CaseResult result) {
    List<CaseResult> all = new ArrayList<>(cases);
    all.removeIf(
        old ->
            old.of().equals(result.of())
                && old.machine().processors() == result.machine().processors());
    all.add(result);
    return replaced("cases", all);
  }

  Results withChanges(List<ChangeResult> measured) {
    return replaced("changes", measured);
  }

  Results withRestatement(ChangeResult measured) {
    return replaced("restatements", List.of(measured));
  }

  Results withWorkbook(WorkbookResult measured) {
    return replaced("workbooks", List.of(measured));
  }

  Results withEncodings(List<EncodingResult> measured) {
    return replaced("encodings", measured);
  }

  Results withCheckpoints(CheckpointResult measured) {
    return replaced("checkpoints", List.of(measured));
  }

  Results withRecovery(RecoveryResult measured) {
    return replaced("recoveries", List.of(measured));
  }

  Results withLatencies(List<LatencyResult> measured) {
    return replaced("latencies", measured);
  }

  Results withSoak(List<SoakResult> run) {
    return replaced("soaks", run);
  }

  /** These results with another list under a component's name. */
  private Results replaced(String kind, List<?> by) {
    ObjectNode all = MAPPER.valueToTree(this);
    all.set(kind, MAPPER.valueToTree(by));
    return MAPPER.convertValue(all, Results.class);
  }

  /** Writes the results, the document and the chart. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    write(folder.resolve(FILE), WRITER.writeValueAsString(this) + "\n");
    write(folder.resolve("benchmarks.md"), BenchmarksDocument.of(this));
    write(folder.resolve("benchmarks.svg"), SpeedChart.of(this));
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
