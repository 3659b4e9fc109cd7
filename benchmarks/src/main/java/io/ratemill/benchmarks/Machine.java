package io.ratemill.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Where something was measured.
 *
 * @param maxHeap bytes that this process may use as heap
 */
record Machine(
    String processor,
    int processors,
    long memory,
    String system,
    String java,
    String collector,
    long maxHeap,
    String duckDb) {

  static Machine here() throws SQLException {
    com.sun.management.OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        ManagementFactory.getGarbageCollectorMXBeans().get(0).getName(),
        Runtime.getRuntime().maxMemory(),
        DuckDb.version());
  }

  private static String processorName() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return "unknown processor";
    }
    try {
      List<String> lines = Files.readAllLines(file);
      return value(lines, "model name")
          .map(
              name ->
                  // Processors of many years have the same name; their model tells them apart.
                  name
                      + value(lines, "cpu family").map(family -> " of family " + family).orElse("")
                      + value(lines, "model\t").map(model -> ", model " + model).orElse(""))
          .orElse("unknown processor");
    } catch (IOException e) {
      // Only Linux has the file, and nothing but a heading depends on it.
      return "unknown processor";
    }
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
