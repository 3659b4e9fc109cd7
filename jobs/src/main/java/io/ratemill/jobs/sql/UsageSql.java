package io.ratemill.jobs.sql;

import io.ratemill.model.Grain;
import io.ratemill.model.Money;
import io.ratemill.model.UsageRecord;
import io.ratemill.model.UsageSchema;
import io.ratemill.rating.RecordId;
import io.ratemill.rating.udf.Registration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.types.UnresolvedDataType;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/**
 * From owned charges to the records of usage reports, in SQL.
 *
 * <p>Shape: the changelog of {@code owned_charges} goes in, that of {@code
 * sql/reports/usage_records} comes out.
 */
public final class UsageSql {
  private static final List<String> VIEWS = List.of("views/rated_charges");
  private static final String RECORD_COLUMN = "record";
  private static final String REPORT = "reports/usage_records";

  private UsageSql() {}

  /** Wires the statements behind a stream of owned charges. */
  public static DataStream<Row> records(StreamTableEnvironment tables, DataStream<Row> owned) {
    Registration.register(tables);
    tables.createTemporaryView(
        "owned_charges",
        tables.fromChangelogStream(
            owned, schema((RowTypeInfo) owned.getType()), ChangelogMode.all()));
    for (String view : VIEWS) {
      tables.executeSql(SqlFile.read(view));
    }
    return tables.toChangelogStream(
        tables.sqlQuery(SqlFile.read(REPORT)),
        Schema.newBuilder().primaryKey(RECORD_COLUMN).build(),
        ChangelogMode.upsert(false));
  }

  /** The columns as they are, of which the record's text is always there. */
  private static Schema schema(RowTypeInfo type) {
    Schema.Builder schema = Schema.newBuilder();
    for (String column : type.getFieldNames()) {
      UnresolvedDataType of = DataTypes.of(type.<Object>getTypeAt(column));
      schema.column(column, column.equals(RECORD_COLUMN) ? of.notNull() : of);
    }
    return schema.build();
  }

  /** The text of all statements, by which a state tells whether it fits. */
  public static String text() {
    return VIEWS.stream().map(SqlFile::read).collect(Collectors.joining("\n"))
        + SqlFile.read(REPORT);
  }

  /** The report that a row belongs to, as the report's key text. */
  public static String report(Row row) {
    return RecordIdentity.report(text(row, RECORD_COLUMN));
  }

  /** The record of a row. */
  public static UsageRecord record(Row row) {
    RecordIdentity identity = RecordIdentity.parse(text(row, RECORD_COLUMN));
    String[] names = text(row, "names").split("\u001f", -1);
    boolean quantityOnly = identity.usageSchema().equals(UsageSchema.QT.name());
    String exactAmount = row.getFieldAs("exact_amount");
    BigDecimal amount = row.getFieldAs("amount");
    BigDecimal quantity = quantity(identity, row.getFieldAs("exact_quantity"));
    return new UsageRecord(
        RecordId.of(
            List.of(
                identity.report(),
                identity.assetId(),
                identity.itemMpn(),
                identity.resourceId(),
                identity.supportAccount(),
                identity.marketplaceText(),
                Integer.toString(identity.tier()))),
        identity.assetId(),
        names[2],
        names[0],
        names[1],
        names[3],
        identity.itemMpn(),
        names[4],
        names[5],
        identity.resourceId(),
        identity.marketplace(),
        identity.tier(),
        Money.round(quantity),
        quantity,
        quantityOnly ? null : amount == null ? Money.round(BigDecimal.ZERO) : Money.round(amount),
        quantityOnly ? null : exactAmount == null ? BigDecimal.ZERO : new BigDecimal(exactAmount),
        row.<Long>getFieldAs("lines"));
  }

  /** At grain service a record is one unit of its service. */
  private static BigDecimal quantity(RecordIdentity identity, @Nullable String exact) {
    if (identity.grain().equals(Grain.SERVICE.name())) {
      return BigDecimal.ONE;
    }
    return exact == null ? BigDecimal.ZERO : new BigDecimal(exact);
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNull(row.<String>getFieldAs(column), column);
  }

  /** The stream type of records in state. */
  public static final TypeInformation<UsageRecord> RECORD = TypeInformation.of(UsageRecord.class);
}
