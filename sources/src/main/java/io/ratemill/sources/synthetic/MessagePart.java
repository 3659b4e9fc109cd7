package io.ratemill.sources.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** Lines as messages, each under an id of its own. */
final class MessagePart implements Part {
  private static final int PREFIX = 16;

  /** How a line becomes the value of a message. */
  interface Form {
    byte[] value(Line line) throws IOException;
  }

  private final Messages messages;
  private final Form form;
  private final String prefix;
  private long position;

  MessagePart(SyntheticBill bill, Messages messages, Form form) {
    this.messages = messages;
    this.form = form;
    this.prefix = digest(bill) + "-";
  }

  /** A short text that differs for bills whose lines differ. */
  private static String digest(SyntheticBill bill) {
    String all =
        String.join(
            "|",
            bill.version(),
            bill.period().toString(),
            Long.toString(bill.lines()),
            Long.toString(bill.seed()),
            Integer.toString(bill.accounts()),
            Integer.toString(bill.columns()),
            bill.currency(),
            new TreeSet<>(bill.traits()).toString(),
            bill.fault().name());
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String hex = HexFormat.of().formatHex(sha.digest(all.getBytes(StandardCharsets.UTF_8)));
      return hex.substring(0, PREFIX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void add(Line line) throws IOException {
    messages.send(Vocabulary.bytes(prefix + position++), form.value(line));
  }

  @Override
  public void close() throws IOException {
    messages.flush();
  }
}
