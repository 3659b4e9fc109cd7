package io.ratemill.sources.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.storage.v1.AvroRows;
import com.google.cloud.bigquery.storage.v1.ReadRowsResponse;
import com.google.protobuf.ByteString;
import io.ratemill.sources.gcp.FakeTable.Column;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Rows as BigQuery sends them: Avro records of the selected columns, in the table's order. */
final class FakeRows {
  private final Schema schema;

  FakeRows(List<Column> columns, List<String> selected) {
    List<Column> chosen = selected.isEmpty() ? columns : select(columns, "", selected);
    schema = record("__root__", null, chosen);
  }

  private static List<Column> select(List<Column> columns, String above, List<String> selected) {
    List<Column> chosen = new ArrayList<>();
    for (Column column : columns) {
      String name = above + column.name();
      if (selected.contains(name)) {
        chosen.add(column);
        continue;
      }
      List<Column> inside = select(column.fields(), name + ".", selected);
      if (!inside.isEmpty()) {
        chosen.add(new Column(column.name(), column.type(), column.mode(), inside));
      }
    }
    return chosen;
  }

  Schema schema() {
    return schema;
  }

  private static Schema record(String name, String namespace, List<Column> columns) {
    List<Schema.Field> fields = new ArrayList<>();
    for (Column column : columns) {
      Schema one = one(column, namespace == null ? "root" : namespace + "." + name);
      fields.add(new Schema.Field(column.name(), one, null, null));
    }
    return Schema.createRecord(name, null, namespace, false, fields);
  }

  private static Schema one(Column column, String namespace) {
    Schema value =
        switch (column.type()) {
          case "FLOAT" -> Schema.create(Schema.Type.DOUBLE);
          case "TIMESTAMP" ->
              LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
          case "NUMERIC" ->
              LogicalTypes.decimal(38, 9).addToSchema(Schema.create(Schema.Type.BYTES));
          case "RECORD" ->
              record(
                  column.name().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                      + column.name().substring(1),
                  namespace,
                  column.fields());
          default -> Schema.create(Schema.Type.STRING);
        };
    return column.mode().equals("REPEATED")
        ? Schema.createArray(value)
        : Schema.createUnion(Schema.create(Schema.Type.NULL), value);
  }

  /** Some rows as one answer. */
  ReadRowsResponse answer(List<FakeTable.Row> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    GenericDatumWriter<Object> writer = new GenericDatumWriter<>(schema);
    try {
      for (FakeTable.Row row : rows) {
        writer.write(value(schema, row.cells()), encoder);
      }
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ReadRowsResponse.newBuilder()
        .setRowCount(rows.size())
        .setAvroRows(
            AvroRows.newBuilder().setSerializedBinaryRows(ByteString.copyFrom(bytes.toByteArray())))
        .build();
  }

  private static Object value(Schema schema, JsonNode json) {
    boolean isNull = json == null || json.isNull();
    return switch (schema.getType()) {
      case UNION -> isNull ? null : value(schema.getTypes().get(1), json);
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        if (!isNull) {
          json.forEach(element -> list.add(value(schema.getElementType(), element)));
        }
        yield list;
      }
      case RECORD -> {
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), value(field.schema(), json.get(field.name())));
        }
        yield record;
      }
      case DOUBLE -> json.asText().equals("NaN") ? Double.NaN : json.doubleValue();
      case LONG -> ChronoUnit.MICROS.between(Instant.EPOCH, FakeTable.time(json));
      case BYTES ->
          ByteBuffer.wrap(new BigDecimal(json.asText()).setScale(9).unscaledValue().toByteArray());
      default -> json.asText();
    };
  }
}
