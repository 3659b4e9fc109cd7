package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.ListType;
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

  /** What names with dots mean. */
  enum Nesting {
    /** Nothing. */
    NONE,
    /** A field of a group, as BigQuery writes its structs. */
    BY_DOTS
  }

  private final OutputStream out;
  private final ParquetForm amounts;
  private final Hours hours;
  private final PageCodec codec;
  private final Cell[] cells;
  private final ParquetLeaf[] first;
  private final ParquetLeaf[] second;
  private final ParquetLeaf[] third;

  /** The definition level of a value that is not there. */
  private final int[] absent;

  private final List<SchemaElement> schema = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();
  private final TextBuffer text = new TextBuffer();
  private final byte[] number = new byte[8];
  private long position;
  private long rows;
  private int groupRows;

  ParquetPart(
      OutputStream out,
      List<Column> wanted,
      ParquetForm amounts,
      Nesting nesting,
      Hours hours,
      PageCodec codec)
      throws IOException {
    this.out = out;
    this.amounts = amounts;
    this.hours = hours;
    this.codec = codec;
    List<Column> columns = nesting == Nesting.NONE ? wanted : grouped(wanted);
    cells = new Cell[columns.size()];
    first = new ParquetLeaf[cells.length];
    second = new ParquetLeaf[cells.length];
    third = new ParquetLeaf[cells.length];
    absent = new int[cells.length];
    SchemaElement message = new SchemaElement("schema").setNum_children(0);
    schema.add(message);
    String last = "";
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      cells[i] = column.cell();
      String group = nesting == Nesting.NONE ? "" : group(column);
      if (group.isEmpty() || !group.equals(last)) {
        message.setNum_children(message.getNum_children() + 1);
      }
      if (!group.isEmpty() && !group.equals(last)) {
        long fields = columns.stream().filter(each -> group(each).equals(group)).count();
        schema.add(
            new SchemaElement(group)
                .setRepetition_type(FieldRepetitionType.OPTIONAL)
                .setNum_children((int) fields));
      }
      last = group;
      if (cells[i] instanceof Cell.Mapped) {
        map(i, column.name());
      } else if (cells[i] instanceof Cell.Credits) {
        credits(i, column.name());
      } else {
        // A field that is absent is so inside its group, which is always there.
        absent[i] = group.isEmpty() ? 0 : 1;
        first[i] = leaf(group, column.name(), cells[i]);
        second[i] = first[i];
        third[i] = first[i];
      }
    }
    out.write(MAGIC);
    position = MAGIC.length;
  }

  /** The columns with those of a group beside each other. */
  private static List<Column> grouped(List<Column> columns) {
    Map<String, List<Column>> groups = new LinkedHashMap<>();
    for (Column column : columns) {
      String group = group(column);
      groups
          .computeIfAbsent(
              group.isEmpty() ? "." + column.name() : group, first -> new ArrayList<>())
          .add(column);
    }
    return groups.values().stream().flatMap(List::stream).toList();
  }

  /** The name before a dot, empty if there is none. */
  private static String group(Column column) {
    return column.name().substring(0, Math.max(0, column.name().indexOf('.')));
  }

  private void credits(int i, String name) {
    schema.add(
        new SchemaElement(name)
            .setRepetition_type(FieldRepetitionType.OPTIONAL)
            .setNum_children(1)
            .setConverted_type(ConvertedType.LIST)
            .setLogicalType(LogicalType.LIST(new ListType())));
    schema.add(
        new SchemaElement("list")
            .setRepetition_type(FieldRepetitionType.REPEATED)
            .setNum_children(1));
    schema.add(
        new SchemaElement("element")
            .setRepetition_type(FieldRepetitionType.OPTIONAL)
            .setNum_children(3));
    first[i] = field(name, "name", ParquetForm.TEXT);
    second[i] = field(name, "amount", amounts);
    third[i] = field(name, "type", ParquetForm.TEXT);
  }

  private ParquetLeaf field(String list, String name, ParquetForm form) {
    schema.add(form.schema(name).setRepetition_type(FieldRepetitionType.OPTIONAL));
    return new ParquetLeaf(
        List.of(list, "list", "element", name), form, 4, 1, Cell.Repeats.OFTEN, codec);
  }

  private ParquetLeaf leaf(String group, String whole, Cell cell) {
    String name = group.isEmpty() ? whole : whole.substring(group.length() + 1);
    ParquetForm form =
        cell instanceof Cell.Amount
            ? amounts
            : cell instanceof Cell.Moment ? ParquetForm.TIMESTAMP : ParquetForm.TEXT;
    Cell.Repeats repeats =
        cell instanceof Cell.Written written ? written.repeats() : Cell.Repeats.OFTEN;
    schema.add(form.schema(name).setRepetition_type(FieldRepetitionType.OPTIONAL));
    return group.isEmpty()
        ? new ParquetLeaf(List.of(name), form, 1, 0, repeats, codec)
        : new ParquetLeaf(List.of(group, name), form, 2, 0, repeats, codec);
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
    third[i] = first[i];
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
          leaf.absent(0, absent[i]);
        } else {
          leaf.coded(0, code, value);
        }
      } else if (cell instanceof Cell.Amount amount) {
        amount(leaf, 0, absent[i], amount.units().applyAsLong(line));
      } else if (cell instanceof Cell.Moment moment) {
        number(hours.millis(moment.hour().applyAsInt(line)));
        leaf.value(0, number, 0, 8);
      } else if (cell instanceof Cell.Written written) {
        written(leaf, absent[i], written, line);
      } else if (cell instanceof Cell.Mapped mapped) {
        entries(leaf, second[i], mapped.entries(mapped.code(line)));
        second[i].endRow();
      } else if (cell instanceof Cell.Credits) {
        credits(i, line);
        second[i].endRow();
        third[i].endRow();
      }
      leaf.endRow();
    }
    rows++;
    groupRows++;
    if (groupRows >= GROUP_ROWS || (groupRows % CHECK_ROWS == 0 && heldBytes() > GROUP_BYTES)) {
      finishGroup();
    }
  }

  private void credits(int i, Line line) throws IOException {
    int count = GcpCredits.count(line);
    if (count == 0) {
      // An empty list, not an absent one, as BigQuery has no absent lists.
      first[i].absent(0, 1);
      second[i].absent(0, 1);
      third[i].absent(0, 1);
    }
    for (int credit = 0; credit < count; credit++) {
      int repetition = credit == 0 ? 0 : 1;
      int code = GcpCredits.code(line, credit);
      first[i].coded(repetition, code, GcpCredits.name(code));
      amount(second[i], repetition, 0, GcpCredits.amount(line, credit));
      third[i].coded(repetition, code, GcpCredits.type(code));
    }
  }

  private void amount(ParquetLeaf leaf, int repetition, int missing, long units)
      throws IOException {
    if (units == Line.ABSENT) {
      leaf.absent(repetition, missing);
      return;
    }
    // Both operands are exact, so the quotient is the double nearest to the decimal amount.
    number(amounts == ParquetForm.DOUBLE ? Double.doubleToLongBits(units / 1e10) : units);
    leaf.value(repetition, number, 0, 8);
  }

  private void written(ParquetLeaf leaf, int missing, Cell.Written written, Line line)
      throws IOException {
    text.clear();
    written.writer().accept(line, text);
    if (text.size() == 0) {
      leaf.absent(0, missing);
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
      Set<ParquetLeaf> leaves = new LinkedHashSet<>(Arrays.asList(first[i], second[i], third[i]));
      for (ParquetLeaf leaf : leaves) {
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
