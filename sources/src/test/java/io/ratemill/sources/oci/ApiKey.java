package io.ratemill.sources.oci;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A throwaway API key: its private half for the client, its public half for checking what the
 * client signs.
 */
public final class ApiKey {
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final KeyPair pair;
  private final String tenancy;
  private final String user;
  private final String fingerprint;

  private ApiKey(KeyPair pair, String tenancy, String user, String fingerprint) {
    this.pair = pair;
    this.tenancy = tenancy;
    this.user = user;
    this.fingerprint = fingerprint;
  }

  static ApiKey create(String tenancy) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return new ApiKey(
          generator.generateKeyPair(),
          tenancy,
          "ocid1.user.oc1..reader",
          "20:3b:97:13:55:1c:5b:0d:d3:37:d8:50:4e:c5:3a:34");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key in PEM. */
  public String pem() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  public String user() {
    return user;
  }

  public String fingerprint() {
    return fingerprint;
  }

  /** A secret's file with everything in it, in the form of Oracle's configuration file. */
  public String file() {
    return String.join(
        "\n",
        "[DEFAULT]",
        "user=" + user,
        "fingerprint=" + fingerprint,
        "tenancy=" + tenancy,
        "region=eu-frankfurt-1",
        "key_content=" + pem().replace("\n", "\\n"),
        "");
  }

  /** Whether a request carries this key's signature over all that Oracle wants signed. */
  boolean signed(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("Signature ")) {
      return false;
    }
    String names = field(authorization, "headers");
    List<String> signedHeaders = Arrays.asList(names.split(" ", -1));
    Set<String> needed = new HashSet<>(List.of("date", "(request-target)", "host"));
    if (!signedHeaders.containsAll(needed)
        || !field(authorization, "algorithm").equalsIgnoreCase("rsa-sha256")
        || !field(authorization, "keyId").equals(tenancy + "/" + user + "/" + fingerprint)
        || !isNow(exchange.getRequestHeaders().getFirst("Date"))) {
      return false;
    }
    StringBuilder text = new StringBuilder();
    for (String name : signedHeaders) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(name)
          .append(": ")
          .append(value(exchange, name));
    }
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update(text.toString().getBytes(StandardCharsets.UTF_8));
      return signature.verify(Base64.getDecoder().decode(field(authorization, "signature")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String value(HttpExchange exchange, String name) {
    if (name.equals("(request-target)")) {
      return exchange.getRequestMethod().toLowerCase(Locale.ROOT) + " " + exchange.getRequestURI();
    }
    Headers headers = exchange.getRequestHeaders();
    return String.valueOf(headers.getFirst(name));
  }

  private static boolean isNow(String date) {
    try {
      Instant sent = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(sent, Instant.now()).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeParseException | NullPointerException e) {
      return false;
    }
  }

  private static String field(String authorization, String name) {
    Matcher matcher = FIELD.matcher(authorization);
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2);
      }
    }
    return "";
  }
}
