package io.ratemill.jobs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.model.Terms;
import io.ratemill.rating.PriceBook;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceBooksTest {
  private static byte[] terms(long version) {
    return TermsCodec.encode(
        new Terms(version, List.of(), List.of(), List.of(), List.of(), List.of()));
  }

  @Test
  void tasksOfOneProcessShareTheBookOfTheTermsInForce() {
    byte[] sent = terms(1);
    Terms held = TermsCodec.decode(sent);
    PriceBook book = PriceBooks.of(held);

    assertThat(PriceBooks.of(sent.clone())).isSameAs(book);
    assertThat(PriceBooks.of(terms(2))).isNotSameAs(book);
  }
}
