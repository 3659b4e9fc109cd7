package io.ratemill.columnar;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * One column of a Parquet file that holds at most one value per row.
 *
 * @param name its name, after the names of the groups it is in
 * @param chunk its place among all columns of a row group
 * @param greatestLevel the definition level at which a value is there; 0 if it always is
 * @param type what its values are
 */
record ParquetLeaf(String name, int chunk, int greatestLevel, ParquetType type) {
  /** All such columns of a schema; whatever repeats is left out. */
  static List<ParquetLeaf> of(String file, List<SchemaElement> schema) throws UnreadableException {
    Walk walk = new Walk(file, schema);
    walk.children("", 0, 0);
    if (walk.next != schema.size()) {
      throw walk.broken();
    }
    return List.copyOf(walk.leaves);
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

    /** Passes one element and its children; levels below 0 mean that it repeats. */
    private void children(String prefix, int level, int repeated) throws UnreadableException {
      if (next == schema.size() || depth > DEEPEST) {
        throw broken();
      }
      depth++;
      SchemaElement group = schema.get(next++);
      for (int i = 0; i < group.getNum_children(); i++) {
        if (next == schema.size()) {
          throw broken();
        }
        SchemaElement child = schema.get(next);
        FieldRepetitionType repetition = child.getRepetition_type();
        if (repetition == null) {
          throw broken();
        }
        int childLevel = level + (repetition == FieldRepetitionType.REQUIRED ? 0 : 1);
        int childRepeated = repeated + (repetition == FieldRepetitionType.REPEATED ? 1 : 0);
        String name = prefix + child.getName();
        if (child.getNum_children() > 0) {
          children(name + ".", childLevel, childRepeated);
        } else {
          next++;
          // An empty group has no type and no column chunk.
          if (child.isSetType()) {
            if (childRepeated == 0) {
              leaves.add(new ParquetLeaf(name, chunk, childLevel, ParquetType.of(child)));
            }
            chunk++;
          }
        }
      }
      depth--;
    }

    private UnreadableException broken() {
      return UnreadableException.file(
          file, "the Parquet schema is no tree: the file is damaged; fetch or deliver it again");
    }
  }
}
