package io.ratemill.rating;

import io.ratemill.model.AccountRef;
import io.ratemill.model.Owner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that one version of the terms does not tell apart: their owners say the same of every
 * day, and no rule names one of them.
 *
 * <p>Shape: of such accounts the one with the smallest id stands for all. Support is told apart
 * even so, as each account's is a record of its own. An account that has no owner on some day
 * stands for itself, as people are told which account is unmapped.
 */
public final class StandIns {
  private final PriceBook book;
  private final Map<List<Owner>, String> ids = new HashMap<>();

  public StandIns(PriceBook book) {
    this.book = book;
    book.forEachAccount(
        (id, rows) -> {
          List<Owner> shared = shared(rows);
          if (shared != null) {
            ids.merge(shared, id, (one, other) -> one.compareTo(other) <= 0 ? one : other);
          }
        });
  }

  /** The account that stands for an account, which may be itself. */
  public AccountRef of(AccountRef account) {
    List<Owner> shared = shared(book.owners(account));
    String id = shared == null ? null : ids.get(shared);
    return id == null || id.equals(account.id())
        ? account
        : new AccountRef(account.provider(), List.of(id), "");
  }

  /** The rows of an account's owners without its id; null where its id matters. */
  private @Nullable List<Owner> shared(List<Owner> rows) {
    List<Owner> shared = new ArrayList<>(rows.size());
    for (Owner row : rows) {
      if (book.names(row)) {
        return null;
      }
      shared.add(row.withoutAccount());
    }
    return coversAllDays(rows) ? shared : null;
  }

  private static boolean coversAllDays(List<Owner> rows) {
    int day = Owner.ALWAYS;
    int before;
    do {
      before = day;
      for (Owner row : rows) {
        if (row.coversDay(day)) {
          day = row.validTo();
        }
      }
    } while (day != before && day != Owner.FOREVER);
    return day == Owner.FOREVER;
  }
}
