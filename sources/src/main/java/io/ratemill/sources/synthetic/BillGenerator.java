package io.ratemill.sources.synthetic;

import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Fault;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes synthetic bills.
 *
 * <p>Shape: lines are made and written one by one, so that memory does not grow with the bill.
 * Below the out folder: {@code bills/} for a connector, {@code owners.csv}, {@code ratemill.yaml},
 * and {@code _synthetic.json} with the control totals. A topic's lines are sent instead of lying in
 * {@code bills/}; where they are Avro, {@code lines.avsc} is their schema.
 */
public final class BillGenerator {
  private static final long LINES_PER_PART = 1_000_000;
  private static final int LINES_PER_REPORT = 1 << 16;

  private final SyntheticBill bill;
  private final ProgressListener progress;
  private final Path bills;
  private final LineMill mill;
  private final Vocabulary words;
  private final Export export;
  private final LineMill.Standard standard;
  private final @Nullable Messages messages;
  private long linesWritten;
  private long bytesWritten;

  private BillGenerator(
      SyntheticBill bill,
      Accounts accounts,
      @Nullable Messages messages,
      ProgressListener progress) {
    this.bill = bill;
    this.messages = messages;
    this.progress = progress;
    Catalog catalog = Catalog.load();
    bills = bill.out().resolve("bills");
    standard = LineMill.Standard.of(bill);
    mill = new LineMill(bill, catalog, accounts, standard);
    words = new Vocabulary(catalog, accounts);
    export = export(bill, bills, payer(bill, accounts));
  }

  private static Export export(SyntheticBill bill, Path bills, String payer) {
    if (bill.provider().equals("gcp")) {
      return new GcpExport(bill, bills);
    }
    if (bill.provider().equals("oci")) {
      return new OciExport(bill, bills);
    }
    if (bill.provider().equals("focus") || bill.provider().equals("kafka")) {
      return new PlainExport(bill, bills);
    }
    if (bill.provider().equals("azure")) {
      return new AzureExport(bill, bills);
    }
    return bill.format().equals("cur-legacy")
        ? new CurLegacyExport(bill, bills, payer)
        : new DataExport(bill, bills, payer);
  }

  /**
   * Writes a bill and says what was written.
   *
   * @throws IOException if a file cannot be written, or the bills folder already holds something
   *     and a whole bill or its first delivery was asked for
   */
  public static GeneratedBill write(SyntheticBill bill, ProgressListener progress)
      throws IOException {
    return write(bill, null, progress);
  }

  /**
   * Sends the lines of a bill of provider {@code kafka}, and writes the rest of it.
   *
   * @throws IOException if a line does not arrive or a file cannot be written
   */
  public static GeneratedBill send(SyntheticBill bill, Messages messages, ProgressListener progress)
      throws IOException {
    return write(bill, messages, progress);
  }

  private static GeneratedBill write(
      SyntheticBill bill, @Nullable Messages messages, ProgressListener progress)
      throws IOException {
    if (bill.provider().equals("kafka") != (messages != null)) {
      throw new IllegalArgumentException("Lines of provider kafka are sent, and no others");
    }
    Accounts accounts =
        switch (bill.provider()) {
          case "aws" -> Accounts.ofAws(bill.accounts(), bill.seed());
          case "azure" -> Accounts.ofMicrosoft(bill.accounts(), bill.seed());
          case "gcp" -> Accounts.ofGoogle(bill.accounts(), bill.seed());
          case "oci" -> Accounts.ofOracle(bill.accounts(), bill.seed());
          default -> Accounts.ofAll(bill.accounts(), bill.seed());
        };
    BillGenerator generator = new BillGenerator(bill, accounts, messages, progress);
    generator.prepareFolder();
    List<GeneratedBill.Delivery> deliveries = generator.deliveries();
    Path owners = bill.out().resolve("owners.csv");
    new OwnersFile(bill, accounts).write(owners);
    Path configuration = bill.out().resolve("ratemill.yaml");
    ConfigurationFile.write(bill, payer(bill, accounts), messages, configuration);
    GeneratedBill generated =
        new GeneratedBill(
            generator.bills,
            owners,
            configuration,
            bill.out().resolve("_synthetic.json"),
            deliveries);
    TotalsFile.write(bill, generated);
    return generated;
  }

  /** The account that pays where the bill's own provider is asked. */
  private static String payer(SyntheticBill bill, Accounts accounts) {
    return switch (bill.provider()) {
      case "gcp" -> GcpColumns.billingAccount(bill);
      case "oci" -> OciColumns.tenancy(bill);
      case "azure" -> accounts.idText(accounts.payer(Catalog.Vendor.MICROSOFT));
      default -> accounts.idText(accounts.payer(Catalog.Vendor.AWS));
    };
  }

  private void prepareFolder() throws IOException {
    if (messages != null) {
      Files.createDirectories(bill.out());
      return;
    }
    Files.createDirectories(bills);
    if (bill.only() > 0) {
      return;
    }
    try (Stream<Path> entries = Files.list(bills)) {
      if (entries.findAny().isPresent()) {
        throw new IOException(
            "The folder "
                + bills
                + " already holds bills, and a second bill among them would be read as well; remove"
                + " it or generate into another folder");
      }
    }
  }

  private List<GeneratedBill.Delivery> deliveries() throws IOException {
    List<GeneratedBill.Delivery> written = new ArrayList<>();
    if (messages != null) {
      written.add(send(messages));
    }
    for (int delivery = 0; delivery <= bill.restatements(); delivery++) {
      if (messages == null && (bill.only() < 0 || bill.only() == delivery)) {
        written.addAll(write(delivery));
      }
    }
    progress.written(linesWritten, bytesWritten);
    return written;
  }

  /** A topic has neither parts nor a marker: its lines are one delivery. */
  private GeneratedBill.Delivery send(Messages to) throws IOException {
    List<Column> columns = Faults.apply(bill.fault(), columns(0), bill, 0, mill.lines(0) / 2);
    Hours hours = new Hours(bill.period(), "Z");
    MessagePart.Form form = new JsonMessage(columns, hours);
    if (bill.encoding() == Encoding.AVRO) {
      form = new AvroMessage(columns, hours);
      Files.writeString(
          bill.out().resolve(AvroMessage.SCHEMA_FILE), AvroMessage.schema(columns) + "\n");
    }
    ControlTotals totals = new ControlTotals(standard);
    try (Part part = new MessagePart(bill, to, form)) {
      add(part, totals, 0, 0, mill.lines(0));
    }
    return new GeneratedBill.Delivery(
        0,
        to.location(),
        bill.firstDelivery(),
        List.of(),
        List.of(),
        totals.lines(),
        totals.billed(),
        totals.classes());
  }

  private List<GeneratedBill.Delivery> write(int delivery) throws IOException {
    Instant time = bill.firstDelivery().plus(bill.every().multipliedBy(delivery));
    long lines = mill.lines(delivery);
    int full = bill.parts() > 0 ? bill.parts() : (int) ((bill.lines() - 1) / LINES_PER_PART) + 1;
    int parts = full + (bill.has(Trait.EMPTY_PART) ? 1 : 0);
    Fault fault = delivery == bill.restatements() ? bill.fault() : Fault.NONE;
    List<Column> columns = Faults.apply(fault, columns(delivery), bill, delivery, lines / 2);
    Export.Placement place = export.place(delivery, parts, time);
    List<ControlTotals> totals = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Path file = place.files().get(part);
      Files.createDirectories(file.toAbsolutePath().getParent());
      long from = lines * Math.min(part, full) / full;
      long to = lines * Math.min(part + 1, full) / full;
      totals.add(write(delivery, file, columns, from, to));
      bytesWritten += Files.size(file);
    }
    Faults.apply(fault, place.files().get(full - 1));
    List<Path> markers = export.mark(place, columns);
    for (Path file : place.files()) {
      // A part may not be newer than its marker; without one, its own time is the delivery's.
      touch(file, markers.isEmpty() ? time : time.minus(Duration.ofMinutes(1)));
    }
    for (Path marker : markers) {
      touch(marker, time);
    }
    return describe(place, markers, totals);
  }

  private static void touch(Path file, Instant time) throws IOException {
    if (Files.exists(file)) {
      Files.setLastModifiedTime(file, FileTime.from(time));
    }
  }

  private List<GeneratedBill.Delivery> describe(
      Export.Placement place, List<Path> markers, List<ControlTotals> totals) {
    List<GeneratedBill.Delivery> described = new ArrayList<>();
    switch (export.unit()) {
      case EACH_FILE -> {
        for (int i = 0; i < totals.size(); i++) {
          String id = place.keys().get(i);
          described.add(
              describe(place, id, markers, place.files().subList(i, i + 1), totals.get(i)));
        }
      }
      case ALL_FILES -> {
        ControlTotals sum = new ControlTotals(standard);
        totals.forEach(sum::addAll);
        described.add(describe(place, place.id(), markers, place.files(), sum));
      }
    }
    return described;
  }

  private static GeneratedBill.Delivery describe(
      Export.Placement place,
      String id,
      List<Path> markers,
      List<Path> files,
      ControlTotals totals) {
    return new GeneratedBill.Delivery(
        place.delivery(),
        id,
        place.time(),
        markers,
        files,
        totals.lines(),
        totals.billed(),
        totals.classes());
  }

  /** The columns of a delivery: those after the first have them in another order. */
  private List<Column> columns(int delivery) {
    List<Column> columns =
        new ArrayList<>(
            switch (standard) {
              case FOCUS ->
                  bill.provider().equals("oci")
                      ? OciColumns.focus(bill, words)
                      : FocusColumns.of(bill, words, delivery);
              case CUR -> CurColumns.of(bill, words, dialect(), delivery);
              case GCP -> GcpColumns.of(bill, words);
              case OCI_COST -> OciColumns.cost(bill, words);
              case AZURE -> AzureColumns.of(bill, words);
            });
    if (delivery > 0) {
      Collections.shuffle(columns, new Random(Noise.mix(bill.seed(), delivery, 23)));
    }
    return columns;
  }

  private CurColumns.Dialect dialect() {
    return bill.format().equals("cur-legacy") && bill.encoding() != Encoding.PARQUET
        ? CurColumns.Dialect.SLASHES
        : CurColumns.Dialect.SNAKE;
  }

  private ControlTotals write(int delivery, Path file, List<Column> columns, long from, long to)
      throws IOException {
    ControlTotals totals = new ControlTotals(standard);
    try (Part part = PartFiles.open(bill, file, columns)) {
      add(part, totals, delivery, from, to);
    }
    return totals;
  }

  private void add(Part part, ControlTotals totals, int delivery, long from, long to)
      throws IOException {
    Line line = new Line();
    for (long position = from; position < to; position++) {
      mill.fill(delivery, position, line);
      totals.add(line);
      part.add(line);
      linesWritten++;
      if (linesWritten % LINES_PER_REPORT == 0) {
        progress.written(linesWritten, bytesWritten);
      }
    }
  }
}
