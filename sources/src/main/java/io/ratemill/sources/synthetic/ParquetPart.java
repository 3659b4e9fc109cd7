package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * A Parquet file, written row group by row group.
 *
 * <p>Shape: all columns are optional, as the clouds write them. Source: Parquet format.
 */
final class ParquetPart implements Part {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_ROWS = 1_000_000;
  private static final long GROUP_BYTES = 96L << 20;
  private static final int CHECK_ROWS = 1 << 14;

  private final OutputStream out;
  private final ParquetForm amounts;
  private final Hours hours;
  private final PageCodec codec;
  private final Cell[] cells;
  private final ParquetLeaf[] first;
  private final ParquetLeaf[] second;
  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();
  private final TextBuffer text = new TextBuffer();
  private final byte[] number = new byte[8];
  private long position;
  private long rows;
  private int groupRows;

  ParquetPart(
      OutputStream out, List<Column> columns, ParquetForm amounts, Hours hours, PageCodec codec)
      throws IOException {
    this.out = out;
    this.amounts = amounts;
    this.hours = hours;
    this.codec = codec;
    cells = new Cell[columns.size()];
    first = new ParquetLeaf[cells.length];
    second = new ParquetLeaf[cells.length];
    schema.add(new SchemaElement("schema").setNum_children(cells.length));
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      cells[i] = column.cell();
      if (cells[i] instanceof Cell.Mapped) {
        map(i, column.name());
      } else {
        first[i] = leaf(column.name(), cells[i]);
        second[i] = first[i];
      }
    }
    out.write(MAGIC);
    position = MAGIC.length;
  }

  private ParquetLeaf leaf(String name, Cell cell) {
    ParquetForm form =
        cell instanceof Cell.Amount
            ? amounts
            : cell instanceof Cell.Moment ? ParquetForm.TIMESTAMP : ParquetForm.TEXT;
    Cell.Repeats repeats =
        cell instanceof Cell.Written written ? written.repeats() : Cell.Repeats.OFTEN;
    schema.add(form.schema(name).setRepetition_type(FieldRepetitionType.OPTIONAL));
    return new ParquetLeaf(List.of(name), form, 1, 0, repeats, codec);
  }

  private void map(int i, String name) {
    schema.add(
        new SchemaElement(name)
            .setRepetition_type(FieldRepetitionType.OPTIONAL)
            .setNum_children(1)
            .setConverted_type(ConvertedType.MAP)
            .setLogicalType(LogicalType.MAP(new MapType())));
    schema.add(
        new SchemaElement("key_value")
            .setRepetition_type(FieldRepetitionType.REPEATED)
            .setNum_children(2));
    schema.add(ParquetForm.TEXT.schema("key").setRepetition_type(FieldRepetitionType.REQUIRED));
    schema.add(ParquetForm.TEXT.schema("value").setRepetition_type(FieldRepetitionType.OPTIONAL));
    List<String> key = List.of(name, "key_value", "key");
    List<String> value = List.of(name, "key_value", "value");
    first[i] = new ParquetLeaf(key, ParquetForm.TEXT, 2, 1, Cell.Repeats.OFTEN, codec);
    second[i] = new ParquetLeaf(value, ParquetForm.TEXT, 3, 1, Cell.Repeats.OFTEN, codec);
  }

  @Override
  public void add(Line line) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      ParquetLeaf leaf = first[i];
      Cell cell = cells[i];
      if (cell instanceof Cell.Coded coded) {
        int code = coded.code(line);
        byte[] value = coded.value(code);
        if (value == null) {
          leaf.absent(0, 0);
        } else {
          leaf.coded(0, code, value);
        }
      } else if (cell instanceof Cell.Amount amount) {
        amount(leaf, amount.units().applyAsLong(line));
      } else if (cell instanceof Cell.Moment moment) {
        number(hours.millis(moment.hour().applyAsInt(line)));
        leaf.value(0, number, 0, 8);
      } else if (cell instanceof Cell.Written written) {
        written(leaf, written, line);
      } else if (cell instanceof Cell.Mapped mapped) {
        entries(leaf, second[i], mapped.entries(mapped.code(line)));
        second[i].endRow();
      }
      leaf.endRow();
    }
    rows++;
    groupRows++;
    if (groupRows >= GROUP_ROWS || (groupRows % CHECK_ROWS == 0 && heldBytes() > GROUP_BYTES)) {
      finishGroup();
    }
  }

  private void amount(ParquetLeaf leaf, long units) throws IOException {
    if (units == Line.ABSENT) {
      leaf.absent(0, 0);
      return;
    }
    // Both operands are exact, so the quotient is the double nearest to the decimal amount.
    number(amounts == ParquetForm.DOUBLE ? Double.doubleToLongBits(units / 1e10) : units);
    leaf.value(0, number, 0, 8);
  }

  private void written(ParquetLeaf leaf, Cell.Written written, Line line) throws IOException {
    text.clear();
    written.writer().accept(line, text);
    if (text.size() == 0) {
      leaf.absent(0, 0);
    } else {
      leaf.value(0, text.array(), 0, text.size());
    }
  }

  private static void entries(ParquetLeaf keys, ParquetLeaf values, byte[][] entries)
      throws IOException {
    if (entries.length == 0) {
      keys.absent(0, 0);
      values.absent(0, 0);
    }
    for (int i = 0; i < entries.length; i += 2) {
      int repetition = i == 0 ? 0 : 1;
      keys.value(repetition, entries[i], 0, entries[i].length);
      values.value(repetition, entries[i + 1], 0, entries[i + 1].length);
    }
  }

  private void number(long value) {
    for (int i = 0; i < 8; i++) {
      number[i] = (byte) (value >>> (8 * i));
    }
  }

  private long heldBytes() {
    long sum = 0;
    for (int i = 0; i < cells.length; i++) {
      sum += first[i].heldBytes();
    }
    return sum;
  }

  private void finishGroup() throws IOException {
    if (groupRows == 0) {
      return;
    }
    List<ColumnChunk> chunks = new ArrayList<>();
    long bytes = 0;
    long start = position;
    for (int i = 0; i < cells.length; i++) {
      for (ParquetLeaf leaf :
          first[i] == second[i] ? List.of(first[i]) : List.of(first[i], second[i])) {
        ColumnChunk chunk = leaf.finishChunk(out, position);
        position += chunk.getMeta_data().getTotal_compressed_size();
        bytes += chunk.getMeta_data().getTotal_uncompressed_size();
        chunks.add(chunk);
      }
    }
    RowGroup group = new RowGroup(chunks, bytes, groupRows);
    group.setFile_offset(start);
    group.setTotal_compressed_size(position - start);
    groups.add(group);
    groupRows = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      finishGroup();
      FileMetaData meta = new FileMetaData(1, schema, rows, groups);
      meta.setCreated_by("ratemill synthetic bills");
      PageBuffer footer = new PageBuffer();
      Util.writeFileMetaData(meta, footer);
      footer.number(footer.size(), 4);
      footer.write(MAGIC, 0, MAGIC.length);
      out.write(footer.array(), 0, footer.size());
    }
  }
}
