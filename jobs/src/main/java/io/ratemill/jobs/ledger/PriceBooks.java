package io.ratemill.jobs.ledger;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.Terms;
import io.ratemill.rating.PriceBook;
import java.lang.ref.WeakReference;

/** The price book of the terms that were read last, one for all tasks of a process. */
final class PriceBooks {
  /** Held by whoever uses them; the terms are known by being the same object. */
  private static WeakReference<Terms> last = new WeakReference<>(null);

  private static WeakReference<PriceBook> book = new WeakReference<>(null);

  private PriceBooks() {}

  /** The price book of some terms in the byte form of {@link TermsCodec}. */
  static PriceBook of(byte[] bytes) {
    return of(TermsCodec.decode(bytes));
  }

  /** The price book of some terms. */
  static synchronized PriceBook of(Terms terms) {
    PriceBook known = last.refersTo(terms) ? book.get() : null;
    if (known == null) {
      known = new PriceBook(terms);
      last = new WeakReference<>(terms);
      book = new WeakReference<>(known);
    }
    return known;
  }
}
