package io.ratemill.e2e;

import com.azure.storage.blob.BlobContainerClient;
import io.ratemill.sources.azure.Azurite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An actual and an amortized export of one scope, whose runs are put into a container blob by blob.
 *
 * <p>Run {@code n} of both is called {@code an} and {@code mn}; a higher number was submitted
 * later.
 */
record AzureExports(BlobContainerClient container, Path laid) {
  private static final Instant TIME = Instant.parse("2026-11-01T06:00:00.7394231Z");
  private static final Predicate<String> MANIFEST = name -> name.equals("manifest.json");
  private static final Predicate<String> LAST_PART = name -> name.startsWith("part_1");

  /** Puts a run of both exports: the parts, then the manifests. */
  void put(AzureBill bill, int number) throws IOException {
    putWithoutManifest(bill, number);
    put(number, MANIFEST);
  }

  void putWithoutManifest(AzureBill bill, int number) throws IOException {
    lay(bill, number);
    put(number, MANIFEST.negate());
  }

  /** Puts a run of both exports right into the month's folder, over what lies there. */
  void putInPlace(AzureBill bill, int number) throws IOException {
    bill.layInPlace(root(number), "ActualCost", "act", "a" + number, time(number));
    bill.layInPlace(root(number), "AmortizedCost", "amo", "m" + number, time(number));
    put(number, MANIFEST.negate());
    put(number, MANIFEST);
  }

  /** Puts a run of both exports of which the last parts are late. */
  void putAllButLastParts(AzureBill bill, int number) throws IOException {
    lay(bill, number);
    put(number, LAST_PART.negate());
  }

  void putLastParts(int number) throws IOException {
    put(number, LAST_PART);
  }

  private void lay(AzureBill bill, int number) {
    bill.lay(root(number), "ActualCost", "act", "a" + number, time(number));
    bill.lay(root(number), "AmortizedCost", "amo", "m" + number, time(number));
  }

  private void put(int number, Predicate<String> names) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root(number))) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> names.test(file.getFileName().toString()))
              .toList();
    }
    for (Path file : files) {
      Azurite.put(container, root(number).relativize(file).toString(), Files.readAllBytes(file));
    }
  }

  private Path root(int number) {
    return laid.resolve("run-" + number);
  }

  private static Instant time(int number) {
    return TIME.plusSeconds(3600L * number);
  }
}
