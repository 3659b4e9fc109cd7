package io.ratemill.jobs.sql;

import io.ratemill.rating.udf.Registration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.types.Row;

/**
 * From owned charges to the records of usage reports, in SQL.
 *
 * <p>Shape: the changelog of {@code owned_charges} goes in, that of {@code
 * sql/reports/usage_records} comes out.
 */
public final class UsageSql {
  private static final List<String> VIEWS = List.of("views/rated_charges");
  private static final String REPORT = "reports/usage_records";

  /** Texts come out as SQL has them, in UTF-8: of a million records, decoding them takes long. */
  private static final DataType TEXT = DataTypes.STRING().bridgedTo(StringData.class);

  private UsageSql() {}

  /** Wires the statements behind a stream of owned charges. */
  public static DataStream<RatedRecord> records(
      StreamTableEnvironment tables, DataStream<RowData> owned) {
    Registration.register(tables);
    tables.createTemporaryView("owned_charges", ownedCharges(tables, owned));
    for (String view : VIEWS) {
      tables.executeSql(SqlFile.read(view));
    }
    return tables
        .toChangelogStream(
            tables.sqlQuery(SqlFile.read(REPORT)),
            Schema.newBuilder()
                .column("record", DataTypes.BYTES().notNull())
                .column("names", DataTypes.BYTES())
                .column("amount", TEXT)
                .column("quantity", TEXT)
                .column("lines", DataTypes.BIGINT())
                .primaryKey("record")
                .build(),
            ChangelogMode.upsert(false))
        .map(new RatedRecords())
        .returns(RatedRecord.TYPE)
        .name("records");
  }

  /**
   * The table of a changelog.
   *
   * <p>The API asks for external rows by its signature only: a stream whose type says that it is of
   * internal ones goes into the SQL as it is, without a copy of each row in between.
   */
  @SuppressWarnings("unchecked")
  static Table ownedCharges(StreamTableEnvironment tables, DataStream<RowData> owned) {
    return tables.fromChangelogStream(
        (DataStream<Row>) (DataStream<?>) owned, Schema.newBuilder().build(), ChangelogMode.all());
  }

  /** The text of all statements, by which a state tells whether it fits. */
  public static String text() {
    return VIEWS.stream().map(SqlFile::read).collect(Collectors.joining("\n"))
        + SqlFile.read(REPORT);
  }
}
