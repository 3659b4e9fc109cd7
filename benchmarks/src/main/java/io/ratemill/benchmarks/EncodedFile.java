package io.ratemill.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** The columns of a bill that rating needs, as Parquet in one encoding, written by parquet-java. */
enum EncodedFile {
  DICTIONARY(
      "dictionary, snappy", WriterVersion.PARQUET_1_0, CompressionCodecName.SNAPPY, true, false),
  ZSTD("dictionary, zstd", WriterVersion.PARQUET_1_0, CompressionCodecName.ZSTD, true, false),
  PAGE_V2(
      "page V2, dictionary, zstd",
      WriterVersion.PARQUET_2_0,
      CompressionCodecName.ZSTD,
      true,
      false),
  DELTA(
      "page V2, DELTA, snappy",
      WriterVersion.PARQUET_2_0,
      CompressionCodecName.SNAPPY,
      false,
      false),
  BYTE_STREAM_SPLIT(
      "BYTE_STREAM_SPLIT, snappy",
      WriterVersion.PARQUET_1_0,
      CompressionCodecName.SNAPPY,
      false,
      true);

  static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message bill {
            optional binary account (STRING);
            optional binary payer (STRING);
            optional binary line_type (STRING);
            optional binary product (STRING);
            optional binary operation (STRING);
            optional binary usage_type (STRING);
            optional binary resource (STRING);
            optional binary currency (STRING);
            optional binary commitment (STRING);
            optional int64 start (TIMESTAMP(MILLIS,true));
            optional double quantity;
            optional double unblended;
            optional double list;
            optional int64 effective (DECIMAL(18,10));
          }
          """);

  private static final long OCTOBER = 1_790_812_800_000L;
  private static final long HOUR = 3_600_000L;

  private final String words;
  private final WriterVersion version;
  private final CompressionCodecName codec;
  private final boolean dictionary;
  private final boolean split;

  EncodedFile(
      String words,
      WriterVersion version,
      CompressionCodecName codec,
      boolean dictionary,
      boolean split) {
    this.words = words;
    this.version = version;
    this.codec = codec;
    this.dictionary = dictionary;
    this.split = split;
  }

  String words() {
    return words;
  }

  /** The file of so many rows in a folder, written now unless it is there. */
  Path prepare(Path folder, long rows) throws IOException {
    Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + "-" + rows + ".parquet");
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      Path next = folder.resolve("next.parquet");
      Files.deleteIfExists(next);
      write(next, rows);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private void write(Path file, long rows) throws IOException {
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    Random random = new Random(rows);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withWriterVersion(version)
            .withCompressionCodec(codec)
            .withDictionaryEncoding(dictionary)
            .withByteStreamSplitEncoding(split)
            .build()) {
      for (long row = 0; row < rows; row++) {
        writer.write(fill(groups.newGroup(), random, row, rows));
      }
    }
  }

  /** Lines by the hour, of few accounts and items and many resources, with short amounts. */
  private static Group fill(Group group, Random random, long row, long rows) {
    int account = random.nextInt(2_000);
    int item = random.nextInt(60);
    int resource = account * 40 + random.nextInt(40);
    long units = random.nextInt(90_000);
    group.append("account", String.format(Locale.ROOT, "%012d", account * 7_919L));
    group.append("payer", "111122223333");
    group.append("line_type", random.nextInt(5) == 0 ? "SavingsPlanCoveredUsage" : "Usage");
    group.append("product", "AmazonService" + item);
    group.append("operation", "RunInstances:" + item % 7);
    group.append("usage_type", "EUW1-BoxUsage:m" + item + ".large");
    if (item % 4 != 0) {
      group.append("resource", String.format(Locale.ROOT, "i-%017x", resource * 0x9E3779B97L));
    }
    group.append("currency", "USD");
    if (item % 9 == 0) {
      group.append("commitment", "arn:aws:savingsplans::111122223333:savingsplan/" + account % 50);
    }
    group.append("start", OCTOBER + row * 744 / rows * HOUR);
    group.append("quantity", units / 1e4);
    group.append("unblended", units * (item + 1) / 1e8);
    group.append("list", units * (item + 2) / 1e8);
    if (item % 3 == 0) {
      group.append("effective", units * 7 * (item + 1) * 10L);
    }
    return group;
  }
}
