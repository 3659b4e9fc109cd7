package io.ratemill.sinks.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The ways in which files come into the workspace: whole and on the disk, or not at all.
 *
 * <p>Shape: what is being written has a name that starts with a dot, in the folder it belongs to;
 * readers pass such names over. One writer at a time per file.
 */
public final class WorkspaceFiles {
  /** Bytes that file systems take as a name. */
  private static final int NAME_LIMIT = 255;

  private static final int HASH_DIGITS = 32;

  private WorkspaceFiles() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces a file by a text in UTF-8; its folder is made if it is missing. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Replaces a file; its folder is made if it is missing.
   *
   * <p>Errors: where writing fails, the file is as it was.
   */
  public static void write(Path file, Content content) throws IOException {
    Path folder = parent(file);
    createFolders(folder);
    Path temporary = folder.resolve(temporaryName(file));
    try {
      WrittenFile.write(temporary, content);
      force(temporary);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    force(folder);
  }

  /**
   * The file name of an id: '/', ':' and '%' percent-encoded, then the extension.
   *
   * <p>A name longer than file systems take is cut, and ends in the hash of the id.
   */
  public static String fileName(String id, String extension) {
    String name = encode(id) + extension;
    if (name.getBytes(StandardCharsets.UTF_8).length <= NAME_LIMIT) {
      return name;
    }
    String end = "~" + Sha256.hex(id).substring(0, HASH_DIGITS) + extension;
    int room = NAME_LIMIT - end.getBytes(StandardCharsets.UTF_8).length;
    StringBuilder cut = new StringBuilder();
    int bytes = 0;
    for (int i = 0; i < name.length(); ) {
      int codePoint = name.codePointAt(i);
      int size = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes + size > room) {
        break;
      }
      cut.appendCodePoint(codePoint);
      bytes += size;
      i += Character.charCount(codePoint);
    }
    return cut + end;
  }

  /** An id with '/', ':' and '%' percent-encoded. */
  public static String encode(String id) {
    return id.replace("%", "%25").replace("/", "%2F").replace(":", "%3A");
  }

  /** The id of a text as {@link #encode} writes it. */
  public static String decode(String encoded) {
    return encoded.replace("%3A", ":").replace("%2F", "/").replace("%25", "%");
  }

  /** Makes a folder and those above it, and has the disk keep their names. */
  static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above != null) {
      createFolders(above);
    }
    Files.createDirectories(folder);
    if (above != null) {
      force(above);
    }
  }

  /** Has the disk keep the content of a file, or the names in a folder. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a folder and all in it; nothing happens where there is none. */
  static void deleteTree(Path folder) throws IOException {
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

  private static Path parent(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " is no file in a folder");
    }
    return folder;
  }

  private static String temporaryName(Path file) {
    String name = String.valueOf(file.getFileName());
    String whole = "." + name + ".tmp";
    return whole.getBytes(StandardCharsets.UTF_8).length <= NAME_LIMIT
        ? whole
        : "." + Sha256.hex(name) + ".tmp";
  }
}
