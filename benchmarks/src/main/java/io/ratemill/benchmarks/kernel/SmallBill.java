package io.ratemill.benchmarks.kernel;

import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.GeneratedBill;
import io.ratemill.sources.synthetic.ProgressListener;
import io.ratemill.sources.synthetic.SyntheticBill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A bill of one part in a folder of its own, which goes with it. */
final class SmallBill implements AutoCloseable {
  static final int LINES = 200_000;
  private static final int COLUMNS = 120;
  private static final int ACCOUNTS = 200;

  private final Path folder;
  private final GeneratedBill bill;

  private SmallBill(Path folder, GeneratedBill bill) {
    this.folder = folder;
    this.bill = bill;
  }

  /**
   * Writes the bill.
   *
   * @param encoding a name of {@link SyntheticBill.Encoding}
   */
  static SmallBill write(String encoding) throws IOException {
    Path folder = Files.createTempDirectory("ratemill-kernel-");
    GeneratedBill bill =
        BillGenerator.write(
            SyntheticBill.builder("aws", "cur-legacy", folder)
                .lines(LINES)
                .columns(COLUMNS)
                .accounts(ACCOUNTS)
                .parts(1)
                .encoding(SyntheticBill.Encoding.valueOf(encoding))
                .build(),
            ProgressListener.NONE);
    return new SmallBill(folder, bill);
  }

  Path part() {
    return bill.deliveries().get(0).files().get(0);
  }

  Path bills() {
    return bill.bills();
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
