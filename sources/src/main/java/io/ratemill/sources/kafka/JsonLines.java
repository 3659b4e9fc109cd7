package io.ratemill.sources.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A JSON object with the names of FOCUS columns as keys.
 *
 * <p>Shape: numbers keep every digit they are written with; what lies under other names is ignored.
 */
final class JsonLines implements LineDecoder {
  private static final String NO_OBJECT = "no JSON object";

  private final JsonFactory json = new JsonFactory();

  @Override
  public void decode(byte[] value, Line line) throws PoisonException {
    try (JsonParser parser = json.createParser(value)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new PoisonException(NO_OBJECT, "the value is no JSON object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        cell(parser, name, line);
      }
      if (parser.nextToken() != null) {
        throw new PoisonException(NO_OBJECT, "something follows the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw new PoisonException(NO_OBJECT, "the value is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      // In memory only a broken encoding can fail.
      throw new PoisonException(NO_OBJECT, "the value is no JSON: " + e.getMessage());
    }
  }

  private static void cell(JsonParser parser, String name, Line line)
      throws IOException, PoisonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new PoisonException(NO_OBJECT, "the JSON object has no end");
    }
    if (token.isStructStart()) {
      if (line.wants(name)) {
        throw new PoisonException(
            name + " is no single value", name + " is an object or an array, not one value");
      }
      parser.skipChildren();
    } else if (token == JsonToken.VALUE_NULL) {
      line.set(name, "");
    } else {
      line.set(name, parser.getText());
    }
  }
}
