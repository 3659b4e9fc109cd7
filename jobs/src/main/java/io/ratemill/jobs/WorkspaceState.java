package io.ratemill.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code .state} of a workspace: checkpoints, requests to a running engine, and the lock
 * by which at most one engine works in a workspace.
 */
final class WorkspaceState {
  private static final String METADATA = "_metadata";

  private final Path folder;

  WorkspaceState(Path workspace) {
    this.folder = workspace.resolve(".state");
  }

  Path requests() {
    return folder.resolve("requests");
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** Checkpoints of a bounded run: for recovery while it runs, of no use afterwards. */
  Path scratch() {
    return folder.resolve("bounded");
  }

  /** The lock of the workspace, or null where another engine holds it. */
  @Nullable Lock tryLock() throws IOException {
    Files.createDirectories(requests());
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new Lock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process, which counts as held by another.
    }
    channel.close();
    return null;
  }

  /** A lock that is held until it is closed or the process ends. */
  record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** The newest checkpoint that is whole. */
  Optional<Path> newestCheckpoint() throws IOException {
    if (!Files.isDirectory(checkpoints())) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints(), 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals(METADATA))
          .max(Comparator.comparingLong(WorkspaceState::written))
          .map(Path::getParent);
    }
  }

  private static long written(Path file) {
    return file.toFile().lastModified();
  }

  /** Whether the state was written by a job of the same layout; true where there is none. */
  boolean fits(String layout) throws IOException {
    Path file = folder.resolve("layout");
    return !Files.exists(file) || Files.readString(file).equals(layout);
  }

  void remember(String layout) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("layout"), layout.getBytes(StandardCharsets.UTF_8));
  }

  void discardCheckpoints() throws IOException {
    delete(checkpoints());
  }

  void discardScratch() throws IOException {
    delete(scratch());
  }

  /** Flink may still be clearing up behind itself in there: what has gone meanwhile is no fault. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
              throw failure;
            }
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
