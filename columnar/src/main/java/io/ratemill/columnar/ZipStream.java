package io.ratemill.columnar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The content of the only file in a zip archive.
 *
 * <p>Errors. {@link UnreadableException} if there is no file or more than one, the archive is cut
 * off, encrypted or damaged, or its checksum or length is wrong.
 *
 * <p>Source. PKWARE APPNOTE, with the zip64 fields; the directory at the end of the archive is what
 * counts.
 */
final class ZipStream implements Unpacked {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_LENGTH = 22;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final int END64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int END64_LOCATOR_LENGTH = 20;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_LENGTH = 56;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_LENGTH = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_LENGTH = 30;
  private static final long MASK_32 = 0xffffffffL;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** What the directory says about a file. */
  private record Entry(int method, long checksum, long length, long header) {}

  private final String file;
  private final Entry entry;
  private final PackedInput in;
  private final Inflating data;
  private final CRC32 checksum = new CRC32();
  private long length;
  private boolean ended;

  ZipStream(Bytes bytes) throws IOException {
    file = bytes.name();
    entry = onlyFile(bytes);
    ByteBuffer local = read(bytes, entry.header(), LOCAL_LENGTH);
    if (local.getInt(0) != LOCAL_SIGNATURE) {
      throw damaged("the file is not where the directory says");
    }
    long start =
        entry.header()
            + LOCAL_LENGTH
            + Short.toUnsignedInt(local.getShort(26))
            + Short.toUnsignedInt(local.getShort(28));
    in = new PackedInput(bytes.open(start), file);
    data = new Inflating(in);
  }

  @Override
  public int read(byte[] into, int at, int enough) throws IOException {
    if (ended) {
      return -1;
    }
    int read =
        entry.method() == DEFLATED ? data.inflate(into, at, enough) : stored(into, at, enough);
    if (read > 0) {
      checksum.update(into, at, read);
      length += read;
      return read;
    }
    ended = true;
    if (length != entry.length()) {
      throw damaged("the file inside has " + length + " bytes, not " + entry.length());
    }
    if (checksum.getValue() != entry.checksum()) {
      throw damaged("the checksum of the file inside is wrong");
    }
    return -1;
  }

  private int stored(byte[] into, int at, int enough) throws IOException {
    int most = (int) Math.min(enough - at, entry.length() - length);
    in.fill(1);
    int read = in.takeBytes(into, at, most);
    if (read == 0 && most > 0) {
      throw in.truncated();
    }
    return read;
  }

  private Entry onlyFile(Bytes bytes) throws IOException {
    ByteBuffer directory = directory(bytes);
    Entry found = null;
    int at = 0;
    while (at < directory.limit()) {
      if (directory.limit() - at < ENTRY_LENGTH || directory.getInt(at) != ENTRY_SIGNATURE) {
        throw damaged("its directory is not one");
      }
      int nameLength = Short.toUnsignedInt(directory.getShort(at + 28));
      int extraLength = Short.toUnsignedInt(directory.getShort(at + 30));
      int commentLength = Short.toUnsignedInt(directory.getShort(at + 32));
      int next = at + ENTRY_LENGTH + nameLength + extraLength + commentLength;
      if (next > directory.limit()) {
        throw damaged("its directory is cut off");
      }
      boolean folder = nameLength > 0 && directory.get(at + ENTRY_LENGTH + nameLength - 1) == '/';
      if (!folder) {
        if (found != null) {
          throw UnreadableException.file(
              file, "the zip archive holds more than one file: deliver one file per archive");
        }
        found = entry(directory, at, at + ENTRY_LENGTH + nameLength, extraLength);
      }
      at = next;
    }
    if (found == null) {
      throw UnreadableException.file(
          file, "the zip archive holds no file: deliver it again with exactly one file inside");
    }
    return found;
  }

  private Entry entry(ByteBuffer directory, int at, int extra, int extraLength)
      throws UnreadableException {
    int flags = directory.getShort(at + 8);
    int method = Short.toUnsignedInt(directory.getShort(at + 10));
    if ((flags & 1) != 0) {
      throw UnreadableException.file(
          file, "the zip archive is encrypted: deliver it without a password");
    }
    if (method != DEFLATED && method != STORED) {
      throw UnreadableException.file(
          file, "zip method " + method + " is not read: deliver the archive deflated or stored");
    }
    long packed = directory.getInt(at + 20) & MASK_32;
    long plain = directory.getInt(at + 24) & MASK_32;
    long header = directory.getInt(at + 42) & MASK_32;
    int field = extra;
    while (field + 4 <= extra + extraLength) {
      int id = Short.toUnsignedInt(directory.getShort(field));
      int size = Short.toUnsignedInt(directory.getShort(field + 2));
      if (id == 1) {
        // Zip64: only the fields that did not fit are there: length, packed length, header.
        int value = field + 4;
        int missing = (plain == MASK_32 ? 8 : 0) + (header == MASK_32 ? 8 : 0);
        int unused = packed == MASK_32 ? 8 : 0;
        if (size < missing + unused || value + size > extra + extraLength) {
          throw damaged("its zip64 lengths are cut off");
        }
        if (header == MASK_32) {
          header = directory.getLong(value + missing + unused - 8);
        }
        if (plain == MASK_32) {
          plain = directory.getLong(value);
        }
      }
      field += 4 + size;
    }
    return new Entry(method, directory.getInt(at + 16) & MASK_32, plain, header);
  }

  private ByteBuffer directory(Bytes bytes) throws IOException {
    long fileLength = bytes.length();
    int tailLength = (int) Math.min(fileLength, END_LENGTH + LONGEST_COMMENT);
    ByteBuffer tail = read(bytes, fileLength - tailLength, tailLength);
    for (int at = tailLength - END_LENGTH; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE
          && Short.toUnsignedInt(tail.getShort(at + 20)) == tailLength - END_LENGTH - at) {
        long length = tail.getInt(at + 12) & MASK_32;
        long start = tail.getInt(at + 16) & MASK_32;
        long endsAt = fileLength - tailLength + at;
        if (length == MASK_32 || start == MASK_32) {
          ByteBuffer locator = read(bytes, endsAt - END64_LOCATOR_LENGTH, END64_LOCATOR_LENGTH);
          if (locator.getInt(0) != END64_LOCATOR_SIGNATURE) {
            throw damaged("its zip64 directory is missing");
          }
          ByteBuffer end64 = read(bytes, locator.getLong(8), END64_LENGTH);
          if (end64.getInt(0) != END64_SIGNATURE) {
            throw damaged("its zip64 directory is missing");
          }
          length = end64.getLong(40);
          start = end64.getLong(48);
        }
        if (length < 0 || length > Integer.MAX_VALUE - 16) {
          throw damaged("its directory has an impossible length");
        }
        return read(bytes, start, (int) length);
      }
    }
    throw UnreadableException.file(
        file, "the zip directory at the end is missing: the file is truncated or no zip archive");
  }

  private ByteBuffer read(Bytes bytes, long offset, int length) throws IOException {
    if (offset < 0 || offset > bytes.length() - length) {
      throw damaged("its directory points outside the file");
    }
    byte[] content = new byte[length];
    bytes.readFully(offset, content, 0, length);
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
  }

  private UnreadableException damaged(String how) {
    return UnreadableException.file(
        file, "the zip archive is damaged (" + how + "): fetch or deliver it again");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
