package io.ratemill.sources.aws;

import io.ratemill.columnar.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of one version of an object, read in order by one request, or by ranges.
 *
 * <p>Shape: small ranges come from blocks of which the last ones used are kept, so that the small
 * columns of a Parquet file do not cost a request each.
 */
final class S3Bytes implements Bytes {
  private static final int BLOCK = 1 << 18;
  private static final int BLOCKS = 32;

  private final S3Version version;
  private final Map<Long, byte[]> blocks = new LinkedHashMap<>(BLOCKS, 0.75f, true);
  private final List<S3Range> streams = new ArrayList<>();

  S3Bytes(S3Version version) {
    this.version = version;
  }

  @Override
  public long length() {
    return version.length();
  }

  @Override
  public InputStream open(long offset) {
    S3Range range = new S3Range(version, offset, version.length());
    streams.add(range);
    return range;
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int length) throws IOException {
    if (offset + length > version.length()) {
      throw new EOFException(
          name() + " ends at byte " + version.length() + ", before byte " + (offset + length));
    }
    if (length >= BLOCK) {
      fetch(offset, into, at, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long number = (offset + done) / BLOCK;
      int start = (int) (offset + done - number * BLOCK);
      byte[] block = block(number);
      int some = Math.min(length - done, block.length - start);
      System.arraycopy(block, start, into, at + done, some);
      done += some;
    }
  }

  private byte[] block(long number) throws IOException {
    byte[] known = blocks.get(number);
    if (known != null) {
      return known;
    }
    long start = number * BLOCK;
    byte[] block = new byte[(int) Math.min(BLOCK, version.length() - start)];
    fetch(start, block, 0, block.length);
    blocks.put(number, block);
    if (blocks.size() > BLOCKS) {
      Iterator<Long> eldest = blocks.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
    return block;
  }

  private void fetch(long offset, byte[] into, int at, int length) throws IOException {
    try (S3Range range = new S3Range(version, offset, offset + length)) {
      int done = range.readNBytes(into, at, length);
      if (done < length) {
        throw new EOFException(name() + " ends at byte " + (offset + done));
      }
      // Reading over the end gives the connection back whole.
      range.read();
    }
  }

  @Override
  public String name() {
    return version.address();
  }

  @Override
  public void close() {
    streams.forEach(S3Range::close);
    streams.clear();
    blocks.clear();
  }
}
