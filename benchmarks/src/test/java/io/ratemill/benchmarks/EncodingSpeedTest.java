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

final class EncodingSpeedTest {
  @Test
  void bothReadersReadTheSameCellsOfEveryEncoding(@TempDir Path folder) throws Exception {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    List<EncodingResult> results =
        new EncodingSpeed(folder, out, Clock.systemUTC()).measure(3_000, 0, 1);

    assertThat(results).hasSize(EncodedFile.values().length);
    assertThat(results).allSatisfy(each -> assertThat(each.ratio()).isPositive());
    assertThat(results.stream().flatMap(each -> each.encodings().stream()))
        .contains(
            "PLAIN_DICTIONARY",
            "RLE_DICTIONARY",
            "DELTA_BINARY_PACKED",
            "DELTA_BYTE_ARRAY",
            "BYTE_STREAM_SPLIT");
    assertThat(EncodingResult.section(results)).contains("| page V2, DELTA, snappy |");
  }
}
