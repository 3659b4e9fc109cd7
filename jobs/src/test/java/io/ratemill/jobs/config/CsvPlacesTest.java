package io.ratemill.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CsvPlacesTest {
  @Property
  void aFieldIsFoundWhereItWasWritten(
      @ForAll @Size(min = 1, max = 6)
          List<
                  @Size(min = 1, max = 5) List<
                      @StringLength(max = 5) @CharRange(from = 'a', to = 'c')
                      @Chars({'"', ',', '\n', '\r'}) String>>
              rows,
      @ForAll @IntRange(max = 1) int lineEnd) {
    StringBuilder text = new StringBuilder();
    List<int[]> expected = new ArrayList<>();
    for (List<String> row : rows) {
      int first = line(text);
      for (int i = 0; i < row.size(); i++) {
        expected.add(new int[] {first, i, line(text), column(text)});
        text.append('"').append(row.get(i).replace("\"", "\"\"")).append('"');
        text.append(i + 1 < row.size() ? "," : lineEnd == 0 ? "\n" : "\r\n");
      }
    }
    for (int[] each : expected) {
      assertThat(CsvPlaces.ofField(text.toString(), each[0], each[1]))
          .isEqualTo(new CsvPlaces.Place(each[2], each[3]));
    }
    assertThat(CsvPlaces.ofBadQuote(text.toString())).isNull();
  }

  private static int line(CharSequence text) {
    return text.toString().replace("\r\n", "\n").replace('\r', '\n').split("\n", -1).length;
  }

  private static int column(CharSequence text) {
    String[] lines = text.toString().replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
    return lines[lines.length - 1].length() + 1;
  }
}
