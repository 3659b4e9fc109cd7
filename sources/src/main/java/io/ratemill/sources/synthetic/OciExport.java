package io.ratemill.sources.synthetic;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reports as they lie in a tenancy's bucket: numbered files, two of them to a number.
 *
 * <p>Shape: nothing says that a file is whole, and each is a delivery of its own. A restatement
 * writes the same files again.
 */
final class OciExport implements Export {
  private static final long FIRST_NUMBER = 30_000_000_000L;
  private static final int SPLIT = 2;
  private static final DateTimeFormatter DAY_FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);

  private final SyntheticBill bill;
  private final Path root;

  OciExport(SyntheticBill bill, Path root) {
    this.bill = bill;
    this.root = root;
  }

  @Override
  public Unit unit() {
    return Unit.EACH_FILE;
  }

  @Override
  public Placement place(int delivery, int parts, Instant time) {
    List<Path> files = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      long number = FIRST_NUMBER + bill.period().getMonthValue() * 1000L + part / SPLIT;
      String name =
          String.format(
              Locale.ROOT, "%016d-%05d%s", number, part % SPLIT + 1, bill.encoding().suffix());
      String key = folder(part, parts) + name;
      keys.add(key);
      files.add(root.resolve(key));
    }
    return new Placement(delivery, "oci-" + bill.period(), time, files, keys);
  }

  private String folder(int part, int parts) {
    if (bill.format().equals("cost")) {
      return "reports/cost-csv/";
    }
    int days = bill.period().lengthOfMonth();
    LocalDate day = bill.period().atDay(1 + (int) ((long) part * days / parts));
    return "FOCUS Reports/" + DAY_FOLDER.format(day) + "/";
  }

  @Override
  public List<Path> mark(Placement placement, List<Column> columns) {
    return List.of();
  }
}
