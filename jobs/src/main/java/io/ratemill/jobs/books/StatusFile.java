package io.ratemill.jobs.books;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The status of every connector and of the configuration, as status.json holds it. */
public record StatusFile(List<Connector> connectors, Configuration configuration) {

  /**
   * One connector.
   *
   * @param lastDelivery the id of the newest delivery taken, or empty
   * @param lastGoodRun when it last had nothing red, ISO 8601, or empty
   * @param escalated whether it stayed red for more than an hour
   */
  public record Connector(
      String id,
      String colour,
      List<Reason> reasons,
      @JsonProperty("last_delivery") String lastDelivery,
      @JsonProperty("last_good_run") String lastGoodRun,
      boolean escalated) {}

  /** The configuration: red while its newest version is broken and an older one in force. */
  public record Configuration(String colour, List<Reason> reasons) {}

  /**
   * Why it is not green.
   *
   * @param code a short stable word
   * @param text what is wrong, why, and what to do
   * @param place where, as far as it is known
   * @param since when it was first seen, ISO 8601
   */
  public record Reason(String colour, String code, String text, String place, String since) {}
}
