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

  @Override
  void close() throws IOException;
}
