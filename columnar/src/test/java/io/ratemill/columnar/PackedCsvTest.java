package io.ratemill.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedCsvTest {
  private static final String CONTENT = "a,b\n" + "1,\"x\ny\"\n2,z\n".repeat(20_000);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(utf8(content));
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static List<@Nullable Object> read(
      byte[] packed, Compression compression, int mostPerRead) throws IOException {
    try (Table table = Tables.csv(new MemoryBytes(packed, mostPerRead), compression)) {
      return Cellwise.column(table, 1, ColumnKind.TEXT);
    }
  }

  private static List<@Nullable Object> plain() throws IOException {
    return read(utf8(CONTENT), Compression.NONE, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1 << 20})
  void allGzipMembersAreReadHoweverLittleComesPerRead(int mostPerRead) throws IOException {
    int third = CONTENT.length() / 3;
    byte[] packed =
        join(
            gzip(CONTENT.substring(0, third)),
            gzip(""),
            gzip(CONTENT.substring(third, 2 * third)),
            gzip(CONTENT.substring(2 * third)));
    List<@Nullable Object> expected = plain();
    assertThat(expected).hasSize(40_000);
    assertThat(read(packed, Compression.GZIP, mostPerRead)).isEqualTo(expected);
    assertThat(read(join(packed, new byte[700]), Compression.GZIP, mostPerRead))
        .isEqualTo(expected);
  }

  @Test
  void everyPartOfAGzipHeaderIsPassed() throws IOException {
    byte[] simple = gzip(CONTENT);
    byte[] body = Arrays.copyOfRange(simple, 10, simple.length);
    byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3};
    byte[] packed =
        join(header, new byte[] {3, 0, 9, 9, 9}, utf8("name\0note\0"), new byte[2], body);
    assertThat(read(packed, Compression.GZIP, 1)).isEqualTo(plain());
  }

  @Test
  void aGzipFileCutAnywhereIsRefused() throws IOException {
    byte[] packed = join(gzip("a,b\n1,x\n"), gzip("2,y\n3,z\n"));
    int firstMember = gzip("a,b\n1,x\n").length;
    for (int length = 0; length < packed.length; length++) {
      if (length != firstMember) {
        byte[] cut = Arrays.copyOf(packed, length);
        assertThatThrownBy(() -> read(cut, Compression.GZIP, 1))
            .as("cut at %d", length)
            .isInstanceOf(UnreadableException.class)
            .hasMessageContaining("bill.csv");
      }
    }
    assertThat(read(packed, Compression.GZIP, 1)).hasSize(3);
  }

  @Test
  void aWrongBitInAGzipFileIsNeverReadAsOtherContent() throws IOException {
    byte[] packed = gzip("a,b\n1,x\n2,y\n");
    int refused = 0;
    for (int bit = 80; bit < 8 * packed.length; bit++) {
      byte[] wrong = packed.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(read(wrong, Compression.GZIP, 99)).isEqualTo(List.of("x", "y"));
      } catch (UnreadableException e) {
        refused++;
      }
    }
    // Only the bits that fill up the last byte of the deflated data mean nothing.
    assertThat(refused).isGreaterThanOrEqualTo(8 * (packed.length - 11));
  }

  @Test
  void whatIsNoMemberAfterAMemberIsRefused() throws IOException {
    byte[] packed = gzip("a,b\n1,x\n");
    assertThatThrownBy(() -> read(join(packed, utf8("rest")), Compression.GZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("header");
    assertThatThrownBy(() -> read(join(packed, new byte[5], utf8("rest")), Compression.GZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("follows");
    assertThatThrownBy(() -> read(utf8("a,b\n"), Compression.GZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("header");
  }

  @Test
  void anEmptyGzipStreamIsATableWithoutColumns() throws IOException {
    try (Table table = Tables.csv(new MemoryBytes(gzip(""), 1), Compression.GZIP)) {
      assertThat(table.columns()).isEmpty();
    }
  }

  private static byte[] zip(int method, String... files) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.setComment("a comment");
      for (String file : files) {
        ZipEntry entry = new ZipEntry(file);
        byte[] content = file.endsWith("/") ? new byte[0] : utf8(CONTENT);
        if (method == ZipEntry.STORED || file.endsWith("/")) {
          CRC32 checksum = new CRC32();
          checksum.update(content);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(content.length);
          entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    return packed.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.DEFLATED, ZipEntry.STORED})
  void theOnlyFileOfAZipIsRead(int method) throws IOException {
    assertThat(read(zip(method, "part.csv"), Compression.ZIP, 1)).isEqualTo(plain());
    assertThat(read(zip(method, "folder/", "folder/part.csv"), Compression.ZIP, 9999))
        .isEqualTo(plain());
  }

  @Test
  void aZipWithNoOrSeveralFilesIsRefused() {
    assertThatThrownBy(() -> read(zip(ZipEntry.DEFLATED, "a.csv", "b.csv"), Compression.ZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("more than one file");
    assertThatThrownBy(() -> read(zip(ZipEntry.DEFLATED, "a/"), Compression.ZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("no file");
  }

  @Test
  void aDamagedZipIsRefused() throws IOException {
    byte[] packed = zip(ZipEntry.DEFLATED, "part.csv");
    for (int length : new int[] {0, 10, packed.length / 2, packed.length - 5}) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> read(cut, Compression.ZIP, 99))
          .isInstanceOf(UnreadableException.class);
    }
    byte[] wrongSum = packed.clone();
    int directory =
        ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getInt(packed.length - 15);
    wrongSum[directory + 16] ^= 1;
    assertThatThrownBy(() -> read(wrongSum, Compression.ZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("checksum");
    byte[] encrypted = packed.clone();
    encrypted[directory + 8] |= 1;
    assertThatThrownBy(() -> read(encrypted, Compression.ZIP, 99))
        .isInstanceOf(UnreadableException.class)
        .hasMessageContaining("encrypted");
  }
}
