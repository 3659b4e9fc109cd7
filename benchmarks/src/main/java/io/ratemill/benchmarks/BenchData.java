package io.ratemill.benchmarks;

import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.ProgressListener;
import io.ratemill.sources.synthetic.SyntheticBill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one case: a CUR legacy bill, its owners, and terms with rules and an exchange rate.
 *
 * <p>Shape: made once and found again by the case's id; a folder without its stamp is made anew.
 */
record BenchData(BenchCase of, Path folder) {
  /** Terms that both engines get; the engine by its configuration, DuckDB as constants. */
  static final String MARKUP = "1.1";

  static final String MARKETPLACE_MARKUP = "1.2";
  static final String RATE = "0.92";

  private static final String STAMP = "_complete";

  private static final String CONFIGURATION =
      """
      workspace: run
      owners: owners.csv
      pricing-rules: pricing-rules.csv
      products:
        - {id: PRD-001-001-001, name: Benchmark, usage-schema: PR, grain: GRAIN}
      marketplaces:
        - id: MP-00001
          name: Benchmark
          hub: {id: HB-1234-1234, name: Hub}
          vendor: {id: VA-123-123, name: Vendor}
          distributor: {id: PA-321-321, name: Distributor}
          contract: {id: CRD-00000-00000-00000, name: Agreement}
          parameters:
            customMarkup: MARKUP
            customMarkupMarketplace: MARKETPLACE
            fxRate: {USD: RATE}
            marketplaceCurrency: EUR
            defaultPayer: "111122223333"
      connectors:
        - id: bench
          provider: aws
          format: cur-legacy
          location: file:bills
          secret: none
          product: PRD-001-001-001
          marketplace: MP-00001
      """
          .replace("MARKUP", MARKUP)
          .replace("MARKETPLACE", MARKETPLACE_MARKUP)
          .replace("RATE", RATE);

  /** Rules of every width, some with dates, that fit the generator's customers. */
  private static final String RULES =
      """
      rule_id,marketplace_id,account_id,customer_account_id,customer_class,reseller_id,service,charge_class,factor,valid_from,valid_to
      R-1,,,,gold,,,,1.07,,
      R-2,,,,,,AmazonEC2,,1.08,2026-10-16,
      R-3,,,ACC-000-002,,,,,1.03,,
      R-4,,,,gold,,AmazonRDS,committed-usage,1.045,,
      R-5,,,,,RS-1,,,1.0625,,2026-10-21
      R-6,MP-00001,,,,,AmazonS3,usage,0.97,2026-10-08,
      """;

  /** The data of a case below a folder, written now unless it is there. */
  static BenchData prepare(BenchCase of, Path below, ProgressListener progress) throws IOException {
    BenchData data = new BenchData(of, below.resolve(of.id()));
    if (!Files.exists(data.folder.resolve(STAMP))) {
      Folders.delete(data.folder);
      BillGenerator.write(data.builder(data.folder).build(), progress);
      Files.writeString(data.configuration(), data.text(), StandardCharsets.UTF_8);
      Files.writeString(data.rules(), RULES, StandardCharsets.UTF_8);
      Files.createFile(data.folder.resolve(STAMP));
    }
    return data;
  }

  /** Writes the bill again, one line in a hundred changed, below another folder. */
  void writeRestated(Path out, ProgressListener progress) throws IOException {
    BillGenerator.write(
        builder(out).restatements(1).only(1).traits(SyntheticBill.Trait.WHOLE_MONTH).build(),
        progress);
  }

  private SyntheticBill.Builder builder(Path out) {
    SyntheticBill.Builder bill =
        SyntheticBill.builder("aws", "cur-legacy", out)
            .lines(of.lines())
            .columns(of.columns())
            .accounts(of.accounts())
            .seed(of.seed())
            .parts(of.files())
            .codec(
                switch (of.codec()) {
                  case SNAPPY -> SyntheticBill.Codec.SNAPPY;
                  case ZSTD -> SyntheticBill.Codec.ZSTD;
                })
            .encoding(
                switch (of.format()) {
                  case PARQUET -> SyntheticBill.Encoding.PARQUET;
                  case CSV -> SyntheticBill.Encoding.CSV_GZ;
                });
    return switch (of.order()) {
      case TIME -> bill;
      case RANDOM -> bill.traits(SyntheticBill.Trait.SHUFFLED);
    };
  }

  Path configuration() {
    return folder.resolve("ratemill.yaml");
  }

  Path owners() {
    return folder.resolve("owners.csv");
  }

  Path rules() {
    return folder.resolve("pricing-rules.csv");
  }

  /** What {@link Changes} gives a watching engine, beside what a bounded one is given. */
  Path watchedConfiguration() {
    return folder.resolve("watched.yaml");
  }

  Path watchedOwners() {
    return folder.resolve("watched-owners.csv");
  }

  Path watchedRules() {
    return folder.resolve("watched-rules.csv");
  }

  Path watchedWorkspace() {
    return folder.resolve("watched");
  }

  /** Where the bill lies. */
  Path bills() {
    return folder.resolve("bills");
  }

  private String text() {
    return CONFIGURATION.replace("GRAIN", of.grain().text());
  }

  /**
   * The configuration of a watching engine.
   *
   * @param bills which folder it watches
   */
  String watchedText(Path bills, double settleSeconds) {
    return text()
            .replace("workspace: run", "workspace: watched")
            .replace("file:bills", "file:" + bills.getFileName())
            .replace("owners.csv", "watched-owners.csv")
            .replace("pricing-rules.csv", "watched-rules.csv")
        + "reports:\n  settle: "
        + (long) settleSeconds
        + "s\n";
  }

  /** Where the engine writes. */
  Path workspace() {
    return folder.resolve("run");
  }

  /** The parts of the bill, in their order. */
  List<Path> parts() throws IOException {
    return parts(bills());
  }

  /** The parts of a bill like this one that lies elsewhere. */
  List<Path> parts(Path below) throws IOException {
    String ending =
        switch (of.format()) {
          case PARQUET -> ".parquet";
          case CSV -> ".csv.gz";
        };
    try (Stream<Path> files = Files.walk(below)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  long bytes() throws IOException {
    long sum = 0;
    for (Path part : parts()) {
      sum += Files.size(part);
    }
    return sum;
  }
}
