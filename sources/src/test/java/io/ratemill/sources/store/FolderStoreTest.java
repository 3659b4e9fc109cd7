package io.ratemill.sources.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderStoreTest implements ObjectStoreContract {
  @TempDir Path root;

  @Override
  public ObjectStore store() throws StoreException {
    return new FolderPlace(root.toString()).open();
  }

  @Override
  public void put(String key, String content, Instant time) throws Exception {
    Path file = root.resolve(key);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  @Override
  public void remove(String key) throws Exception {
    Files.delete(root.resolve(key));
  }

  @Test
  void aFileReplacedWithItsTimeAndSizeKeptIsAnotherVersion() throws Exception {
    put("a", "one", TIME);
    StoredObject seen = store().list().get(0);
    put("b", "two", TIME);
    Files.move(root.resolve("b"), root.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    StoredObject now = store().list().get(0);
    assertThat(now.bytes()).isEqualTo(seen.bytes());
    assertThat(now.modified()).isEqualTo(seen.modified());
    assertThat(ObjectStoreContract.trouble(() -> store().verify("a", seen.pin())))
        .isEqualTo(StoreException.Trouble.CHANGED);
  }

  @Test
  void linksAreFollowed(@TempDir Path elsewhere) throws Exception {
    Files.writeString(elsewhere.resolve("file"), "1");
    Files.createSymbolicLink(root.resolve("link"), elsewhere);
    assertThat(store().list()).extracting(StoredObject::key).containsExactly("link/file");
  }

  @Test
  void noKeyLeadsOutOfTheFolder(@TempDir Path elsewhere) throws Exception {
    Files.writeString(elsewhere.resolve("file"), "1");
    String key = root.relativize(elsewhere.resolve("file")).toString();
    assertThat(ObjectStoreContract.trouble(() -> store().stat(key)))
        .isEqualTo(StoreException.Trouble.MISSING);
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Files.writeString(root.resolve("file"), "1");
    assertThat(
            ObjectStoreContract.trouble(
                () -> new FolderPlace(root.resolve("file").toString()).open()))
        .isEqualTo(StoreException.Trouble.MISSING);
  }

  @Test
  void theFoldersOwnNameIsKnown() throws Exception {
    assertThat(store().name()).isEqualTo(root.getFileName().toString());
  }
}
