package io.ratemill.jobs.reports;

import java.util.Map;

/**
 * One report as a bounded run leaves it, for whoever started it.
 *
 * @param revision the newest revision
 * @param changed whether this run published it
 * @param amount the total as text, empty under schema QT
 * @param customers total per customer, by company name
 * @param folder the revision's folder
 */
public record ReportLine(
    String reportId,
    String productId,
    String marketplaceId,
    String payerId,
    String period,
    int revision,
    boolean changed,
    boolean withdrawn,
    long records,
    String amount,
    String currency,
    Map<String, String> customers,
    String folder) {}
