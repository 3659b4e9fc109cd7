package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.e2e.CurBucket.Shape;
import io.ratemill.sources.aws.S3Emulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bills in a bucket come to what the same bills in a folder come to. */
final class BucketITCase {

  @TempDir private static Path beside;
  private static S3Emulator s3;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Emulator.start(beside);
  }

  @AfterAll
  static void end() throws InterruptedException {
    s3.close();
  }

  @Test
  void aBoundedRunOverABucketWritesTheRecordsOfTheFolder() throws IOException {
    RandomCase random = RandomCase.of(31);
    CaseFolder place = CaseFolder.of(folder.resolve("folder"), random.drawn(), "bounded/daily");
    Random shapes = new Random(31);
    deliver(place, RandomCase.SEPTEMBER, "a-september", 1, random, shapes);
    deliver(place, RandomCase.OCTOBER, "a-october", 2, random, shapes);
    deliver(place, RandomCase.OCTOBER, "b-october", 3, random, shapes);
    s3.upload(place.folder().resolve("bills"));
    place.run();
    Map<String, String> expected = place.workspace().newestRecords();
    assertThat(expected).isNotEmpty();

    CaseFolder bucket = bucket("bucket", random.drawn(), "bounded", s3.secret());
    Engine.Ended checked = Engine.run(bucket.folder(), "check", "-c", "ratemill.yaml").exits(0);
    assertThat(checked.text()).contains("at s3://bills/bounded", "2 slots, 3 deliveries");
    bucket.run();

    assertThat(bucket.workspace().newestRecords()).isEqualTo(expected);
    nothingHoldsTheKey(bucket.folder());
  }

  @Test
  void aWatchingRunTakesWhatAppearsInTheBucket() throws IOException {
    RandomCase random = RandomCase.of(32);
    CaseFolder place = CaseFolder.of(folder.resolve("folder"), random.drawn(), "watched/daily");
    Random shapes = new Random(32);
    deliver(place, RandomCase.OCTOBER, "a-october", 1, random, shapes);
    CaseFolder bucket = bucket("bucket", random.drawn(), "watched", s3.secret());
    try (Engine.Running running =
        Engine.start(bucket.folder(), "run", "-c", "ratemill.yaml", "--watch")) {
      s3.upload(place.folder().resolve("bills"));
      running.await(() -> close(bucket) && !bucket.workspace().newest().isEmpty());
      deliver(place, RandomCase.OCTOBER, "b-october", 3, random, shapes);
      deliver(place, RandomCase.SEPTEMBER, "a-september", 4, random, shapes);
      place.run();
      Map<String, String> expected = inForce(place.workspace());
      s3.upload(place.folder().resolve("bills"));
      running.await(
          () -> close(bucket) && inForce(bucket.workspace()).equals(expected),
          () -> assertThat(inForce(bucket.workspace())).isEqualTo(expected));
      nothingHoldsTheKey(bucket.folder());
    }
  }

  @Test
  void aWrongKeyIsSaidInWordsAndNowhereShown() throws IOException {
    RandomCase random = RandomCase.of(33);
    Path wrong =
        Files.writeString(
            beside.resolve("wrong"), "ACCESS_KEY_ID=AKIATEST\nSECRET_ACCESS_KEY=wrong-key-value\n");
    CaseFolder bucket = bucket("bucket", random.drawn(), "denied", wrong);
    String words = "does not belong to its access key: correct it";

    Engine.Ended checked = Engine.run(bucket.folder(), "check", "-c", "ratemill.yaml").exits(1);
    assertThat(checked.text()).contains("red: s3://bills/denied cannot be listed", words);
    Engine.Ended ended = bucket.run().exits(1);

    assertThat(ended.text()).contains(words).doesNotContain("wrong-key-value");
    assertThat(bucket.workspace().colour(Setup.CONNECTOR)).isEqualTo("red");
    assertThat(bucket.workspace().connectorStatus(Setup.CONNECTOR).path("reasons").toString())
        .contains("\"denied\"", words);
    nothingHolds(bucket.folder(), "wrong-key-value");
  }

  private CaseFolder bucket(String name, Setup setup, String prefix, Path secret) {
    CaseFolder place = CaseFolder.of(folder.resolve(name), setup);
    String location =
        "location: s3://%s/%s\n    endpoint: %s\n    region: us-east-1\n    secret: file:%s\n    options: {look-every: 1 s}"
            .formatted(S3Emulator.BUCKET, prefix, s3.endpoint(), secret);
    Setup.text(place.configuration(), setup.yaml().replace("location: file:bills", location));
    return place;
  }

  private static void deliver(
      CaseFolder place,
      YearMonth month,
      String assembly,
      int hours,
      RandomCase random,
      Random shapes) {
    place
        .bucket()
        .deliver(
            month,
            assembly,
            CaseFolder.DAY.plusSeconds(3600L * hours),
            random.bill(month, 300),
            Shape.random(shapes));
  }

  private static boolean close(CaseFolder place) {
    for (String period : List.of("2026-09", "2026-10")) {
      Engine.run(place.folder(), "close", "-c", "ratemill.yaml", "--period", period);
    }
    return true;
  }

  /** The newest records of every report that was not withdrawn. */
  private static Map<String, String> inForce(Workspace workspace) {
    Map<String, String> texts = new TreeMap<>(workspace.newestRecords());
    texts.values().removeIf(text -> Csv.parse(text).rows().isEmpty());
    return texts;
  }

  private static void nothingHoldsTheKey(Path root) {
    nothingHolds(root, S3Emulator.KEY);
  }

  /** Neither logs nor checkpoints nor status nor reports: no file of a run holds the text. */
  private static void nothingHolds(Path root, String text) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(text)).as(file + " holds " + text).isFalse();
      }
    } catch (java.nio.file.NoSuchFileException vanished) {
      // A running engine tidies up; what is gone holds nothing.
      nothingHolds(root, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
