package io.ratemill.sources.synthetic;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Files in a folder, without anything that says that they are whole. */
final class PlainExport implements Export {
  private final SyntheticBill bill;
  private final Path root;

  PlainExport(SyntheticBill bill, Path root) {
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
    for (int part = 1; part <= parts; part++) {
      String key = "focus-" + bill.period() + "-" + part + bill.encoding().suffix();
      keys.add(key);
      files.add(root.resolve(key));
    }
    return new Placement(delivery, "focus-" + bill.period(), time, files, keys);
  }

  @Override
  public List<Path> mark(Placement placement, List<Column> columns) {
    return List.of();
  }
}
