package io.ratemill.model;

import java.util.List;

/**
 * The account that a line names, with the ids under which an owner may know it.
 *
 * <p>Shape: {@code ids} in order of preference, blanks left out; empty where the line names no
 * account. The first id that has an owner on the line's day decides.
 *
 * @param provider the provider that owners are looked up under, lower case, such as {@code aws}
 * @param label the account's name as the bill gives it, or empty
 */
public record AccountRef(String provider, List<String> ids, String label) {
  /** Number of key buckets that accounts are spread over. */
  public static final int BUCKETS = 1024;

  public AccountRef {
    ids = List.copyOf(ids);
  }

  /** The id by which the account is listed: the first, or empty. */
  public String id() {
    return ids.isEmpty() ? "" : ids.get(0);
  }

  /** The key bucket of this account, 0 to 1,023; the same in every run and version. */
  public int bucket() {
    return bucket(provider, id());
  }

  /** The key bucket of the account with this id. */
  public static int bucket(String provider, String id) {
    int hash = 31 * provider.hashCode() + id.hashCode();
    hash *= 0x9E3779B1;
    return ((hash >>> 16) ^ hash) & (BUCKETS - 1);
  }
}
