package io.ratemill.jobs.config;

import org.jspecify.annotations.Nullable;

/**
 * Finds where fields stand in the text of a CSV file, for problems.
 *
 * <p>Units: lines, columns and characters of a column count from 1, as editors show them.
 */
final class CsvPlaces {
  /** A character of the text. */
  record Place(int line, int column) {}

  private enum State {
    START,
    PLAIN,
    QUOTED,
    AFTER_QUOTE
  }

  private final String text;
  private int position;
  private int line = 1;
  private int column = 1;

  private CsvPlaces(String text) {
    this.text = text;
  }

  /** The place of the n-th field, from 0, of the record that starts on a line. */
  static Place ofField(String text, int line, int field) {
    CsvPlaces places = new CsvPlaces(text);
    while (places.line < line && places.more()) {
      places.step();
    }
    State state = State.START;
    int fields = 0;
    while (fields < field && places.more()) {
      char each = text.charAt(places.position);
      state = next(state, each);
      places.step();
      if (state == State.START) {
        if (each != ',') {
          break;
        }
        fields++;
      }
    }
    return new Place(fields < field ? line : places.line, fields < field ? 1 : places.column);
  }

  /** The first quote that is not closed, or the first character after a closing one, or null. */
  static @Nullable Place ofBadQuote(String text) {
    CsvPlaces places = new CsvPlaces(text);
    State state = State.START;
    Place opened = new Place(1, 1);
    while (places.more()) {
      char each = text.charAt(places.position);
      State next = next(state, each);
      if (state == State.START && next == State.QUOTED) {
        opened = new Place(places.line, places.column);
      }
      if (state == State.AFTER_QUOTE && next == State.PLAIN) {
        return new Place(places.line, places.column);
      }
      state = next;
      places.step();
    }
    return state == State.QUOTED ? opened : null;
  }

  private boolean more() {
    return position < text.length();
  }

  private void step() {
    char each = text.charAt(position++);
    boolean first = each == '\r' && position < text.length() && text.charAt(position) == '\n';
    if (each == '\n' || (each == '\r' && !first)) {
      line++;
      column = 1;
    } else {
      column++;
    }
  }

  private static State next(State state, char each) {
    boolean ends = each == ',' || each == '\n' || each == '\r';
    return switch (state) {
      case START -> each == '"' ? State.QUOTED : ends ? State.START : State.PLAIN;
      case PLAIN -> ends ? State.START : State.PLAIN;
      case QUOTED -> each == '"' ? State.AFTER_QUOTE : State.QUOTED;
      case AFTER_QUOTE -> each == '"' ? State.QUOTED : ends ? State.START : State.PLAIN;
    };
  }
}
