package io.ratemill.model;

/** Somebody or something named on a report: a hub, vendor, distributor or contract. */
public record Party(String id, String name) {
  public static final Party NONE = new Party("", "");
}
