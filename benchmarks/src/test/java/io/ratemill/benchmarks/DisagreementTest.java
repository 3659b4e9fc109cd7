package io.ratemill.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ratemill.model.Grain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DisagreementTest {
  private static final String ONE = "AS-1,AmazonEC2,i-1,false,1.00000000,2.5";
  private static final String TWO = "AS-2,AmazonS3,,true,2.00000000,1";

  @TempDir private Path folder;

  @Test
  void equalRecordsAgreeInAnyOrderAndSpreadOverFiles() throws Exception {
    Path duckDb = theirs(ONE.replace("2.5", "2.50000000"), TWO);
    assertThat(DisagreementException.check(Grain.RESOURCE, List.of(ours(TWO), ours(ONE)), duckDb))
        .isEqualTo(2);
  }

  @Test
  void theLastDigitCounts() throws Exception {
    Path duckDb = theirs(ONE, TWO.replace("2.00000000", "2.00000001"));
    assertThatThrownBy(
            () -> DisagreementException.check(Grain.SERVICE, List.of(ours(ONE, TWO)), duckDb))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("2 records")
        .hasMessageContaining("2.00000001");
  }

  @Test
  void quantityAndResourceCountWhereTheGrainHasThem() throws Exception {
    Path more = theirs(ONE.replace("2.5", "2.6"));
    assertThatThrownBy(() -> DisagreementException.check(Grain.SKU, List.of(ours(ONE)), more))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("2.6");
    Path other = theirs(ONE.replace("i-1", "i-2"));
    assertThat(DisagreementException.check(Grain.SKU, List.of(ours(ONE)), other)).isOne();
    assertThatThrownBy(() -> DisagreementException.check(Grain.RESOURCE, List.of(ours(ONE)), other))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("i-2");
  }

  @Test
  void aRecordThatOneLacksIsADifference() throws Exception {
    Path one = theirs(ONE);
    assertThatThrownBy(
            () -> DisagreementException.check(Grain.SERVICE, List.of(ours(ONE, TWO)), one))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("only ratemill: ");
    Path twice = theirs(ONE, ONE);
    assertThatThrownBy(() -> DisagreementException.check(Grain.SERVICE, List.of(ours(ONE)), twice))
        .isInstanceOf(DisagreementException.class)
        .hasMessageContaining("only DuckDB: ");
  }

  @Test
  void noRecordsAtAllProveNothing() throws Exception {
    Path none = theirs();
    assertThatThrownBy(() -> DisagreementException.check(Grain.SERVICE, List.of(ours()), none))
        .isInstanceOf(DisagreementException.class);
  }

  private Path ours(String... rows) throws IOException {
    return file("asset_id,item_mpn,v.resource_id,v.marketplace_service,amount,quantity", rows);
  }

  private Path theirs(String... rows) throws IOException {
    return file("asset_id,item_mpn,resource,v.marketplace_service,amount,quantity", rows);
  }

  private Path file(String header, String... rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    lines.addAll(List.of(rows));
    return Files.write(Files.createTempFile(folder, "records-", ".csv"), lines);
  }
}
