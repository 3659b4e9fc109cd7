package io.ratemill.sources.charges;

import io.ratemill.columnar.TextDictionary;
import io.ratemill.model.ChargeWriter;

/** The numbers that keys and resources of a table have within the message that is being written. */
final class MessageNumbers {
  private final ChargeWriter writer;
  private final ChargeKeys keys;
  private final TextDictionary resources;
  private final int[] ofKey;
  private final int[] messageOfKey;
  private final int[] ofResource;
  private final int[] messageOfResource;
  private int message;

  /**
   * Begins before the first message.
   *
   * @param resources the text with id {@code n} is resource {@code n + 1}
   */
  MessageNumbers(ChargeWriter writer, ChargeKeys keys, TextDictionary resources) {
    this.writer = writer;
    this.keys = keys;
    this.resources = resources;
    this.ofKey = new int[keys.size()];
    this.messageOfKey = new int[keys.size()];
    this.ofResource = new int[resources.size() + 1];
    this.messageOfResource = new int[resources.size() + 1];
  }

  /** Begins a message. */
  void start() {
    message++;
  }

  int key(int key) {
    if (messageOfKey[key] != message) {
      messageOfKey[key] = message;
      ofKey[key] = writer.key(keys.key(key));
    }
    return ofKey[key];
  }

  int resource(int resource) {
    if (resource != ChargeTable.NO_RESOURCE && messageOfResource[resource] != message) {
      messageOfResource[resource] = message;
      ofResource[resource] = writer.resource(resources.bytes(resource - 1));
    }
    return ofResource[resource];
  }
}
