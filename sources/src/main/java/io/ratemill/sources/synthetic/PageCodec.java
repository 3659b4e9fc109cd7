package io.ratemill.sources.synthetic;

import com.github.luben.zstd.Zstd;
import io.ratemill.sources.synthetic.SyntheticBill.Codec;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.format.CompressionCodec;
import org.xerial.snappy.Snappy;

/** Compresses the pages of a Parquet file. */
final class PageCodec {
  private static final int ZSTD_LEVEL = 1;

  private final Codec codec;

  PageCodec(Codec codec) {
    this.codec = codec;
  }

  CompressionCodec format() {
    return switch (codec) {
      case SNAPPY -> CompressionCodec.SNAPPY;
      case ZSTD -> CompressionCodec.ZSTD;
      case NONE -> CompressionCodec.UNCOMPRESSED;
    };
  }

  byte[] compress(PageBuffer page) throws IOException {
    return switch (codec) {
      case SNAPPY -> {
        byte[] target = new byte[Snappy.maxCompressedLength(page.size())];
        int length = Snappy.compress(page.array(), 0, page.size(), target, 0);
        yield Arrays.copyOf(target, length);
      }
      case ZSTD -> Zstd.compress(page.copy(), ZSTD_LEVEL);
      case NONE -> page.copy();
    };
  }
}
