package io.ratemill.sources.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.model.Grain;
import io.ratemill.sources.BillingFeed;
import io.ratemill.sources.Delivery;
import io.ratemill.sources.Readings;
import io.ratemill.sources.focus.FocusFeed;
import io.ratemill.sources.store.FolderPlace;
import io.ratemill.sources.store.StorePlace;
import io.ratemill.sources.synthetic.BillGenerator;
import io.ratemill.sources.synthetic.ProgressListener;
import io.ratemill.sources.synthetic.SyntheticBill;
import io.ratemill.sources.synthetic.SyntheticBill.Encoding;
import io.ratemill.sources.synthetic.SyntheticBill.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bill in a bucket is read as the same bill in a folder is, in every layout. */
final class S3FeedITCase {
  /** Long after every delivery, so that plain files have settled. */
  private static final Instant NOW = Instant.parse("2099-12-01T00:00:00Z");

  @TempDir static Path beside;
  private static S3Emulator emulator;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    emulator = S3Emulator.start(beside);
  }

  @AfterAll
  static void end() throws Exception {
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "aws, cur-legacy, CREATE_NEW, CSV_GZ",
    "aws, cur-legacy, CREATE_NEW, CSV_ZIP",
    "aws, cur-legacy, OVERWRITE, PARQUET",
    "aws, cur-2.0, CREATE_NEW, PARQUET",
    "aws, cur-2.0, OVERWRITE, CSV_GZ",
    "aws, focus, CREATE_NEW, CSV_GZ",
    "aws, focus, OVERWRITE, PARQUET",
    "focus, focus, OVERWRITE, CSV_GZ",
    "focus, focus, OVERWRITE, PARQUET",
  })
  void everyLayoutIsReadAsFromAFolder(
      String provider, String format, Layout layout, Encoding encoding) throws Exception {
    Path bills =
        BillGenerator.write(
                SyntheticBill.builder(provider, format, folder)
                    .lines(500)
                    .seed(11)
                    .layout(layout)
                    .encoding(encoding)
                    .parts(2)
                    .restatements(1)
                    .build(),
                ProgressListener.NONE)
            .bills();
    String prefix = String.join("-", provider, format, layout.name(), encoding.name());
    upload(bills, prefix);

    List<String> bucket = read(feed(provider, format, emulator.place(prefix)));

    assertThat(bucket).isEqualTo(read(feed(provider, format, new FolderPlace(bills.toString()))));
    assertThat(bucket).isNotEmpty().allMatch(line -> line.contains(" lines"));
  }

  private static BillingFeed feed(String provider, String format, StorePlace place) {
    return provider.equals("aws")
        ? AwsFeed.of("c", format, place, Grain.RESOURCE)
        : new FocusFeed("c", provider, place, Grain.RESOURCE);
  }

  /** What each delivery comes to; names and times of plain files differ between places. */
  private static List<String> read(BillingFeed feed) throws Exception {
    List<String> all = new ArrayList<>();
    for (Delivery delivery : feed.discover(NOW)) {
      String slot = delivery.slot() + " of " + delivery.bytes() + " bytes: ";
      if (delivery.refusal() != null) {
        all.add(slot + delivery.refusal().text());
        continue;
      }
      Readings readings = Readings.of(feed, delivery);
      all.add(slot + readings.lines() + " lines, " + readings.sum());
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  private static void upload(Path root, String prefix) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> all = new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
      List<FileTime> times = new ArrayList<>();
      for (Path file : all) {
        times.add(Files.getLastModifiedTime(file));
      }
      List<Path> byTime = new ArrayList<>(all);
      byTime.sort(Comparator.comparing(file -> times.get(all.indexOf(file))));
      for (Path file : byTime) {
        emulator.put(prefix + "/" + root.relativize(file), Files.readAllBytes(file));
      }
    }
  }
}
