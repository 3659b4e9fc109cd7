package io.ratemill.columnar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** A Parquet file, or those of its row groups that start in a range of bytes. */
final class ParquetTable implements Table {
  private static final int TAIL = 8;

  /**
   * A row group to read.
   *
   * @param firstRow the 0-based row of the file it starts with
   */
  record Group(RowGroup content, long firstRow) {}

  private final Bytes bytes;
  private final List<ParquetLeaf> leaves;
  private final List<ParquetLeaf> fields;
  private final List<String> columns;
  private final List<Group> groups;

  /**
   * A table.
   *
   * @param leaves the columns that hold one value per row
   * @param fields those in lists that may be wanted
   * @param columns the names of both
   */
  private ParquetTable(
      Bytes bytes,
      List<ParquetLeaf> leaves,
      List<ParquetLeaf> fields,
      List<String> columns,
      List<Group> groups) {
    this.bytes = bytes;
    this.leaves = leaves;
    this.fields = fields;
    this.columns = columns;
    this.groups = groups;
  }

  static ParquetTable open(Bytes bytes, long from, long to) throws IOException {
    FileMetaData footer = footer(bytes);
    List<ParquetLeaf> leaves = ParquetLeaf.of(bytes.name(), footer.getSchema());
    List<Group> groups = new ArrayList<>();
    long row = 0;
    for (RowGroup group : footer.getRow_groups()) {
      if (group.getNum_rows() < 0) {
        throw damaged(bytes, "a row group has a negative number of rows");
      }
      if (group.getNum_rows() > 0) {
        long start = start(bytes, group);
        if (start >= from && start < to) {
          groups.add(new Group(group, row));
        }
      }
      row += group.getNum_rows();
    }
    if (row != footer.getNum_rows()) {
      throw damaged(
          bytes, "its row groups have " + row + " rows, its footer says " + footer.getNum_rows());
    }
    List<ParquetLeaf> single = new ArrayList<>();
    List<ParquetLeaf> inLists = new ArrayList<>();
    for (ParquetLeaf leaf : leaves) {
      (leaf.isInList() ? inLists : single).add(leaf);
    }
    List<String> columns = single.stream().map(ParquetLeaf::name).toList();
    return new ParquetTable(bytes, single, inLists, columns, List.copyOf(groups));
  }

  private static FileMetaData footer(Bytes bytes) throws IOException {
    long length = bytes.length();
    if (length < 4 + TAIL) {
      throw UnreadableException.file(
          bytes.name(),
          "the file has " + length + " bytes, too few for Parquet: fetch or deliver it again");
    }
    byte[] tail = new byte[TAIL];
    bytes.readFully(length - TAIL, tail, 0, TAIL);
    String magic = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
    if (magic.equals("PARE")) {
      throw UnreadableException.file(
          bytes.name(), "the Parquet footer is encrypted: deliver the file without encryption");
    }
    if (!magic.equals("PAR1")) {
      throw UnreadableException.file(
          bytes.name(),
          "the file does not end like Parquet: it is truncated or of another format; fetch or"
              + " deliver it again");
    }
    long size =
        (tail[0] & 0xffL) | (tail[1] & 0xffL) << 8 | (tail[2] & 0xffL) << 16 | (long) tail[3] << 24;
    if (size < 0 || size > length - 4 - TAIL) {
      throw damaged(bytes, "its footer is longer than the file");
    }
    byte[] content = new byte[(int) size];
    bytes.readFully(length - TAIL - size, content, 0, content.length);
    try {
      return Util.readFileMetaData(new ByteArrayInputStream(content));
    } catch (IOException | InvalidParquetMetadataException e) {
      // The bytes are in memory: only their meaning can be wrong.
      throw damaged(bytes, "its footer is none: " + e.getMessage()).causedBy(e);
    }
  }

  private static long start(Bytes bytes, RowGroup group) throws UnreadableException {
    if (group.getColumnsSize() == 0 || !group.getColumns().get(0).isSetMeta_data()) {
      throw UnreadableException.file(
          bytes.name(),
          "a row group has no readable first column (none or encrypted): deliver the file without"
              + " encryption");
    }
    return ChunkPages.start(group.getColumns().get(0).getMeta_data());
  }

  private static UnreadableException damaged(Bytes bytes, String how) {
    return UnreadableException.file(
        bytes.name(), "the Parquet file is damaged (" + how + "): fetch or deliver it again");
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public BatchReader read(List<Wanted> wanted) throws IOException {
    UnfoldedReader.Plan plan = UnfoldedReader.Plan.of(wanted, leaves.size());
    List<ParquetLeaf> ofRows = leaves(leaves, plan.ofRows());
    if (plan.ofElements().isEmpty()) {
      return new ParquetReader(bytes, ofRows, groups, plan.ofRows(), null);
    }
    ParquetElements elements =
        new ParquetElements(bytes, leaves(fields, plan.ofElements()), plan.ofElements());
    ParquetReader reader = new ParquetReader(bytes, ofRows, groups, plan.ofRows(), elements);
    return new UnfoldedReader(elements.in(reader), plan);
  }

  private List<ParquetLeaf> leaves(List<ParquetLeaf> from, List<Wanted> wanted)
      throws UnreadableException {
    List<ParquetLeaf> found = new ArrayList<>();
    for (Wanted one : wanted) {
      ParquetLeaf leaf = from.get(one.column());
      if (!leaf.type().readsAs(one.kind())) {
        throw UnreadableException.column(
            bytes.name(),
            leaf.name(),
            "a column of type "
                + leaf.type().name()
                + " is not read as "
                + one.kind()
                + ": deliver it as text, number, date or timestamp, whichever it is");
      }
      found.add(leaf);
    }
    return found;
  }

  @Override
  public Table unfold(String list, List<String> wanted) {
    List<ParquetLeaf> found = new ArrayList<>();
    List<String> names = new ArrayList<>(columns.subList(0, leaves.size()));
    for (ParquetLeaf leaf : fields) {
      if (leaf.list().equals(list) && wanted.contains(leaf.field())) {
        found.add(leaf);
        names.add(list + "[]." + leaf.field());
      }
    }
    return new ParquetTable(bytes, leaves, found, names, groups);
  }

  @Override
  public void close() {}
}
