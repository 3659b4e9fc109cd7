package io.ratemill.jobs.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Addresses of stores and services in a configuration file. */
final class Addresses {
  private static final Pattern FORM = Pattern.compile("https?://[^\\s/@]+(/.*)?");

  private Addresses() {}

  /** The address under a key, empty where there is none or a problem was reported. */
  static String read(Section section, String key) {
    String address = section.text(key, "");
    if (address.isEmpty() || isAddress(address)) {
      return address;
    }
    section
        .source()
        .refuse(
            section.place(key),
            // What stands before an @ may be a password.
            key + (address.contains("@") ? "" : " " + Words.shown(address)) + " is no address",
            "Write it as http://host:port or https://host");
    return "";
  }

  private static boolean isAddress(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
