package io.ratemill.sources.aws;

import java.util.List;

/** Options of a place on S3, whatever bills lie there. */
public final class S3Options {
  /** ARN of a role that is assumed with the credentials of the secret. */
  public static final String ROLE = "role";

  /** The external id that the role's trust policy asks for. */
  public static final String EXTERNAL_ID = "external-id";

  /** Whether the reader pays for requests, as some buckets ask for: {@code true} or not. */
  public static final String REQUESTER_PAYS = "requester-pays";

  /** {@code path} or {@code virtual}: where the name of the bucket is put in an address. */
  public static final String ADDRESSING = "addressing";

  /** Another address of the security token service, for private links. */
  public static final String STS_ENDPOINT = "sts-endpoint";

  /** How long a connection may say nothing before it is given up, as a duration in ISO 8601. */
  public static final String TIMEOUT = "timeout";

  /** How often a request is tried before it counts as failed. */
  public static final String TRIES = "tries";

  static final String PATH = "path";

  /** The words that {@link #ADDRESSING} knows. */
  public static final List<String> ADDRESSINGS = List.of(PATH, "virtual");

  private S3Options() {}
}
