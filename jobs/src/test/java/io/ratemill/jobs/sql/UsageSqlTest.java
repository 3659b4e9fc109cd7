package io.ratemill.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.ledger.Ledger;
import io.ratemill.rating.udf.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.junit.jupiter.api.Test;

/** SQL may group, count and call functions; it never multiplies, divides or narrows money. */
final class UsageSqlTest {
  private static final Path FOLDER = Path.of("..", "sql");

  private static StreamTableEnvironment tables() {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    StreamTableEnvironment tables = StreamTableEnvironment.create(env);
    Registration.register(tables);
    tables.createTemporaryView(
        "owned_charges",
        UsageSql.ownedCharges(
            tables,
            env.fromData(
                Ledger.ROW,
                new RowData[] {new GenericRowData(Ledger.ROW.toRowType().getFieldCount())})));
    return tables;
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  @Test
  void everyStatementOfTheFolderIsWired() throws IOException {
    for (Path file : files("")) {
      assertThat(UsageSql.text()).contains(Files.readString(file).strip());
    }
  }

  @Test
  void noStatementMultipliesOrDividesAndAmountsStayExact() throws IOException {
    StreamTableEnvironment tables = tables();
    for (Path view : files("views")) {
      tables.executeSql(Files.readString(view));
    }
    assertThat(files("reports")).isNotEmpty();
    for (Path report : files("reports")) {
      String query = Files.readString(report);
      String plan = tables.explainSql(query);
      assertThat(plan)
          .as("the plan of " + report)
          .doesNotContainPattern("[*/]\\(|[a-z)] [*/] [a-z(]");
      List<DataType> types = tables.sqlQuery(query).getResolvedSchema().getColumnDataTypes();
      List<String> names = tables.sqlQuery(query).getResolvedSchema().getColumnNames();
      assertThat(types.get(names.indexOf("amount")).nullable())
          .isEqualTo(DataTypes.STRING().nullable());
      assertThat(types.get(names.indexOf("quantity")).nullable())
          .isEqualTo(DataTypes.STRING().nullable());
    }
  }
}
