package io.ratemill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicLong now = new AtomicLong(5);

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aLogHasALineEveryTenSeconds() {
    try (ProgressLine line = new ProgressLine(out, ProgressLine.Display.LOG, now::get)) {
      pass(Duration.ofSeconds(9));
      line.show(new Progress(1, 1, 0));
      assertThat(text()).isEmpty();

      pass(Duration.ofSeconds(1));
      line.show(new Progress(1_000_000, 10L << 20, 40L << 20));
      pass(Duration.ofSeconds(1));
      line.show(new Progress(1_100_000, 11L << 20, 40L << 20));
    }
    assertThat(text())
        .isEqualTo(
            "ratemill: 1,000,000 lines, 10.0 MiB of 40.0 MiB, 100,000 lines/s, 1.0 MiB/s, 0:30"
                + " left\n"
                + "ratemill: 1,100,000 lines, 11.0 MiB of 40.0 MiB, 100,000 lines/s, 1.0 MiB/s,"
                + " 0:29 left\n");
  }

  @Test
  void aTerminalHasOneLineThatRenewsItself() {
    try (ProgressLine line = new ProgressLine(out, ProgressLine.Display.TERMINAL, now::get)) {
      pass(Duration.ofSeconds(1));
      line.show(new Progress(10, 2048, 0));
      line.show(new Progress(11, 2049, 0));
      pass(Duration.ofSeconds(1));
      line.show(new Progress(20, 4096, 0));
    }
    assertThat(text())
        .isEqualTo(
            "\r10 lines, 2.0 KiB, 10 lines/s, 2.0 KiB/s\u001b[K"
                + "\r20 lines, 4.0 KiB, 10 lines/s, 2.0 KiB/s\u001b[K"
                + "\r20 lines, 4.0 KiB, 10 lines/s, 2.0 KiB/s\u001b[K"
                + System.lineSeparator());
  }

  @Test
  void aShortRunShowsNothing() {
    try (ProgressLine line = new ProgressLine(out, ProgressLine.Display.LOG, now::get)) {
      line.show(new Progress(10, 2048, 0));
    }
    assertThat(text()).isEmpty();
  }

  @Test
  void figuresAreReadable() {
    assertThat(Figures.bytes(1023)).isEqualTo("1023 B");
    assertThat(Figures.bytes(1024)).isEqualTo("1.0 KiB");
    assertThat(Figures.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("7.9 EiB");
    assertThat(Figures.time(59)).isEqualTo("0:59");
    assertThat(Figures.time(3661)).isEqualTo("1:01:01");
    assertThat(Figures.count(1, "line")).isEqualTo("1 line");
    assertThat(Figures.count(2000, "line")).isEqualTo("2,000 lines");
  }
}
