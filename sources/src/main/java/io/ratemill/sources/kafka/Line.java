package io.ratemill.sources.kafka;

import io.ratemill.columnar.CellCheck;
import io.ratemill.columnar.ColumnKind;
import io.ratemill.sources.rollup.Header;
import io.ratemill.sources.text.Cells;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One FOCUS line as named values, and as a row of text. Filled again for every message.
 *
 * <p>Shape: columns are found whatever the case and separators of their names, as in files; of two
 * spellings of one column the newer counts. Every column that means something is in the text.
 */
final class Line {
  private static final int UNWANTED = -1;

  /** A column under all its names, and what its cells are. */
  private record Field(ColumnKind kind, List<String> spellings) {
    String name() {
      return spellings.get(0);
    }
  }

  private static final List<Field> FIELDS = new ArrayList<>();
  private static final List<List<String>> MANDATORY =
      List.of(
          List.of("BilledCost"),
          List.of("BillingCurrency"),
          List.of("ChargeCategory"),
          List.of("BillingPeriodStart"),
          List.of("ChargePeriodStart"),
          List.of("ServiceName", "x_ServiceCode"),
          List.of("BillingAccountId", "SubAccountId", "oci_CompartmentId"));

  static {
    for (String cost :
        List.of("BilledCost", "ListCost", "EffectiveCost", "ContractedCost", "ListUnitPrice")) {
      FIELDS.add(new Field(ColumnKind.DECIMAL, List.of(cost)));
    }
    FIELDS.add(new Field(ColumnKind.DECIMAL, List.of("PricingQuantity", "UsageQuantity")));
    for (String day : List.of("BillingPeriodStart", "ChargePeriodStart")) {
      FIELDS.add(new Field(ColumnKind.DAY, List.of(day)));
    }
    for (String text :
        List.of(
            "BillingCurrency",
            "ChargeCategory",
            "BillingAccountId",
            "BillingAccountName",
            "SubAccountId",
            "SubAccountName",
            "oci_CompartmentId",
            "oci_CompartmentName",
            "ServiceName",
            "x_ServiceCode",
            "x_Operation",
            "SkuId",
            "ResourceId",
            "CommitmentDiscountId",
            "CommitmentDiscountStatus",
            "HostProviderName",
            "ServiceProviderName")) {
      FIELDS.add(new Field(ColumnKind.TEXT, List.of(text)));
    }
    FIELDS.add(new Field(ColumnKind.TEXT, List.of("PricingUnit", "UsageUnit")));
    FIELDS.add(new Field(ColumnKind.TEXT, List.of("ProviderName", "Provider")));
    FIELDS.add(new Field(ColumnKind.TEXT, List.of("PublisherName", "Publisher")));
  }

  private static final List<String> NAMES =
      FIELDS.stream().flatMap(field -> field.spellings().stream()).toList();
  private static final Header HEADER = new Header(NAMES);
  private static final int LARGEST = 1_000;

  private final String[] values = new String[NAMES.size()];
  private final Map<String, Integer> places = new HashMap<>();
  private final CellCheck check = new CellCheck();

  /** The names of the columns of {@link #write}, as a row of text. */
  static byte[] header() {
    return (FIELDS.stream().map(Field::name).collect(Collectors.joining(",")) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  void clear() {
    Arrays.fill(values, null);
  }

  /** Whether a name is that of a column that means something. */
  boolean wants(String name) {
    return place(name) != UNWANTED;
  }

  /** Sets a value; of two under one name the first counts. */
  void set(String name, String value) {
    int place = place(name);
    if (place != UNWANTED && values[place] == null) {
      values[place] = value;
    }
  }

  private int place(String name) {
    Integer known = places.get(name);
    if (known != null) {
      return known;
    }
    int place = HEADER.find(name);
    // Names are few; a producer that makes them up may not fill the memory.
    if (places.size() < LARGEST) {
      places.put(name, place);
    }
    return place;
  }

  private boolean isBlank(String name) {
    String value = values[place(name)];
    return value == null || value.isBlank() || value.equals("NULL") || value.equals("null");
  }

  /** Proves that the line can be read and has what every line must have. */
  void check() throws PoisonException {
    for (List<String> group : MANDATORY) {
      if (group.stream().allMatch(this::isBlank)) {
        String which = String.join(" or ", group);
        throw new PoisonException(which + " missing", "the line has no " + which);
      }
    }
    int at = 0;
    for (Field field : FIELDS) {
      String cell = cell(field, at);
      String trouble = check.trouble(field.kind(), cell.getBytes(StandardCharsets.UTF_8));
      if (trouble != null) {
        throw new PoisonException(
            field.name() + " unreadable", field.name() + " '" + cell + "' is " + trouble);
      }
      at += field.spellings().size();
    }
  }

  /** The value under the newest spelling that the line has. */
  private String cell(Field field, int at) {
    for (int i = 0; i < field.spellings().size(); i++) {
      if (values[at + i] != null) {
        return values[at + i];
      }
    }
    return "";
  }

  /** Adds the line as a row of text. */
  void write(ByteArrayOutputStream into) {
    int at = 0;
    for (Field field : FIELDS) {
      if (at > 0) {
        into.write(',');
      }
      Cells.write(cell(field, at), into);
      at += field.spellings().size();
    }
    into.write('\n');
  }
}
