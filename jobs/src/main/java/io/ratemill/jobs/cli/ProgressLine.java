package io.ratemill.jobs.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run has come: one line that renews itself on a terminal, else a log line every
 * ten seconds.
 *
 * <p>Safe for calls from several threads.
 */
public final class ProgressLine implements AutoCloseable {
  /** What is at the other end. */
  public enum Display {
    TERMINAL,
    LOG
  }

  private static final long EVERY_ON_TERMINAL = Duration.ofMillis(250).toNanos();
  private static final long EVERY_IN_LOG = Duration.ofSeconds(10).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final String TO_START = "\r";
  private static final String CLEAR_TO_END = "\u001b[K";

  private final PrintStream out;
  private final Display display;
  private final LongSupplier nanos;
  private final long started;
  private long shown;
  private @Nullable Progress newest;
  private boolean drawn;

  /**
   * @param nanos a clock that only goes forward, such as {@code System::nanoTime}
   */
  public ProgressLine(PrintStream out, Display display, LongSupplier nanos) {
    this.out = out;
    this.display = display;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.shown = started;
  }

  /** Takes a snapshot, and shows it if the last one has been seen long enough. */
  public synchronized void show(Progress progress) {
    newest = progress;
    long now = nanos.getAsLong();
    if (now - shown >= (display == Display.TERMINAL ? EVERY_ON_TERMINAL : EVERY_IN_LOG)) {
      shown = now;
      draw(progress, now);
    }
  }

  private void draw(Progress progress, long now) {
    String text = text(progress, Math.max(1, now - started));
    if (display == Display.TERMINAL) {
      out.print(TO_START + text + CLEAR_TO_END);
      out.flush();
    } else {
      out.println("ratemill: " + text);
    }
    drawn = true;
  }

  /** Leaves the last state behind, where any was shown. */
  @Override
  public synchronized void close() {
    if (drawn && newest != null) {
      draw(newest, nanos.getAsLong());
      if (display == Display.TERMINAL) {
        out.println();
      }
    }
    drawn = false;
  }

  private static String text(Progress progress, long elapsed) {
    StringBuilder text = new StringBuilder();
    text.append(Figures.count(progress.lines())).append(" lines, ");
    text.append(Figures.bytes(progress.bytes()));
    if (progress.totalBytes() > 0) {
      text.append(" of ").append(Figures.bytes(progress.totalBytes()));
    }
    long perSecond = perSecond(progress.lines(), elapsed);
    text.append(", ").append(Figures.count(perSecond)).append(" lines/s, ");
    text.append(Figures.bytes(perSecond(progress.bytes(), elapsed))).append("/s");
    long rest = progress.totalBytes() - progress.bytes();
    if (rest > 0 && progress.bytes() > 0) {
      long seconds = perSecondsOf(rest, progress.bytes(), elapsed);
      text.append(", ").append(Figures.time(seconds)).append(" left");
    }
    return text.toString();
  }

  private static long perSecond(long count, long elapsed) {
    long millis = Math.max(1, elapsed / (SECOND / 1000));
    return count / millis * 1000 + count % millis * 1000 / millis;
  }

  private static long perSecondsOf(long rest, long done, long elapsed) {
    long rate = Math.max(1, perSecond(done, elapsed));
    return (rest + rate - 1) / rate;
  }
}
