package io.ratemill.sources.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.BatchReader;
import io.ratemill.columnar.Bytes;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.columnar.Compression;
import io.ratemill.columnar.Table;
import io.ratemill.columnar.Tables;
import io.ratemill.columnar.TextColumn;
import io.ratemill.columnar.Wanted;
import io.ratemill.sources.charges.AlikeCharges;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResourceNumbersTest {
  @TempDir private Path folder;

  private final ChargeTable table = new ChargeTable("c", AlikeCharges.NONE);
  private final ResourceNumbers first = new ResourceNumbers();
  private final ResourceNumbers second = new ResourceNumbers();

  private Batch batch(String... lines) throws IOException {
    Path file = folder.resolve("lines.csv");
    Files.writeString(file, "one,two\n" + String.join("\n", lines) + "\n");
    try (Bytes bytes = Bytes.of(file);
        Table csv = Tables.csv(bytes, Compression.NONE);
        BatchReader reader =
            csv.read(List.of(new Wanted(0, ColumnKind.TEXT), new Wanted(1, ColumnKind.TEXT)))) {
      return Objects.requireNonNull(reader.next());
    }
  }

  private int[] numbered(Batch batch) {
    int[] numbers = new int[batch.rows()];
    first.fill(batch.text(0), 0, batch.rows(), table, numbers);
    second.fill(batch.text(1), 0, batch.rows(), table, numbers);
    return numbers;
  }

  private int number(TextColumn column, int row) {
    return table.resource(column.dictionary(), column.ids()[row]);
  }

  private void assertNumbersOf(Batch batch) {
    assertThat(numbered(batch))
        .containsExactly(
            number(batch.text(0), 0),
            number(batch.text(1), 1),
            number(batch.text(1), 2),
            ChargeTable.NO_RESOURCE,
            number(batch.text(0), 4));
  }

  @Test
  void aLineWithoutAResourceHasThatOfTheNextColumn() throws IOException {
    Batch batch = batch("a,x", ",y", "\"  \",é", ",", "b,");

    assertNumbersOf(batch);
    assertThat(numbered(batch)).doesNotHaveDuplicates();
  }

  /** A table that was handed over numbers resources afresh, in the middle of a file too. */
  @Test
  void numbersAreLearntAgainWhenTheTableForgetsThem() throws IOException {
    Batch batch = batch("a,x", ",y", ",z", ",", "b,");
    assertNumbersOf(batch);
    int before = number(batch.text(0), 0);
    table.clear();
    int other = number(batch.text(1), 2);

    assertThat(other).isEqualTo(before);
    assertNumbersOf(batch);
  }
}
