package io.ratemill.sources.store;

import io.ratemill.columnar.Bytes;
import io.ratemill.sources.store.StoreException.Trouble;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder and all folders below it.
 *
 * <p>Shape: a version is size, modification time in full precision and file key, so that a file
 * that was replaced is noticed even where its time was kept. Links are followed.
 */
final class FolderStore implements ObjectStore {
  private final Path root;

  FolderStore(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    Path name = root.getFileName();
    return name == null ? "" : name.toString();
  }

  @Override
  public List<StoredObject> list() throws StoreException {
    List<StoredObject> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Collector(found));
    } catch (IOException e) {
      throw trouble(root, e);
    }
    found.sort(Comparator.comparing(StoredObject::key));
    return found;
  }

  @Override
  public @Nullable StoredObject stat(String key) throws StoreException {
    Path file = path(key);
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.isRegularFile() ? object(key, seen) : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      Path folder = file.getParent();
      if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
        return null;
      }
      throw trouble(file, e);
    }
  }

  @Override
  public Bytes open(String key, String pin) throws StoreException {
    Path file = path(key);
    Bytes bytes;
    try {
      bytes = Bytes.of(file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
    try {
      // After the handle is open: from here on, the handle keeps what is verified.
      verify(key, pin);
      return bytes;
    } catch (StoreException changed) {
      try {
        bytes.close();
      } catch (IOException e) {
        changed.addSuppressed(e);
      }
      throw changed;
    }
  }

  @Override
  public void close() {}

  private Path path(String key) throws StoreException {
    Path path = root.resolve(key).normalize();
    if (!path.startsWith(root)) {
      throw new StoreException(
          Trouble.MISSING, "key " + key + " leads out of the folder " + root, null);
    }
    return path;
  }

  private static StoredObject object(String key, BasicFileAttributes seen) {
    Instant modified = seen.lastModifiedTime().toInstant();
    String pin =
        seen.size()
            + "-"
            + modified.getEpochSecond()
            + "."
            + modified.getNano()
            + "-"
            + seen.fileKey();
    return new StoredObject(key, seen.size(), modified, pin);
  }

  private static StoreException trouble(Path path, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new StoreException(Trouble.MISSING, path + " is not there", e);
    }
    if (e instanceof AccessDeniedException) {
      return new StoreException(
          Trouble.DENIED, path + " may not be read: give this user the right to read it", e);
    }
    return new StoreException(Trouble.UNREACHABLE, path + " cannot be read: " + e.getMessage(), e);
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final List<StoredObject> found;

    Collector(List<StoredObject> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes seen) {
      if (seen.isRegularFile()) {
        String key = root.relativize(file).toString().replace(File.separatorChar, '/');
        found.add(object(key, seen));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      // Files and folders come and go while the tree is walked; what vanished is not there.
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
