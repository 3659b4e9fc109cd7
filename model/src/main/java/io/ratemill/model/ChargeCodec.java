package io.ratemill.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The byte form of {@link AccountCharges}, for the network and for state.
 *
 * <p>Shape: a version, a table of the distinct texts, then one row of references and sums per
 * charge. Errors: bytes of an unknown version are refused. State written by an older version stays
 * readable: add a version, keep the old reader.
 */
public final class ChargeCodec {
  private static final int VERSION = 1;
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private ChargeCodec() {}

  public static byte[] encode(AccountCharges charges) {
    Map<String, Integer> table = new LinkedHashMap<>();
    ByteArrayOutputStream rows = new ByteArrayOutputStream(64 * charges.charges().size() + 64);
    ByteArrayOutputStream whole = new ByteArrayOutputStream(96 * charges.charges().size() + 64);
    try {
      DataOutputStream out = new DataOutputStream(rows);
      AccountRef account = charges.account();
      writeText(out, table, account.provider());
      writeText(out, table, account.label());
      writeCount(out, account.ids().size());
      for (String id : account.ids()) {
        writeText(out, table, id);
      }
      writeCount(out, charges.charges().size());
      for (Charge charge : charges.charges()) {
        writeCharge(out, table, charge);
      }
      DataOutputStream head = new DataOutputStream(whole);
      head.writeByte(VERSION);
      writeCount(head, table.size());
      for (String text : table.keySet()) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        writeCount(head, utf8.length);
        head.write(utf8);
      }
      rows.writeTo(head);
    } catch (IOException e) {
      throw new UncheckedIOException("writing charges to memory failed", e);
    }
    return whole.toByteArray();
  }

  public static AccountCharges decode(byte[] bytes) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "charges of byte form " + version + " cannot be read; this build knows " + VERSION);
      }
      String[] table = new String[readCount(in)];
      for (int i = 0; i < table.length; i++) {
        byte[] utf8 = new byte[readCount(in)];
        in.readFully(utf8);
        table[i] = new String(utf8, StandardCharsets.UTF_8);
      }
      String provider = table[readCount(in)];
      String label = table[readCount(in)];
      int idCount = readCount(in);
      List<String> ids = new ArrayList<>(idCount);
      for (int i = 0; i < idCount; i++) {
        ids.add(table[readCount(in)]);
      }
      int size = readCount(in);
      List<Charge> charges = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        charges.add(readCharge(in, table));
      }
      return new AccountCharges(new AccountRef(provider, ids, label), charges);
    } catch (IOException e) {
      throw new UncheckedIOException("charges are cut short", e);
    }
  }

  private static void writeCharge(DataOutputStream out, Map<String, Integer> table, Charge charge)
      throws IOException {
    writeCount(out, charge.period().number());
    out.writeInt(charge.usageDay());
    writeText(out, table, charge.billPayer());
    writeText(out, table, charge.item());
    writeText(out, table, charge.itemName());
    writeText(out, table, charge.resource());
    writeText(out, table, charge.unit());
    writeText(out, table, charge.currency());
    out.writeByte(charge.chargeClass().ordinal());
    CostSums sums = charge.sums();
    out.writeByte((charge.marketplace() ? 1 : 0) | (charge.splitAllocation() ? 2 : 0));
    writeCount(out, sums.lines());
    writeCount(out, sums.listMissing());
    writeAmount(out, sums.billed());
    writeAmount(out, sums.list());
    writeAmount(out, sums.effective());
    writeAmount(out, sums.contracted());
    writeAmount(out, sums.listPriced());
    writeAmount(out, sums.quantity());
  }

  private static Charge readCharge(DataInputStream in, String[] table) throws IOException {
    BillingPeriod period = BillingPeriod.ofNumber(readCount(in));
    int usageDay = in.readInt();
    String billPayer = table[readCount(in)];
    String item = table[readCount(in)];
    String itemName = table[readCount(in)];
    String resource = table[readCount(in)];
    String unit = table[readCount(in)];
    String currency = table[readCount(in)];
    ChargeClass chargeClass = ChargeClass.at(in.readUnsignedByte());
    int flags = in.readUnsignedByte();
    CostSums sums =
        new CostSums(
            readLong(in),
            readLong(in),
            readAmount(in),
            readAmount(in),
            readAmount(in),
            readAmount(in),
            readAmount(in),
            readAmount(in));
    return new Charge(
        period,
        usageDay,
        billPayer,
        item,
        itemName,
        resource,
        unit,
        chargeClass,
        (flags & 1) != 0,
        (flags & 2) != 0,
        currency,
        sums);
  }

  private static void writeText(DataOutputStream out, Map<String, Integer> table, String text)
      throws IOException {
    Integer known = table.putIfAbsent(text, table.size());
    writeCount(out, known == null ? table.size() - 1 : known);
  }

  private static void writeCount(DataOutputStream out, long count) throws IOException {
    long rest = count;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static int readCount(DataInputStream in) throws IOException {
    return Math.toIntExact(readLong(in));
  }

  private static long readLong(DataInputStream in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    throw new IOException("a count of charges has no end");
  }

  /**
   * An amount: 0 absent, 1 a long, else the length of its unscaled bytes plus 1; then its scale.
   */
  private static void writeAmount(DataOutputStream out, @Nullable BigDecimal amount)
      throws IOException {
    if (amount == null) {
      out.writeByte(0);
      return;
    }
    BigDecimal stripped = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    BigInteger unscaled = stripped.unscaledValue();
    if (unscaled.compareTo(LONG_MIN) >= 0 && unscaled.compareTo(LONG_MAX) <= 0) {
      out.writeByte(1);
      long value = unscaled.longValueExact();
      writeCount(out, (value << 1) ^ (value >> 63));
    } else {
      byte[] bytes = unscaled.toByteArray();
      writeCount(out, bytes.length + 1);
      out.write(bytes);
    }
    out.writeShort(stripped.scale());
  }

  private static @Nullable BigDecimal readAmount(DataInputStream in) throws IOException {
    int form = readCount(in);
    if (form == 0) {
      return null;
    }
    if (form == 1) {
      long zigzag = readLong(in);
      return BigDecimal.valueOf((zigzag >>> 1) ^ -(zigzag & 1), in.readShort());
    }
    byte[] bytes = new byte[form - 1];
    in.readFully(bytes);
    return new BigDecimal(new BigInteger(bytes), in.readShort());
  }
}
