package io.ratemill.columnar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** A local file behind one open handle: renaming another file over it does not change the bytes. */
final class LocalBytes implements Bytes {
  /** The channel copies through a direct buffer it keeps per thread, as large as one read. */
  private static final int LARGEST_READ = 1 << 18;

  private final FileChannel channel;
  private final String name;

  private LocalBytes(FileChannel channel, String name) {
    this.channel = channel;
    this.name = name;
  }

  static LocalBytes open(Path path) throws IOException {
    return new LocalBytes(FileChannel.open(path, StandardOpenOption.READ), path.toString());
  }

  @Override
  public long length() throws IOException {
    return channel.size();
  }

  @Override
  public InputStream open(long offset) {
    return new ChannelStream(offset);
  }

  @Override
  public void readFully(long offset, byte[] into, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int read = read(offset + done, into, at + done, length - done);
      if (read < 0) {
        throw new EOFException(
            name
                + " ends at byte "
                + (offset + done)
                + ", "
                + (length - done)
                + " bytes too early");
      }
      done += read;
    }
  }

  private int read(long offset, byte[] into, int at, int length) throws IOException {
    return channel.read(ByteBuffer.wrap(into, at, Math.min(length, LARGEST_READ)), offset);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private final class ChannelStream extends InputStream {
    private final byte[] one = new byte[1];
    private long position;

    ChannelStream(long offset) {
      this.position = offset;
    }

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      Objects.checkFromIndexSize(at, length, into.length);
      if (length == 0) {
        return 0;
      }
      int read = LocalBytes.this.read(position, into, at, length);
      position += Math.max(read, 0);
      return read;
    }
  }
}
