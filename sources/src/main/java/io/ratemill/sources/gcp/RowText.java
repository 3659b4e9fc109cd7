package io.ratemill.sources.gcp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import io.ratemill.sources.text.AvroValues;
import io.ratemill.sources.text.Cells;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records of a table as rows of text, as an export of it to CSV would have them: a column
 * per field of nested records, and the list of credits as JSON.
 */
final class RowText {
  private final TableColumns columns;
  private final List<Path> cells = new ArrayList<>();
  private final @Nullable Path credits;

  /** The places of a column in nested records, and its own schema. */
  private record Path(String name, int[] places, Schema schema) {
    static Path of(String name, Schema record) throws StoreException {
      String[] words = name.split("\\.", -1);
      int[] places = new int[words.length];
      Schema at = record;
      for (int i = 0; i < words.length; i++) {
        Schema.Field field = notNull(at).getField(words[i]);
        if (field == null) {
          throw new StoreException(
              Trouble.CHANGED, "column " + name + " is not among those that BigQuery sends", null);
        }
        places[i] = field.pos();
        at = field.schema();
      }
      return new Path(name, places, at);
    }

    @Nullable Object value(IndexedRecord row) {
      Object at = row;
      for (int place : places) {
        if (!(at instanceof IndexedRecord record)) {
          return null;
        }
        at = record.get(place);
      }
      return at;
    }
  }

  RowText(TableColumns columns, Schema record) throws StoreException {
    this.columns = columns;
    for (String name : columns.cells()) {
      cells.add(Path.of(name, record));
    }
    this.credits = columns.credits() ? Path.of(GcpMapping.CREDITS, record) : null;
  }

  /** A nullable column is a union with null. */
  private static Schema notNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(each -> each.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  /** The names of the columns as a row. */
  byte[] header() {
    return (String.join(",", columns.selected()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a record as a row. */
  void write(IndexedRecord row, ByteArrayOutputStream into) throws StoreException {
    boolean first = true;
    for (Path cell : cells) {
      if (!first) {
        into.write(',');
      }
      first = false;
      Object value = cell.value(row);
      if (value != null) {
        Cells.write(text(cell.name(), cell.schema(), value), into);
      }
    }
    if (credits != null) {
      into.write(',');
      if (credits.value(row) instanceof List<?> list) {
        Cells.write(json(list), into);
      }
    }
    into.write('\n');
  }

  private static String json(List<?> list) throws StoreException {
    StringBuilder json = new StringBuilder("[");
    for (Object element : list) {
      if (element instanceof IndexedRecord credit) {
        json.append(json.length() == 1 ? "{" : ",{");
        String comma = "";
        for (String name : GcpMapping.CREDIT_FIELDS) {
          Schema.Field field = credit.getSchema().getField(name);
          Object value = field == null ? null : credit.get(field.pos());
          if (field != null && value != null) {
            String text = text(GcpMapping.CREDITS + "." + name, field.schema(), value);
            json.append(comma).append('"').append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(text, json);
            json.append('"');
            comma = ",";
          }
        }
        json.append('}');
      }
    }
    return json.append(']').toString();
  }

  private static String text(String name, Schema schema, Object value) throws StoreException {
    String text = AvroValues.text(schema, value);
    if (text == null) {
      throw new StoreException(
          Trouble.CHANGED,
          "column " + name + " is of type " + schema + ", which is no text, number or day",
          null);
    }
    return text;
  }
}
