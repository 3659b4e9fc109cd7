package io.ratemill.sources.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder of a file system.
 *
 * @param path the folder; a relative path is relative to the working directory
 */
public record FolderPlace(String path) implements StorePlace {
  private static final String SCHEME = "file:";

  @Override
  public String text() {
    return SCHEME + path;
  }

  @Override
  public ObjectStore open() throws StoreException {
    Path root = Path.of(path).toAbsolutePath().normalize();
    if (!Files.exists(root)) {
      throw new StoreException(
          StoreException.Trouble.MISSING,
          "folder " + root + " does not exist: create it, or correct the location",
          null);
    }
    if (!Files.isDirectory(root)) {
      throw new StoreException(
          StoreException.Trouble.MISSING,
          root + " is a file: let the location name the folder in which it lies",
          null);
    }
    return new FolderStore(root);
  }
}
