package io.ratemill.columnar;

import java.io.IOException;
import java.util.function.IntConsumer;
import org.apache.parquet.format.ColumnChunk;

/** Reads one wanted field of the elements of a list, one row group after the other. */
final class ParquetList {
  private static final int MOST_LEVELS = 8192;

  private final String file;
  private final ParquetLeaf leaf;
  private final ParquetColumn column;
  private final IntConsumer reserve;
  private final int[] repeats = new int[MOST_LEVELS];
  private final int[] definitions = new int[MOST_LEVELS];

  /** Levels and rows of the elements among the levels taken. */
  private final int[] levels = new int[MOST_LEVELS];

  private final int[] rows = new int[MOST_LEVELS];

  /** How many levels were taken from the column, and the next of them. */
  private int taken;

  private int next;
  private int[] counts = new int[0];

  /**
   * Makes a reader.
   *
   * @param reserve makes room for so many elements in the column's cells
   */
  ParquetList(String file, ParquetLeaf leaf, ParquetColumn column, IntConsumer reserve) {
    this.file = file;
    this.leaf = leaf;
    this.column = column;
    this.reserve = reserve;
  }

  /** Goes on to the chunk of the next row group. */
  void open(ColumnChunk chunk, long rowsOfGroup) throws IOException {
    column.open(chunk, rowsOfGroup);
    taken = 0;
    next = 0;
  }

  /** How many elements each of the rows read last has. */
  int[] counts() {
    return counts;
  }

  /**
   * Reads the elements of the next rows into the cells from element 0 on.
   *
   * @param firstRow the 0-based row of the file that is row 0, for messages
   * @return how many elements there are
   */
  int read(int count, long firstRow) throws IOException {
    if (counts.length < count) {
      counts = new int[count];
    }
    int row = -1;
    int elements = 0;
    while (true) {
      if (next == taken) {
        if (!column.hasMore()) {
          break;
        }
        taken = column.takeLevels(repeats, definitions);
        next = 0;
      }
      int found = 0;
      boolean isEnd = false;
      for (; next < taken; next++) {
        if (repeats[next] == 0) {
          isEnd = row == count - 1;
          if (isEnd) {
            break;
          }
          counts[++row] = 0;
        } else if (row < 0) {
          throw damaged("a row group begins inside a row");
        }
        if (definitions[next] >= leaf.elementLevel()) {
          counts[row]++;
          rows[found] = row;
          levels[found++] = definitions[next];
        }
      }
      if (found > 0) {
        reserve.accept(Math.addExact(elements, found));
        column.readElements(levels, rows, found, elements, firstRow);
        elements += found;
      }
      if (isEnd) {
        break;
      }
    }
    if (row != count - 1) {
      throw damaged("a list has fewer rows than its row group");
    }
    return elements;
  }

  private UnreadableException damaged(String how) {
    return UnreadableException.column(file, leaf.name(), PageException.damaged(how).reason());
  }
}
