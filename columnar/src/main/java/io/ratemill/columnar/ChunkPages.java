package io.ratemill.columnar;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.InvalidParquetMetadataException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * The pages of one column chunk, one after the other, unpacked. Reused for the chunks of a column.
 * Holds a window of the chunk, not all of it: one row group may be the whole file.
 */
final class ChunkPages extends InputStream {
  private static final int WINDOW = 1 << 20;

  /** Neither snappy nor gzip makes more of a byte. */
  private static final long MOST_PER_BYTE = 1 << 11;

  private @Nullable Bytes bytes;
  private final CRC32 checksum = new CRC32();
  private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;

  private byte[] window = new byte[0];
  private int at;
  private int limit;

  /** Where in the file the window goes on, and where the chunk ends. */
  private long next;

  private long end;

  private byte[] unpacked = new byte[0];
  private byte[] body = unpacked;
  private int bodyStart;
  private int bodyEnd;

  /** The first byte of a chunk. */
  static long start(ColumnMetaData chunk) {
    long data = chunk.getData_page_offset();
    long dictionary = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
    return dictionary > 0 && dictionary < data ? dictionary : data;
  }

  void open(Bytes bytes, ColumnMetaData chunk) throws IOException, PageException {
    this.bytes = bytes;
    codec = chunk.getCodec();
    next = start(chunk);
    end = next + chunk.getTotal_compressed_size();
    if (next < 0 || end < next || end > bytes.length()) {
      throw PageException.damaged("it does not lie inside the file");
    }
    at = 0;
    limit = 0;
  }

  /** Lets go of the file. */
  void forget() {
    bytes = null;
  }

  private Bytes bytes() {
    return Objects.requireNonNull(bytes, "no chunk was opened");
  }

  /** The header of the next page; its content is ready afterwards. */
  PageHeader nextPage() throws IOException, PageException {
    if (at == limit && next == end) {
      throw PageException.damaged("there are fewer values than announced");
    }
    PageHeader header = header();
    int packed = header.getCompressed_page_size();
    int plain = header.getUncompressed_page_size();
    if (packed < 0 || plain < 0 || plain > Integer.MAX_VALUE - 64) {
      throw PageException.damaged("a page of negative or impossible length");
    }
    require(packed);
    if (header.isSetCrc()) {
      checksum.reset();
      checksum.update(window, at, packed);
      if ((int) checksum.getValue() != header.getCrc()) {
        throw PageException.damaged("the checksum of a page is wrong");
      }
    }
    int levels = 0;
    boolean isPacked = codec != CompressionCodec.UNCOMPRESSED;
    if (header.isSetData_page_header_v2()) {
      DataPageHeaderV2 data = header.getData_page_header_v2();
      levels = data.getDefinition_levels_byte_length() + data.getRepetition_levels_byte_length();
      isPacked &= data.isIs_compressed();
      if (levels < 0 || levels > packed || levels > plain) {
        throw PageException.damaged("levels longer than their page");
      }
    }
    if (isPacked) {
      unpack(packed, plain, levels);
    } else if (packed != plain) {
      throw PageException.damaged("the two lengths of an unpacked page differ");
    } else {
      body = window;
      bodyStart = at;
      bodyEnd = at + plain;
    }
    at += packed;
    return header;
  }

  private PageHeader header() throws IOException, PageException {
    try {
      return Util.readPageHeader(this);
    } catch (IOException e) {
      // Thrift reports what it cannot parse in the same way as what cannot be read.
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException) {
          throw e;
        }
      }
      throw PageException.damaged("a page header is none: " + e.getMessage());
    } catch (InvalidParquetMetadataException e) {
      throw PageException.damaged("a page header is none: " + e.getMessage());
    }
  }

  /** The array the content of the page is in; at least {@link Hybrid#PADDING} bytes follow. */
  byte[] body() {
    return body;
  }

  int bodyStart() {
    return bodyStart;
  }

  int bodyEnd() {
    return bodyEnd;
  }

  private void unpack(int packed, int plain, int levels) throws IOException, PageException {
    if (plain > longest(at + levels, packed - levels) + levels) {
      throw PageException.damaged("a page unpacks to another length than announced");
    }
    int room = plain + Math.max(Hybrid.PADDING, Unpacked.SLACK + 1);
    if (unpacked.length < room) {
      unpacked = new byte[Math.max(room, Math.min(WINDOW, 2 * plain))];
    }
    System.arraycopy(window, at, unpacked, 0, levels);
    int from = at + levels;
    int length = packed - levels;
    int expected = plain - levels;
    if (length > 0 || expected > 0) {
      switch (codec) {
        case SNAPPY -> {
          unpackSnappy(from, length, levels, expected);
        }
        case ZSTD -> {
          if (unpackZstd(from, length, levels, expected) != expected) {
            throw PageException.damaged("a page unpacks to another length than announced");
          }
        }
        case GZIP -> unpackGzip(from, length, levels, plain);
        case UNCOMPRESSED, LZO, BROTLI, LZ4, LZ4_RAW ->
            throw PageException.notRead(codec + " compression");
      }
    }
    body = unpacked;
    bodyStart = 0;
    bodyEnd = plain;
  }

  /** What packed bytes may unpack to at most: no array is made for a length that cannot be true. */
  private long longest(int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (codec == CompressionCodec.ZSTD) {
      long announced = Zstd.getFrameContentSize(window, from, length);
      return announced > 0 ? announced : Integer.MAX_VALUE;
    }
    return MOST_PER_BYTE * length;
  }

  private long unpackZstd(int from, int length, int to, int expected) throws PageException {
    try {
      return Zstd.decompressByteArray(unpacked, to, expected, window, from, length);
    } catch (ZstdException e) {
      throw PageException.damaged("zstd: " + e.getMessage());
    }
  }

  private void unpackGzip(int from, int length, int to, int end) throws IOException, PageException {
    InputStream page = new ByteArrayInputStream(window, from, length);
    try (GzipStream plain = new GzipStream(page, bytes().name())) {
      int unpackedTo = to;
      int read = 0;
      while (read >= 0 && unpackedTo <= end) {
        // Behind the last byte one more is asked for: there must be none.
        read = plain.read(unpacked, unpackedTo, Math.max(end, unpackedTo + 1));
        unpackedTo += Math.max(read, 0);
      }
      if (unpackedTo != end) {
        throw PageException.damaged("a page unpacks to another length than announced");
      }
    }
  }

  private void unpackSnappy(int from, int length, int to, int expected) throws PageException {
    try {
      if (Snappy.uncompressedLength(window, from, length) != expected) {
        throw PageException.damaged("a page unpacks to another length than announced");
      }
      Snappy.uncompress(window, from, length, unpacked, to);
    } catch (IOException e) {
      // All in memory: the library reports damage this way.
      throw PageException.damaged("snappy: " + e.getMessage());
    }
  }

  /** Makes so many bytes of the chunk lie in the window from {@code at}. */
  private void require(int count) throws IOException, PageException {
    int have = limit - at;
    if (have >= count) {
      return;
    }
    if (count - have > end - next) {
      throw PageException.damaged("a page is cut off");
    }
    refill(count);
  }

  private void refill(int count) throws IOException {
    int have = limit - at;
    int more = (int) Math.min(end - next, Math.max(count - have, WINDOW - have));
    if (window.length < have + more + Hybrid.PADDING) {
      window = Arrays.copyOfRange(window, at, at + have + more + Hybrid.PADDING);
    } else {
      System.arraycopy(window, at, window, 0, have);
    }
    at = 0;
    bytes().readFully(next, window, have, more);
    next += more;
    limit = have + more;
  }

  /** For the parser of page headers only. */
  @Override
  public int read() throws IOException {
    if (at == limit) {
      if (next == end) {
        return -1;
      }
      refill(1);
    }
    return window[at++] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (at == limit) {
      if (next == end) {
        return -1;
      }
      refill(1);
    }
    int some = Math.min(length, limit - at);
    System.arraycopy(window, at, into, offset, some);
    at += some;
    return some;
  }
}
