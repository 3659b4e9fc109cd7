package io.ratemill.sources.rollup;

import io.ratemill.columnar.UnreadableException;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.FeedException.Category;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.store.StoreException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where something went wrong, for messages.
 *
 * @param delivery slot and id of the delivery, or empty
 * @param file the file as people know it, or empty
 */
public record Where(String connector, String delivery, String file) {
  /** A place of which only the connector is known. */
  public static Where connector(String connector) {
    return new Where(connector, "", "");
  }

  /** This place in words. */
  public String text() {
    StringBuilder text = new StringBuilder("connector ").append(connector);
    if (!delivery.isEmpty()) {
      text.append(", delivery ").append(delivery);
    }
    if (!file.isEmpty()) {
      text.append(", file ").append(file);
    }
    return text.toString();
  }

  /** A refusal at this place. */
  public Refusal refusal(String code, String text) {
    return new Refusal(code, text, text());
  }

  /** The data's fault at this place. */
  public FeedException data(String code, String text) {
    return new FeedException(Category.DATA, refusal(code, text), null);
  }

  /** The data's fault in one row of this file. */
  public FeedException row(String code, String text, long row) {
    return new FeedException(Category.DATA, new Refusal(code, text, text() + ", row " + row), null);
  }

  /** Trouble while listing, opening or reading, told apart by whose fault it is. */
  public FeedException fault(IOException e) {
    if (e instanceof UnreadableException unreadable) {
      StringBuilder place = new StringBuilder(text());
      if (unreadable.row() > 0) {
        place.append(", row ").append(unreadable.row());
      }
      if (!unreadable.column().isEmpty()) {
        place.append(", column ").append(unreadable.column());
      }
      String value = unreadable.value().isEmpty() ? "" : "'" + unreadable.value() + "': ";
      return new FeedException(
          Category.DATA,
          new Refusal("unreadable", value + unreadable.reason(), place.toString()),
          unreadable);
    }
    if (e instanceof StoreException store) {
      return switch (store.trouble()) {
        case MISSING ->
            file.isEmpty()
                ? of(Category.USER_CONFIG, "no-place", message(store), e)
                : of(
                    Category.PROVIDER,
                    "missing-part",
                    store.getMessage() + "; deliver it again, or wait for the next delivery",
                    e);
        case CHANGED ->
            of(
                Category.PROVIDER,
                "changed-while-read",
                "changed while read: "
                    + store.getMessage()
                    + "; it is tried again once the delivery is whole",
                e);
        case DENIED -> of(Category.USER_CONFIG, "denied", message(store), e);
        case UNREACHABLE -> of(Category.PROVIDER, "unreachable", message(store), e);
      };
    }
    return of(
        Category.PROVIDER,
        "unreachable",
        "reading failed: " + message(e) + "; it is tried again at the next look",
        e);
  }

  private FeedException of(Category category, String code, String text, @Nullable Throwable cause) {
    return new FeedException(category, refusal(code, text), cause);
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message;
  }
}
