package io.ratemill.sources;

import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Versioned JSON bytes of a record, for what the source keeps in state. */
final class JsonSerializer<T> implements SimpleVersionedSerializer<T> {
  private static final int VERSION = 1;

  private final Class<T> type;

  JsonSerializer(Class<T> type) {
    this.type = type;
  }

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(T value) {
    return Json.write(value);
  }

  @Override
  public T deserialize(int version, byte[] bytes) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "state of " + type.getSimpleName() + " has version " + version + "; this build reads 1");
    }
    return Json.read(bytes, type);
  }
}
