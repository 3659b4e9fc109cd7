package io.ratemill.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The content of a packed file, unpacked where its user wants it: nothing copies it once more. */
interface Unpacked extends Closeable {
  /**
   * How many of the bytes unpacked last must lie in front of where the next ones go, if there are
   * so many: they may be repeated.
   */
  int HISTORY = 1 << 15;

  /** How many bytes behind what is enough must be in an array too; they may be written to. */
  int SLACK = 320;

  /**
   * Unpacks some bytes into an array, until they are enough or for as long as it is no trouble.
   *
   * @param at where they go
   * @param enough behind {@code at}: where enough bytes end; some more may come, fewer than {@link
   *     #SLACK}
   * @return how many there are, at least one; or -1 behind the last one
   */
  int read(byte[] into, int at, int enough) throws IOException;

  /** Of a file that is not packed. */
  static Unpacked plain(InputStream stream) {
    return new Unpacked() {
      @Override
      public int read(byte[] into, int at, int enough) throws IOException {
        return stream.read(into, at, enough - at);
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }
}
