package io.ratemill.sources.synthetic;

import io.ratemill.model.ChargeClass;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What was written for a {@link SyntheticBill}, with exact control totals.
 *
 * <p>Units: amounts in the bill's currency, never rounded. Totals are those of the lines that were
 * meant, also where the newest delivery was broken on purpose or an older one overwritten.
 *
 * @param bills the folder to point a connector at
 * @param owners the owners file that fits the bill's accounts
 * @param configuration a configuration with which the bill can be run as it lies
 * @param totals the file that holds these totals as JSON
 * @param deliveries in the order in which they were written; plain files are one each
 */
public record GeneratedBill(
    Path bills, Path owners, Path configuration, Path totals, List<Delivery> deliveries) {
  public GeneratedBill {
    deliveries = List.copyOf(deliveries);
  }

  /**
   * One delivery of the month.
   *
   * @param number which one, from 0; plain files of one writing share it
   * @param id the provider's own id of it
   * @param markers the files that say that it is whole; empty for plain files
   * @param files the files with its lines
   * @param classes one entry per charge class that occurs, in the order of the classes
   */
  public record Delivery(
      int number,
      String id,
      Instant time,
      List<Path> markers,
      List<Path> files,
      long lines,
      BigDecimal billed,
      List<ClassTotal> classes) {
    public Delivery {
      markers = List.copyOf(markers);
      files = List.copyOf(files);
      classes = List.copyOf(classes);
    }
  }

  /** The lines of one charge class and the exact sums of their costs; absent costs count 0. */
  public record ClassTotal(
      ChargeClass chargeClass,
      long lines,
      BigDecimal billed,
      BigDecimal list,
      BigDecimal effective) {}
}
