package io.ratemill.sources.gcp;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import io.ratemill.columnar.Wanted;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.rollup.RollupReader;
import io.ratemill.sources.rollup.Where;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a table are read.
 *
 * <p>Shape: as in files, a field of a record is a column {@code record.field}; lists are left out,
 * but for the credits, which are read whole where they are lines.
 *
 * @param cells the columns that hold one value, in the order of the table
 * @param credits whether the credits are read too
 */
record TableColumns(List<String> cells, boolean credits) {
  private static final String ELEMENTS = GcpMapping.CREDITS + "[].";

  TableColumns {
    cells = List.copyOf(cells);
  }

  /**
   * Those that a format asks for.
   *
   * @throws FeedException if the table does not have what every line needs
   */
  static TableColumns of(Schema schema, GcpFormat format, RollupReader.Mapping mapping, Where where)
      throws FeedException {
    List<String> all = new ArrayList<>();
    addCells(schema.getFields(), "", all);
    Field list = field(schema, GcpMapping.CREDITS);
    if (format.nestsCredits() && list != null && list.getSubFields() != null) {
      for (String field : GcpMapping.CREDIT_FIELDS) {
        if (list.getSubFields().stream().anyMatch(each -> each.getName().equals(field))) {
          all.add(ELEMENTS + field);
        }
      }
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (Wanted each : mapping.bind(all, where).wanted()) {
      wanted.add(all.get(each.column()));
    }
    return new TableColumns(
        all.stream().filter(name -> wanted.contains(name) && !name.startsWith(ELEMENTS)).toList(),
        wanted.stream().anyMatch(name -> name.startsWith(ELEMENTS)));
  }

  /** A field of a table by its name, or null. */
  static @Nullable Field field(Schema schema, String name) {
    return schema.getFields().stream()
        .filter(field -> field.getName().equalsIgnoreCase(name))
        .findFirst()
        .orElse(null);
  }

  private static void addCells(FieldList fields, String record, List<String> into) {
    for (Field field : fields) {
      String name = record + field.getName();
      if (field.getMode() == Field.Mode.REPEATED) {
        continue;
      }
      if (field.getType().getStandardType() == StandardSQLTypeName.STRUCT) {
        addCells(field.getSubFields(), name + ".", into);
      } else {
        into.add(name);
      }
    }
  }

  /** All of them as a read session asks for them. */
  List<String> selected() {
    List<String> selected = new ArrayList<>(cells);
    if (credits) {
      selected.add(GcpMapping.CREDITS);
    }
    return selected;
  }
}
