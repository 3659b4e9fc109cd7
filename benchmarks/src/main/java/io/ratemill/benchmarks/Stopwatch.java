package io.ratemill.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The clocks of this process: time on the wall, and of its processors. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  private final long wall = System.nanoTime();
  private final long cpu = cpuNanos();

  private static long cpuNanos() {
    List<OperatingSystemMXBean> beans =
        ManagementFactory.getPlatformMXBeans(OperatingSystemMXBean.class);
    return beans.get(0).getProcessCpuTime();
  }

  double seconds() {
    return (System.nanoTime() - wall) / NANOS;
  }

  double cpuSeconds() {
    return (cpuNanos() - cpu) / NANOS;
  }

  static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / NANOS;
  }
}
