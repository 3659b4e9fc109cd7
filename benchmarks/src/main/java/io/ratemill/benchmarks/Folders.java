package io.ratemill.benchmarks;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders of the benchmark's own. */
final class Folders {
  private Folders() {}

  /** Deletes a folder with all that is in it; nothing happens where there is none. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The records.csv of every report's newest revision, by the report's folder. */
  static Map<Path, Path> newestRecords(Path reports) throws IOException {
    Map<Path, Path> newest = new TreeMap<>();
    for (Path period : list(reports)) {
      for (Path report : list(period)) {
        list(report).stream()
            .filter(revision -> revision.getFileName().toString().matches("[0-9]+"))
            .max(
                Comparator.comparing(revision -> new BigInteger(revision.getFileName().toString())))
            .ifPresent(revision -> newest.put(report, revision.resolve("records.csv")));
      }
    }
    return newest;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
