package io.ratemill.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.e2e.CurBucket.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal inputs give equal bytes, however often and however wide they are run. */
final class SameResultITCase {
  @TempDir private Path folder;

  private final RandomCase random = RandomCase.of(4711);
  private final List<Map<String, String>> september = random.bill(RandomCase.SEPTEMBER, 400);
  private final List<Map<String, String>> october = random.bill(RandomCase.OCTOBER, 800);

  @Test
  void parallelismChangesNoByteOfTheRecords() {
    Map<String, String> one = records("one", 1);
    assertThat(one).isNotEmpty();
    assertThat(records("two", 2)).isEqualTo(one);
    assertThat(records("four", 4)).isEqualTo(one);
  }

  @Test
  void aSecondRunAddsNoRevision() {
    CaseFolder place = place("again", 3);
    place.run().exits(0);
    List<Workspace.Revision> first = place.workspace().revisions();
    Map<String, String> texts = place.workspace().newestRecords();
    assertThat(first).isNotEmpty().allMatch(revision -> revision.number() == 1);
    place.run().exits(0);
    assertThat(place.workspace().revisions()).isEqualTo(first);
    assertThat(place.workspace().newestRecords()).isEqualTo(texts);
  }

  @Test
  void aNewDeliveryAddsOneRevisionToTheReportsItChanges() {
    CaseFolder place = place("more", 4);
    place.run().exits(0);
    int before = place.workspace().revisions().size();
    Map<String, String> texts = place.workspace().newestRecords();
    List<Map<String, String>> changed = random.bill(RandomCase.OCTOBER, 850);
    place.deliver(RandomCase.OCTOBER, "october-2", 9, changed);
    place.run().exits(0);
    Agreement.check(
        random.drawn(),
        Oracle.rate(
            random.drawn(),
            List.of(
                new Oracle.InForce("september", september),
                new Oracle.InForce("october-2", changed))),
        place.workspace());
    assertThat(place.workspace().revisions()).hasSizeGreaterThan(before);
    place
        .workspace()
        .newest()
        .forEach(
            (id, revision) -> {
              boolean october = revision.period().equals("2026-10");
              assertThat(revision.number()).as(id).isEqualTo(october ? 2 : 1);
              if (!october) {
                assertThat(place.workspace().newestRecords()).containsEntry(id, texts.get(id));
              }
            });
  }

  private Map<String, String> records(String name, int parallelism) {
    CaseFolder place = place(name, parallelism);
    place.run("-D", "parallelism.default=" + parallelism).exits(0);
    return place.workspace().newestRecords();
  }

  /** The same bills in another shape: other parts, other column order, other header dialect. */
  private CaseFolder place(String name, long shape) {
    CaseFolder place = CaseFolder.of(folder.resolve(name), random.drawn());
    Random shapes = new Random(shape);
    place
        .bucket()
        .deliver(
            RandomCase.SEPTEMBER, "september", CaseFolder.DAY, september, Shape.random(shapes));
    place
        .bucket()
        .deliver(RandomCase.OCTOBER, "october", CaseFolder.DAY, october, Shape.random(shapes));
    return place;
  }
}
