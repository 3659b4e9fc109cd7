package io.ratemill.columnar;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * One column of a Parquet file that holds at most one value per row, or per element of one list.
 *
 * @param name its name, after the names of the groups it is in
 * @param chunk its place among all columns of a row group
 * @param greatestLevel the definition level at which a value is there; 0 if it always is
 * @param type what its values are
 * @param elementLevel the definition level at which an element is there; 0 outside of lists
 * @param list the name of its list without the groups that only make the list, empty outside
 * @param field its name within an element, empty outside of lists and in lists of plain values
 */
record ParquetLeaf(
    String name,
    int chunk,
    int greatestLevel,
    ParquetType type,
    int elementLevel,
    String list,
    String field) {

  /** All such columns of a schema; lists in lists are left out. */
  static List<ParquetLeaf> of(String file, List<SchemaElement> schema) throws UnreadableException {
    Walk walk = new Walk(file, schema);
    walk.children(Path.ROOT);
    if (walk.next != schema.size()) {
      throw walk.broken();
    }
    return List.copyOf(walk.leaves);
  }

  boolean isInList() {
    return elementLevel > 0;
  }

  /**
   * Where in the schema a group is.
   *
   * @param prefix what its children's names begin with
   * @param level its definition level
   * @param repeated how many groups around repeat, itself included
   * @param elementLevel the level of the one that repeats
   * @param list the list's name
   * @param field what its children's names within an element begin with
   */
  private record Path(
      String prefix, int level, int repeated, int elementLevel, String list, String field) {
    static final Path ROOT = new Path("", 0, 0, 0, "", "");
  }

  /** Schemas are trees written depth first: each element says how many children follow. */
  private static final class Walk {
    private static final int DEEPEST = 100;

    private final String file;
    private final List<SchemaElement> schema;
    private final List<ParquetLeaf> leaves = new ArrayList<>();
    private int next;
    private int chunk;
    private int depth;

    Walk(String file, List<SchemaElement> schema) {
      this.file = file;
      this.schema = schema;
    }

    /** Passes one element and its children. */
    private void children(Path path) throws UnreadableException {
      if (next == schema.size() || depth > DEEPEST) {
        throw broken();
      }
      depth++;
      SchemaElement group = schema.get(next++);
      for (int i = 0; i < group.getNum_children(); i++) {
        if (next == schema.size()) {
          throw broken();
        }
        child(group, path);
      }
      depth--;
    }

    private void child(SchemaElement group, Path path) throws UnreadableException {
      SchemaElement child = schema.get(next);
      FieldRepetitionType repetition = child.getRepetition_type();
      if (repetition == null) {
        throw broken();
      }
      boolean repeats = repetition == FieldRepetitionType.REPEATED;
      int level = path.level + (repetition == FieldRepetitionType.REQUIRED ? 0 : 1);
      String name = path.prefix + child.getName();
      boolean isGroup = child.getNum_children() > 0;
      Path of;
      if (repeats && path.repeated == 0) {
        String list = isList(group) ? withoutDot(path.prefix) : name;
        of = new Path(name + ".", level, 1, level, list, "");
      } else {
        boolean isListed = !path.list.equals(withoutDot(path.prefix));
        boolean isWrapped = path.repeated == 1 && isListed && isOnlyElement(group);
        String field = isWrapped ? "" : path.field + child.getName() + (isGroup ? "." : "");
        of =
            new Path(
                name + ".",
                level,
                path.repeated + (repeats ? 1 : 0),
                path.elementLevel,
                path.list,
                path.repeated == 0 ? "" : field);
      }
      if (isGroup) {
        children(of);
        return;
      }
      next++;
      // An empty group has no type and no column chunk.
      if (child.isSetType()) {
        if (of.repeated <= 1) {
          leaves.add(
              new ParquetLeaf(
                  name, chunk, level, ParquetType.of(child), of.elementLevel, of.list, of.field));
        }
        chunk++;
      }
    }

    private static boolean isList(SchemaElement group) {
      boolean logical = group.isSetLogicalType() && group.getLogicalType().isSetLIST();
      return logical || group.getConverted_type() == ConvertedType.LIST;
    }

    /**
     * Whether a repeated group is nothing but the list's middle level: its only child is then the
     * element. Source: parquet-format, Logical Types, "Lists", rules for backward compatibility.
     */
    private static boolean isOnlyElement(SchemaElement repeated) {
      return repeated.getRepetition_type() == FieldRepetitionType.REPEATED
          && repeated.getNum_children() == 1
          && !repeated.getName().equals("array")
          && !repeated.getName().endsWith("_tuple");
    }

    private static String withoutDot(String prefix) {
      return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    private UnreadableException broken() {
      return UnreadableException.file(
          file, "the Parquet schema is no tree: the file is damaged; fetch or deliver it again");
    }
  }
}
