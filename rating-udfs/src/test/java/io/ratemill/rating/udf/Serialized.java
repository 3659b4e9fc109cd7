package io.ratemill.rating.udf;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** Accumulators as a state gives them back. */
final class Serialized {
  private Serialized() {}

  /** An accumulator as written and read again. */
  static <T> T again(TypeSerializer<T> serializer, T accumulator) {
    try {
      DataOutputSerializer bytes = new DataOutputSerializer(64);
      serializer.serialize(accumulator, bytes);
      DataOutputSerializer moved = new DataOutputSerializer(64);
      serializer.copy(new DataInputDeserializer(bytes.getCopyOfBuffer()), moved);
      return serializer.deserialize(new DataInputDeserializer(moved.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
