package io.ratemill.jobs.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ratemill.model.Owner;
import io.ratemill.model.PricingRule;
import io.ratemill.model.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The byte form of {@link Terms}, for workers and for state.
 *
 * <p>Shape: one JSON document with its form's number; equal terms give equal bytes, in every
 * process. Owners and rules are rows of their components in order, so those only grow at their end.
 * Errors: bytes of an unknown form are refused; add a form and keep the old reader.
 */
public final class TermsCodec {
  private static final int FORM = 1;

  private record Envelope(int form, Terms terms) {}

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private interface AsRow {}

  private static final JsonMapper MAPPER = mapper();

  /**
   * The terms that were read last, as long as somebody holds them: all tasks of a process read the
   * same ones, and those of a distributor with many accounts are large.
   */
  private record Known(byte[] bytes, WeakReference<Terms> terms) {}

  private static volatile Known known = new Known(new byte[0], new WeakReference<>(null));

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

  public static byte[] encode(Terms terms) {
    try {
      return MAPPER.writeValueAsBytes(new Envelope(FORM, terms));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("terms version " + terms.version() + " cannot be written", e);
    }
  }

  /** The terms of some bytes, shared by all who read them as long as one of them holds them. */
  public static Terms decode(byte[] bytes) {
    Known last = known;
    Terms terms = Arrays.equals(last.bytes, bytes) ? last.terms.get() : null;
    if (terms == null) {
      terms = parse(bytes);
      known = new Known(bytes, new WeakReference<>(terms));
    }
    return terms;
  }

  private static Terms parse(byte[] bytes) {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
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
