package io.ratemill.columnar;

import java.io.IOException;
import java.util.List;

/**
 * One bill file, or a range of row groups of it, seen as named columns.
 *
 * <p>Shape. {@link #read} may be called more than once; each reader starts at the first row and has
 * dictionaries of its own. Closing a table does not close the {@link Bytes} it was made from: who
 * opened them closes them.
 */
public interface Table extends AutoCloseable {
  /**
   * The column names as delivered, in file order, without a byte order mark.
   *
   * <p>Shape. For Parquet: the leaves that hold at most one value per row, a leaf inside a group as
   * {@code group.leaf}; lists and maps are left out. An entirely empty CSV stream has no columns.
   */
  List<String> columns();

  /**
   * A reader of the wanted columns, in the order asked for.
   *
   * <p>Errors. {@link UnreadableException} if a column cannot be read as the kind asked for.
   */
  BatchReader read(List<Wanted> wanted) throws IOException;

  /**
   * The same table with the elements of one list as rows of their own: each row is followed by its
   * elements.
   *
   * <p>Shape. The columns are those of this table, then one per field as {@code list[].field}; of
   * fields that the file's schema is known not to have, there is none, and of a list that it is
   * known not to have, there are none at all. A row without elements, or whose list is null, is
   * followed by nothing. What the columns hold in elements is said by {@link Wanted#inElements};
   * the columns of the fields are null in the rows themselves.
   *
   * @param list the list's name, groups that only make the list left out
   * @param fields the fields of its elements that may be wanted
   */
  Table unfold(String list, List<String> fields) throws IOException;

  @Override
  void close() throws IOException;
}
