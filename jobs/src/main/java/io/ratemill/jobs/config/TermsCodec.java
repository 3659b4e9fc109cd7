package io.ratemill.jobs.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Terms;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The byte form of {@link Terms}, for workers and for state.
 *
 * <p>Shape: one JSON document with its form's number, packed by zlib, as it lies in every message,
 * state and task description; also read as it is. Equal terms give equal bytes, as far as the same
 * zlib packs them. Owners and rules are rows of their components in order, so those only grow at
 * their end. Errors: bytes of an unknown form are refused; add a form and keep the old reader.
 */
public final class TermsCodec {
  private static final int FORM = 1;
  private static final int BUFFER = 1 << 14;

  private record Envelope(int form, Terms terms) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private interface AsRow {}

  private static final JsonMapper MAPPER = mapper();

  /**
   * The terms that were read last, as long as somebody holds them: all tasks of a process read the
   * same ones, and those of a distributor with many accounts are large.
   */
  private record Known(byte[] bytes, WeakReference<Terms> terms) {}

  private static Known known = new Known(new byte[0], new WeakReference<>(null));

  private TermsCodec() {}

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addMixIn(Owner.class, AsRow.class)
            .addMixIn(PricingRule.class, AsRow.class)
            .build();
    mapper
        .configOverride(BigDecimal.class)
        .setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING));
    return mapper;
  }

  /** The bytes of some terms. */
  public static byte[] encode(Terms terms) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream packed = new DeflaterOutputStream(bytes, fast, BUFFER)) {
      MAPPER.writeValue(packed, new Envelope(FORM, terms));
    } catch (IOException e) {
      throw new UncheckedIOException("terms version " + terms.version() + " cannot be written", e);
    } finally {
      fast.end();
    }
    return bytes.toByteArray();
  }

  /**
   * The terms of some bytes, shared by all who read them as long as one of them holds them. Tasks
   * start together: one reads, the others wait for it.
   */
  public static synchronized Terms decode(byte[] bytes) {
    Known last = known;
    Terms terms = Arrays.equals(last.bytes, bytes) ? last.terms.get() : null;
    if (terms == null) {
      terms = parse(bytes);
      known = new Known(bytes, new WeakReference<>(terms));
    }
    return terms;
  }

  private static Terms parse(byte[] bytes) {
    InputStream in = new ByteArrayInputStream(bytes);
    boolean plain = bytes.length == 0 || bytes[0] == '{';
    try (JsonParser parser = MAPPER.createParser(plain ? in : new InflaterInputStream(in))) {
      if (parser.nextToken() != JsonToken.START_OBJECT || !"form".equals(parser.nextFieldName())) {
        throw new IllegalArgumentException("these bytes are no terms");
      }
      int form = parser.nextIntValue(0);
      if (form != FORM || !"terms".equals(parser.nextFieldName())) {
        throw new IllegalArgumentException(
            "terms of byte form " + form + " cannot be read; this build knows " + FORM);
      }
      parser.nextToken();
      return MAPPER.readValue(parser, Terms.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("these bytes are no terms: " + e.getMessage(), e);
    }
  }
}
