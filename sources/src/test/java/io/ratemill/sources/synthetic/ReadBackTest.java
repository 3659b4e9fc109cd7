package io.ratemill.sources.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.ChargeClass;
import io.ratemill.model.CostSums;
import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.Drained;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.Slice;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.aws.AwsFeed;
import io.ratemill.sources.azure.AzureFeed;
import io.ratemill.sources.charges.ChargeTable;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.gcp.GcpFeed;
import io.ratemill.sources.oci.OciFeed;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Fault;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import io.ratemill.sources.synthetic.SyntheticBill.Trait;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the feeds read from a synthetic bill is what the generator says that it wrote. */
class ReadBackTest {
  /** Long after every delivery, so that plain files have settled. */
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir Path folder;

  static Stream<Arguments> bills() {
    List<Arguments> bills = new ArrayList<>();
    for (String format : List.of("cur-legacy", "cur-2.0", "focus")) {
      for (Layout layout : Layout.values()) {
        for (Encoding encoding : List.of(Encoding.CSV_GZ, Encoding.PARQUET)) {
          bills.add(Arguments.of("aws", format, layout, encoding));
        }
      }
    }
    for (String format : List.of("actual", "amortized", "focus")) {
      bills.add(Arguments.of("azure", format, Layout.CREATE_NEW, Encoding.CSV));
      bills.add(Arguments.of("azure", format, Layout.OVERWRITE, Encoding.CSV_GZ));
      bills.add(Arguments.of("azure", format, Layout.CREATE_NEW, Encoding.PARQUET));
    }
    bills.add(Arguments.of("aws", "cur-legacy", Layout.CREATE_NEW, Encoding.CSV_ZIP));
    for (String format : List.of("standard", "detailed", "reseller", "focus")) {
      bills.add(Arguments.of("gcp", format, Layout.CREATE_NEW, Encoding.PARQUET));
      bills.add(Arguments.of("gcp", format, Layout.CREATE_NEW, Encoding.CSV_GZ));
    }
    for (String format : List.of("cost", "focus")) {
      bills.add(Arguments.of("oci", format, Layout.OVERWRITE, Encoding.CSV_GZ));
      bills.add(Arguments.of("oci", format, Layout.OVERWRITE, Encoding.CSV));
    }
    for (Encoding encoding : List.of(Encoding.CSV, Encoding.CSV_GZ, Encoding.PARQUET)) {
      bills.add(Arguments.of("focus", "focus", Layout.OVERWRITE, encoding));
    }
    return bills.stream();
  }

  @ParameterizedTest
  @MethodSource("bills")
  void theFeedReadsWhatWasWritten(String provider, String format, Layout layout, Encoding encoding)
      throws IOException, FeedException {
    SyntheticBill.Builder builder =
        SyntheticBill.builder(provider, format, folder)
            .lines(2_000)
            .seed(5)
            .layout(layout)
            .encoding(encoding)
            .parts(2)
            .restatements(1);
    if (encoding != Encoding.PARQUET) {
      builder.traits(Trait.WIDE_DECIMALS, Trait.QUOTED_TEXT, Trait.GZIP_MEMBERS);
    }
    GeneratedBill bill = BillGenerator.write(builder.build(), ProgressListener.NONE);
    BillingFeed feed = feed(provider, format, bill.bills());

    List<Delivery> found = feed.discover(NOW);

    List<GeneratedBill.Delivery> kept =
        layout == Layout.CREATE_NEW
            ? bill.deliveries()
            : bill.deliveries().stream().filter(each -> each.number() == 1).toList();
    assertThat(found).hasSize(kept.size());
    for (GeneratedBill.Delivery written : kept) {
      Delivery delivery =
          found.stream()
              .filter(each -> each.time().equals(written.time()))
              .filter(each -> layout == Layout.OVERWRITE || each.id().contains(written.id()))
              .filter(each -> hasFile(each, written))
              .findAny()
              .orElseThrow();
      assertThat(delivery.refusal()).isNull();
      assertSame(written, read(feed, delivery), format);
    }
  }

  @Test
  void aFaultMakesTheFeedRefuseTheNewestDelivery() throws IOException, FeedException {
    GeneratedBill bill =
        BillGenerator.write(
            SyntheticBill.builder("aws", "cur-legacy", folder)
                .lines(500)
                .parts(2)
                .restatements(1)
                .fault(Fault.MISSING_PART)
                .build(),
            ProgressListener.NONE);

    for (Delivery delivery : feed("aws", "cur-legacy", bill.bills()).discover(NOW)) {
      if (delivery.id().contains(bill.deliveries().get(1).id())) {
        assertThat(delivery.refusal()).isNotNull();
      } else {
        assertThat(delivery.refusal()).isNull();
      }
    }
  }

  private static boolean hasFile(Delivery delivery, GeneratedBill.Delivery written) {
    String name = written.files().get(0).getFileName().toString();
    return delivery.parts().stream().anyMatch(part -> part.name().endsWith(name));
  }

  private static BillingFeed feed(String provider, String format, Path bills) {
    return switch (provider) {
      case "aws" -> AwsFeed.of("synthetic", format, bills, Grain.SERVICE);
      case "gcp" ->
          GcpFeed.of(
              "synthetic",
              format,
              new FolderPlace(bills.toString()),
              GcpFeed.Markers.REQUIRED,
              Grain.SERVICE);
      case "oci" ->
          OciFeed.of("synthetic", format, new FolderPlace(bills.toString()), Grain.SERVICE);
      case "azure" -> AzureFeed.of("synthetic", format, bills, Grain.SERVICE);
      default -> FocusFeed.of("synthetic", bills, Grain.SERVICE);
    };
  }

  private static Map<ChargeClass, CostSums> read(BillingFeed feed, Delivery delivery)
      throws FeedException {
    Map<ChargeClass, CostSums> sums = new EnumMap<>(ChargeClass.class);
    for (DeliveryPart part : delivery.parts()) {
      try (SliceReader reader = feed.open(delivery, new Slice(part, 0, Long.MAX_VALUE))) {
        ChargeTable table = Drained.table();
        boolean more = true;
        while (more) {
          more = reader.step(table);
        }
        for (SliceTotals.Entry entry : reader.totals().sums()) {
          assertThat(entry.currency()).isEqualTo("USD");
          assertThat(entry.period()).hasToString("2026-10");
          sums.merge(entry.chargeClass(), entry.sums(), CostSums::plus);
        }
      }
    }
    return sums;
  }

  @Test
  void theTwoViewsOfAzureGiveWhatIsBilledByTheOneAndEffectiveByTheOther()
      throws IOException, FeedException {
    List<GeneratedBill.Delivery> written = new ArrayList<>();
    for (String format : List.of("actual", "amortized")) {
      written.addAll(
          BillGenerator.write(
                  SyntheticBill.builder("azure", format, folder.resolve(format))
                      .lines(1_500)
                      .traits(Trait.WIDE_DECIMALS)
                      .build(),
                  ProgressListener.NONE)
              .deliveries());
    }
    BillingFeed feed =
        AzureFeed.ofBoth(
            "synthetic",
            new FolderPlace(folder.resolve("actual/bills").toString()),
            new FolderPlace(folder.resolve("amortized/bills").toString()),
            Grain.SERVICE);
    Map<ChargeClass, CostSums> read = read(feed, feed.discover(NOW).get(0));
    CostSums all = read.values().stream().reduce(CostSums.NONE, CostSums::plus);
    assertThat(all.lines()).isEqualTo(3_000);
    assertThat(all.billed()).isEqualByComparingTo(written.get(0).billed());
    assertThat(all.effective())
        .isEqualByComparingTo(
            written.get(1).classes().stream()
                .map(GeneratedBill.ClassTotal::effective)
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(read.get(ChargeClass.USAGE).billed())
        .isEqualByComparingTo(read.get(ChargeClass.USAGE).effective());
  }

  private static void assertSame(
      GeneratedBill.Delivery written, Map<ChargeClass, CostSums> read, String format) {
    assertThat(read).hasSameSizeAs(written.classes());
    for (GeneratedBill.ClassTotal total : written.classes()) {
      CostSums sums = read.get(total.chargeClass());
      String name = total.chargeClass().text();
      assertThat(sums.lines()).as(name).isEqualTo(total.lines());
      if (!format.equals("amortized")) {
        assertThat(sums.billed()).as(name).isEqualByComparingTo(total.billed());
      }
      BigDecimal list = sums.list();
      assertThat(list == null ? BigDecimal.ZERO : list)
          .as("list of " + name)
          .isEqualByComparingTo(total.list());
      if (format.equals("actual")) {
        assertThat(sums.effective()).as("effective of " + name).isNull();
      } else {
        assertThat(sums.effective())
            .as("effective of " + name)
            .isEqualByComparingTo(total.effective());
      }
    }
  }
}
