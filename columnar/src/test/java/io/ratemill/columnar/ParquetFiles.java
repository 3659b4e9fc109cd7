package io.ratemill.columnar;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** What Parquet files are made of, to prove that a test met what it means to test. */
final class ParquetFiles {
  private ParquetFiles() {}

  static Set<Encoding> encodings(Path file) throws IOException {
    Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    for (RowGroup group : footer(file).getRow_groups()) {
      group.getColumns().forEach(chunk -> encodings.addAll(chunk.getMeta_data().getEncodings()));
    }
    return encodings;
  }

  static int rowGroups(Path file) throws IOException {
    return footer(file).getRow_groupsSize();
  }

  private static FileMetaData footer(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int size = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 8);
    return Util.readFileMetaData(
        new ByteArrayInputStream(content, content.length - 8 - size, size));
  }
}
