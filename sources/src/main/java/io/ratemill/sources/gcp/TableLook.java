package io.ratemill.sources.gcp;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.JobException;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.Table;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TimePartitioning;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look at a table: its columns, how it is cut into partitions, and what each of them holds.
 *
 * <p>Shape: the partitions are those of the table itself, so that it has one set of them. Rows that
 * BigQuery has taken but not yet put into a partition are left for a later look. Errors: {@link
 * StoreException} in words.
 */
final class TableLook {
  private final BigQueryPlace place;
  private final GcpFormat format;
  private final BigQuery client;
  private final Schema schema;
  private final @Nullable Cut cut;

  private TableLook(
      BigQueryPlace place, GcpFormat format, BigQuery client, Schema schema, @Nullable Cut cut) {
    this.place = place;
    this.format = format;
    this.client = client;
    this.schema = schema;
    this.cut = cut;
  }

  /**
   * What the rows of a partition are when it was asked about.
   *
   * @param cut the partition's name, empty for a table that has none
   * @param rows how many there are
   * @param newest the newest export time, or null if no row has one
   * @param untimed how many rows have none
   * @param seen when that was so, by BigQuery's clock
   * @param restriction what tells its rows from others, as read sessions take it
   * @param month the month that they are invoiced in as {@code yyyyMM}, where partitions are told
   *     apart by it, else empty
   */
  record Partition(
      String cut,
      long rows,
      @Nullable Instant newest,
      long untimed,
      Instant seen,
      String restriction,
      String month) {
    /** The month as {@code yyyy-MM}. */
    String period() {
      return month.substring(0, 4) + "-" + month.substring(4);
    }
  }

  /** How a table is cut: a column of time, in stretches of a unit. */
  private record Cut(String column, String type, TimePartitioning.Type unit, boolean ofIngestion) {
    private static final int DAY = 10;

    String begins() {
      return "UNIX_SECONDS(TIMESTAMP_TRUNC(TIMESTAMP(" + column + "), " + unit + "))";
    }

    /** All rows that have a partition; some tables take no query that does not name the column. */
    String filter() {
      String since = column + " >= " + literal(Instant.EPOCH);
      return ofIngestion ? since : since + " OR " + column + " IS NULL";
    }

    String name(@Nullable Instant begins) {
      if (begins == null) {
        return "null";
      }
      String text = begins.toString();
      return switch (unit) {
        case HOUR -> text.substring(0, DAY + 3);
        case DAY -> text.substring(0, DAY);
        case MONTH -> text.substring(0, DAY - 3);
        case YEAR -> text.substring(0, DAY - 6);
      };
    }

    String restriction(@Nullable Instant begins) {
      return begins == null
          ? column + " IS NULL"
          : column + " >= " + literal(begins) + " AND " + column + " < " + literal(end(begins));
    }

    private Instant end(Instant begins) {
      ZonedDateTime start = begins.atZone(ZoneOffset.UTC);
      return switch (unit) {
        case HOUR -> start.plusHours(1).toInstant();
        case DAY -> start.plusDays(1).toInstant();
        case MONTH -> start.plusMonths(1).toInstant();
        case YEAR -> start.plusYears(1).toInstant();
      };
    }

    private String literal(Instant time) {
      return TableLook.literal(type, time);
    }
  }

  private static String literal(String type, Instant time) {
    String text = time.truncatedTo(ChronoUnit.MICROS).toString();
    String day = text.substring(0, Cut.DAY);
    String clock = text.substring(Cut.DAY + 1, text.length() - 1);
    return switch (type) {
      case "DATE" -> "DATE '" + day + "'";
      case "DATETIME" -> "DATETIME '" + day + " " + clock + "'";
      default -> "TIMESTAMP '" + day + " " + clock + "+00:00'";
    };
  }

  static TableLook at(BigQueryPlace place, GcpFormat format, BigQuery client)
      throws StoreException {
    try {
      Table table = client.getTable(place.id());
      if (table == null) {
        throw BigQueryTrouble.noTable(place, null);
      }
      TableDefinition definition = table.getDefinition();
      Schema schema = definition.getSchema();
      if (!(definition instanceof StandardTableDefinition standard) || schema == null) {
        throw new StoreException(
            Trouble.MISSING,
            place.name()
                + " is a "
                + definition.getType()
                + ", which cannot be read row by row: name the table that Google exports into, or"
                + " export the view with EXPORT DATA into run folders of a bucket",
            null);
      }
      if (TableColumns.field(schema, format.exportTime()) == null) {
        throw new StoreException(
            Trouble.MISSING,
            place.name()
                + " has no column "
                + format.exportTime()
                + ", so that nobody knows what is new in it: name the table that Google exports"
                + " into, in the format that it has",
            null);
      }
      return new TableLook(
          place, format, client, schema, cut(schema, standard.getTimePartitioning()));
    } catch (BigQueryException e) {
      throw BigQueryTrouble.of(place, e);
    }
  }

  private static @Nullable Cut cut(Schema schema, @Nullable TimePartitioning partitioning) {
    if (partitioning == null) {
      return null;
    }
    String name = partitioning.getField();
    if (name == null) {
      return new Cut("_PARTITIONTIME", "TIMESTAMP", partitioning.getType(), true);
    }
    Field field = TableColumns.field(schema, name);
    String type = field == null ? "TIMESTAMP" : field.getType().getStandardType().name();
    return new Cut(name, type, partitioning.getType(), false);
  }

  Schema schema() {
    return schema;
  }

  /** All partitions that have rows; costs a query that reads one column of the table. */
  List<Partition> partitions() throws StoreException {
    return ask(query(""));
  }

  /** The same, apart by the month that rows are invoiced in; reads one column more. */
  List<Partition> months() throws StoreException {
    return ask(query(format.month()));
  }

  private List<Partition> ask(String query) throws StoreException {
    List<Partition> partitions = new ArrayList<>();
    try {
      for (FieldValueList row : client.query(QueryJobConfiguration.of(query)).iterateAll()) {
        Instant begins = time(row, 0, ChronoUnit.SECONDS);
        Instant newest = time(row, 1, ChronoUnit.MICROS);
        Instant seen = time(row, 4, ChronoUnit.MICROS);
        if (seen == null) {
          throw new StoreException(
              Trouble.UNREACHABLE, "BigQuery did not say when it looked at " + place.name(), null);
        }
        String restriction = cut == null ? "" : cut.restriction(begins);
        if (newest != null) {
          restriction +=
              (restriction.isEmpty() ? "" : " AND ")
                  + format.exportTime()
                  + " <= "
                  + literal("TIMESTAMP", newest);
        }
        partitions.add(
            new Partition(
                cut == null ? "" : cut.name(begins),
                row.get(2).getLongValue(),
                newest,
                row.get(3).getLongValue(),
                seen,
                restriction,
                row.get(5).isNull() ? "" : row.get(5).getStringValue()));
      }
      return partitions;
    } catch (BigQueryException e) {
      throw BigQueryTrouble.of(place, e);
    } catch (JobException e) {
      throw BigQueryTrouble.of(place, new BigQueryException(e.getErrors()));
    } catch (InterruptedException e) {
      throw BigQueryTrouble.silent(place, e);
    }
  }

  private String query(String month) {
    String time = format.exportTime();
    return "SELECT "
        + (cut == null ? "CAST(NULL AS INT64)" : cut.begins())
        + " AS begins, UNIX_MICROS(MAX("
        + time
        + ")) AS newest, COUNT(*) AS counted, COUNTIF("
        + time
        + " IS NULL) AS untimed, UNIX_MICROS(CURRENT_TIMESTAMP()) AS seen, "
        + (month.isEmpty() ? "CAST(NULL AS STRING)" : month)
        + " AS month FROM `"
        + place.name()
        + "`"
        + (cut == null ? "" : " WHERE " + cut.filter())
        + " GROUP BY begins, month";
  }

  /**
   * Writes the rows of a partition and month as Parquet files, as they were when it was seen.
   *
   * @param folder where they go, as {@code gs://bucket/path}
   */
  void export(Partition partition, String folder) throws StoreException {
    String sql =
        "EXPORT DATA OPTIONS (uri = '"
            + folder.replace("\\", "\\\\").replace("'", "\\'")
            + "/*.parquet', format = 'PARQUET', compression = 'SNAPPY') AS SELECT * FROM `"
            + place.name()
            + "` FOR SYSTEM_TIME AS OF "
            + literal("TIMESTAMP", partition.seen())
            + " WHERE "
            + partition.restriction()
            + " AND "
            + format.month()
            + (partition.month().isEmpty() ? " IS NULL" : " = '" + partition.month() + "'");
    try {
      client.query(QueryJobConfiguration.of(sql));
    } catch (BigQueryException e) {
      throw BigQueryTrouble.of(place, e);
    } catch (JobException e) {
      throw BigQueryTrouble.of(place, new BigQueryException(e.getErrors()));
    } catch (InterruptedException e) {
      throw BigQueryTrouble.silent(place, e);
    }
  }

  private static @Nullable Instant time(FieldValueList row, int column, ChronoUnit unit) {
    return row.get(column).isNull()
        ? null
        : Instant.EPOCH.plus(row.get(column).getLongValue(), unit);
  }
}
