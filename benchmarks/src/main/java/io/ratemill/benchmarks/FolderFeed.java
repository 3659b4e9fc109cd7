package io.ratemill.benchmarks;

import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;

/** A folder in which a small file beside the bill is delivered again with each line. */
final class FolderFeed implements LineFeed {
  private final Path folder;
  private final Clock clock;
  private int lines;

  private FolderFeed(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Writes a bill. */
  static FolderFeed open(BenchCase of, Path folder, Clock clock) throws IOException {
    BillGenerator.write(LineFeed.bill("focus", of, folder), ProgressListener.NONE);
    return new FolderFeed(folder, clock);
  }

  @Override
  public String words() {
    return "Folder";
  }

  @Override
  public String options() {
    return "";
  }

  @Override
  public Instant bring(FocusLine line) throws IOException {
    Path next = folder.resolve("bills").resolve(".single.csv.next");
    Files.write(next, line.csv(++lines));
    Files.move(
        next,
        next.resolveSibling("single.csv"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    return clock.instant();
  }

  @Override
  public void close() {
    // The folder is deleted before it is filled again.
  }
}
