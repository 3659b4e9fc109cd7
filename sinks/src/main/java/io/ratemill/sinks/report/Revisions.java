package io.ratemill.sinks.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of one report's revisions, numbered from 1.
 *
 * <p>Shape: a revision is being written under a name that starts with a dot and gets its number
 * when it is whole. A numbered folder without report.json is no revision, but its number is taken.
 */
final class Revisions {
  private static final String UNFINISHED = ".unfinished";
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final Path report;

  Revisions(Path report) {
    this.report = report;
  }

  /** The revision with the highest number, if there is one. */
  ReportJson.@Nullable Published newest() throws IOException {
    int newest = 0;
    for (int number : numbers()) {
      if (number > newest && Files.exists(folder(number).resolve(ReportJson.FILE_NAME))) {
        newest = number;
      }
    }
    return newest == 0 ? null : ReportJson.read(newest, folder(newest));
  }

  /** A number that no folder has. */
  int next() throws IOException {
    int highest = 0;
    for (int number : numbers()) {
      highest = Math.max(highest, number);
    }
    return highest + 1;
  }

  /** An empty folder to write a revision into; what a killed process left there goes. */
  Path begin() throws IOException {
    WorkspaceFiles.createFolders(report);
    Path unfinished = report.resolve(UNFINISHED);
    WorkspaceFiles.deleteTree(unfinished);
    return Files.createDirectory(unfinished);
  }

  /** Gives up the revision that was begun, if any. */
  void abandon() throws IOException {
    WorkspaceFiles.deleteTree(report.resolve(UNFINISHED));
  }

  /** Makes the revision that was begun visible, all its files at once. */
  Path commit(int number) throws IOException {
    Path unfinished = report.resolve(UNFINISHED);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
      for (Path file : files) {
        WorkspaceFiles.force(file);
      }
    }
    WorkspaceFiles.force(unfinished);
    Path folder = folder(number);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    WorkspaceFiles.force(report);
    return folder;
  }

  private Path folder(int number) {
    return report.resolve(Integer.toString(number));
  }

  private int[] numbers() throws IOException {
    if (!Files.isDirectory(report)) {
      return new int[0];
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(report)) {
      IntStream.Builder numbers = IntStream.builder();
      for (Path folder : folders) {
        String name = String.valueOf(folder.getFileName());
        if (NUMBER.matcher(name).matches()) {
          numbers.add(Integer.parseInt(name));
        }
      }
      return numbers.build().toArray();
    }
  }
}
