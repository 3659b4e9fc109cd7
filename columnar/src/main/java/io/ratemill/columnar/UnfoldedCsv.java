package io.ratemill.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A CSV file in one of whose columns lists are written as text, with their elements as rows. */
final class UnfoldedCsv implements Table {
  private final CsvTable table;
  private final String file;
  private final int list;
  private final List<String> fields;
  private final List<String> columns;

  private UnfoldedCsv(
      CsvTable table, String file, int list, List<String> fields, List<String> columns) {
    this.table = table;
    this.file = file;
    this.list = list;
    this.fields = fields;
    this.columns = columns;
  }

  static Table of(CsvTable table, String file, String list, List<String> fields) {
    List<String> columns = new ArrayList<>(table.columns());
    int place = columns.indexOf(list);
    if (place >= 0) {
      for (String field : fields) {
        columns.add(list + "[]." + field);
      }
    }
    return new UnfoldedCsv(table, file, place, List.copyOf(fields), List.copyOf(columns));
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public BatchReader read(List<Wanted> wanted) throws IOException {
    UnfoldedReader.Plan plan = UnfoldedReader.Plan.of(wanted, table.columns().size());
    if (plan.ofElements().isEmpty()) {
      return table.read(plan.ofRows());
    }
    List<Wanted> ofRows = new ArrayList<>(plan.ofRows());
    ofRows.add(new Wanted(list, ColumnKind.TEXT));
    return new UnfoldedReader(
        new Lists(table.read(ofRows), ofRows.size() - 1, plan.ofElements()), plan);
  }

  @Override
  public Table unfold(String other, List<String> fieldsOfOther) {
    throw new IllegalStateException("one list of a table can be unfolded, not two");
  }

  @Override
  public void close() throws IOException {
    table.close();
  }

  /** The rows, and the elements that their lists' texts name. */
  private final class Lists implements Nested {
    private final CsvReader reader;
    private final int textOfList;
    private final LiteralNode root = new LiteralNode();
    private final ElementCells elements;
    private final Literals literals;
    private int[] counts = new int[0];

    Lists(CsvReader reader, int textOfList, List<Wanted> ofElements) {
      this.reader = reader;
      this.textOfList = textOfList;
      this.elements = new ElementCells(ofElements);
      this.literals = new Literals(elements);
      for (int i = 0; i < ofElements.size(); i++) {
        root.list().field(fields.get(ofElements.get(i).column())).column(i);
      }
    }

    @Override
    public boolean next() throws IOException {
      Batch rows = reader.next();
      if (rows == null) {
        return false;
      }
      if (counts.length < rows.rows()) {
        counts = new int[rows.rows()];
      }
      elements.start();
      TextColumn texts = rows.text(textOfList);
      for (int row = 0; row < rows.rows(); row++) {
        int before = elements.count();
        int id = texts.ids()[row];
        if (id != TextColumn.NULL) {
          read(texts.dictionary(), id, rows.firstRow() + row);
        }
        counts[row] = elements.count() - before;
      }
      elements.end(rows.firstRow());
      // Nobody keeps the ids of these texts, which would else all be remembered.
      texts.dictionary().clear();
      return true;
    }

    private void read(TextDictionary texts, int id, long row) throws UnreadableException {
      byte[] text = texts.bytes(id);
      try {
        literals.read(text, 0, text.length, root);
      } catch (CellException e) {
        String name = table.columns().get(list);
        throw UnreadableException.cell(file, row + 2, name, texts.text(id), e.reason()).causedBy(e);
      }
    }

    @Override
    public Batch rows() {
      return reader.batch();
    }

    @Override
    public Batch elements() {
      return elements.batch();
    }

    @Override
    public int[] counts() {
      return counts;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
