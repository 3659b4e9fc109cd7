package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkbookSpeedTest {
  @Test
  void bothWritersWriteTheSameCells(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    WorkbookResult result =
        new WorkbookSpeed(folder, printed, Clock.systemUTC()).measure(1_200, 0, 1);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("1,200 rows in both workbooks");
    assertThat(result.ratio()).isPositive();
    assertThat(result.heapAfterCollection()).isLessThanOrEqualTo(result.heap());
    assertThat(WorkbookResult.section(List.of(result))).contains("| 1,200 | 28 | 1 |");
  }
}
