package io.ratemill.jobs.config;

import io.ratemill.sources.store.Secret;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the reference to a secret. A value in another form may be the secret: it is never shown.
 */
final class SecretReader {
  private static final Pattern FORM = Pattern.compile("(env|profile|file|portal):(\\S.*)");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private SecretReader() {}

  static Secret read(Section section) {
    String text = section.text("secret", "none");
    if (text.equals("none")) {
      return Secret.NONE;
    }
    Matcher matcher = FORM.matcher(text);
    String kind = matcher.matches() ? matcher.group(1) : "";
    String name = kind.isEmpty() ? "" : matcher.group(2).strip();
    return switch (kind) {
      case "env" -> variable(section, name);
      case "profile" -> new Secret(Secret.Kind.PROFILE, name);
      case "file" -> file(section, text);
      case "portal" ->
          refused(
              section,
              "secrets of the portal cannot be used yet",
              "Write env:PREFIX, profile:NAME or file:PATH");
      default ->
          refused(
              section,
              "secret is no reference",
              "Write env:PREFIX, profile:NAME, file:PATH, portal:NAME or none; never the secret"
                  + " itself");
    };
  }

  /**
   * The secret of a topic: Kafka's clients take a login as properties, which are more than a few
   * named values.
   *
   * @param who who reads no other kind
   */
  static Secret ofKafka(Section section, String who) {
    Secret secret = read(section);
    if (secret.kind() == Secret.Kind.ENV || secret.kind() == Secret.Kind.PROFILE) {
      section
          .source()
          .refuse(
              section.place("secret"),
              who + " reads no " + secret.text().substring(0, secret.text().indexOf(':')) + ":",
              "Write the client properties into a file, and secret: file:PATH");
    }
    return secret;
  }

  private static Secret variable(Section section, String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      return refused(
          section,
          "the prefix of secret env:PREFIX is no beginning of an environment variable's name",
          "Write letters, digits and underscores, as in env:AWS for AWS_ACCESS_KEY_ID");
    }
    return new Secret(
        Secret.Kind.ENV, prefix.endsWith("_") ? prefix.substring(0, prefix.length() - 1) : prefix);
  }

  private static Secret file(Section section, String text) {
    Path path = Paths.resolve(section.source(), "secret", section.place("secret"), text);
    return path == null ? Secret.NONE : new Secret(Secret.Kind.FILE, path.toString());
  }

  private static Secret refused(Section section, String what, String remedy) {
    section.source().refuse(section.place("secret"), what, remedy);
    return Secret.NONE;
  }
}
