package io.ratemill.sinks.report;

import io.ratemill.model.BillingPeriod;
import io.ratemill.model.Party;
import io.ratemill.model.ReportHeader;
import io.ratemill.model.UsageRecord;
import io.ratemill.sinks.workbook.UsageTabs;
import io.ratemill.sinks.workbook.UsageWorkbook;
import io.ratemill.sinks.workbook.WorkbookPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The publisher of usage reports into the folder {@code reports} of a workspace.
 *
 * <p>Shape: {@code <period>/<report id>/<revision>/} with records.csv, report.xlsx (and
 * report-2.xlsx and on where one sheet does not hold the records) and report.json. A revision
 * appears whole or not at all, is never changed, and is published only if its records.csv or its
 * general tab differs from the newest one's; so publishing again after a crash is harmless. One
 * publisher at a time per report.
 *
 * <p>Errors: where the folder cannot be written, records are refused, or a value cannot stand in a
 * workbook, an IOException says so, and what was published before is as it was.
 */
public final class ReportPublisher {
  private final Path reports;
  private final Workbooks workbooks;
  private final int recordsPerWorkbook;

  /** A publisher of whole reports. */
  public ReportPublisher(Path reports) {
    this(reports, Workbooks.WRITTEN);
  }

  public ReportPublisher(Path reports, Workbooks workbooks) {
    this(reports, workbooks, UsageWorkbook.MAX_RECORDS);
  }

  ReportPublisher(Path reports, Workbooks workbooks, int recordsPerWorkbook) {
    this.reports = reports;
    this.workbooks = workbooks;
    this.recordsPerWorkbook = recordsPerWorkbook;
  }

  /**
   * Publishes a report, unless its newest revision says the same.
   *
   * @param header with the hub of the report; where all records go to another one, that is shown,
   *     and none where they go to several
   */
  public Publication publish(ReportHeader header, ReportRecords records, ReportFacts facts)
      throws IOException {
    return publish(
        new Draft(
            header.key().period(),
            header.reportId(),
            ReportJson.Standing.IN_FORCE,
            UsageTabs.of(header),
            hubs -> UsageTabs.of(withHubOf(hubs, header)),
            records,
            facts));
  }

  /**
   * Publishes that a report no longer exists: a last, empty revision with the general tab of the
   * newest one. Nothing happens where there is no revision, or the newest one says so already.
   */
  public Publication withdraw(BillingPeriod period, String reportId, ReportFacts facts)
      throws IOException {
    ReportJson.Published newest = new Revisions(folder(period, reportId)).newest();
    if (newest == null) {
      return new Publication(
          reportId,
          0,
          folder(period, reportId),
          Publication.Outcome.UNCHANGED,
          ReportTotals.NOTHING);
    }
    UsageTabs tabs = UsageTabs.of(newest.general(), newest.grain());
    return publish(
        new Draft(
            period,
            reportId,
            ReportJson.Standing.WITHDRAWN,
            tabs,
            hubs -> tabs,
            ReportRecords.of(List.of()),
            facts));
  }

  /**
   * Everything that a revision will say, before it has a number.
   *
   * @param recordTabs what the tabs say of records
   * @param tabs all that the tabs say, by the hubs that the records go to
   */
  private record Draft(
      BillingPeriod period,
      String reportId,
      ReportJson.Standing standing,
      UsageTabs recordTabs,
      Function<SortedSet<String>, UsageTabs> tabs,
      ReportRecords records,
      ReportFacts facts) {}

  private Publication publish(Draft draft) throws IOException {
    Path folder = folder(draft.period, draft.reportId);
    Revisions revisions = new Revisions(folder);
    ReportTotals.Sums sums = new ReportTotals.Sums(draft.recordTabs);
    ReportPublished event = new ReportPublished();
    event.begin();
    try {
      ReportJson.Published newest = revisions.newest();
      if (newest != null
          && newest.standing() == ReportJson.Standing.WITHDRAWN
          && draft.standing == ReportJson.Standing.WITHDRAWN) {
        revisions.abandon();
        return unchanged(draft, newest, sums.totals());
      }
      Path unfinished = revisions.begin();
      List<WrittenFile> files = new ArrayList<>();
      files.add(
          WrittenFile.write(
              unfinished.resolve(RecordsCsv.FILE_NAME),
              out -> RecordsPass.write(out, draft.recordTabs, draft.records, sums)));
      ReportTotals totals = sums.totals();
      UsageTabs tabs = draft.tabs.apply(sums.hubs());
      if (newest != null && saysTheSame(newest, draft.standing, tabs, files.get(0))) {
        revisions.abandon();
        return unchanged(draft, newest, totals);
      }
      if (workbooks == Workbooks.WRITTEN) {
        writeWorkbooks(unfinished, tabs, draft.records, totals.records(), files);
      }
      int number = revisions.next();
      String json =
          ReportJson.text(number, draft.standing, draft.period, tabs, totals, draft.facts, files);
      WrittenFile.write(
          unfinished.resolve(ReportJson.FILE_NAME),
          out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
      Path revision = revisions.commit(number);
      event.report = draft.reportId;
      event.revision = number;
      event.records = totals.records();
      event.commit();
      return new Publication(
          draft.reportId, number, revision, Publication.Outcome.PUBLISHED, totals);
    } catch (IOException | RuntimeException e) {
      throw failed(draft, folder, revisions, e);
    }
  }

  private void writeWorkbooks(
      Path unfinished, UsageTabs tabs, ReportRecords records, long size, List<WrittenFile> files)
      throws IOException {
    int count = (int) Math.max(1, (size - 1) / recordsPerWorkbook + 1);
    Iterator<UsageRecord> all = RecordsPass.inOrder(records);
    for (int number = 1; number <= count; number++) {
      WorkbookPart part = new WorkbookPart(number, count);
      files.add(
          WrittenFile.write(
              unfinished.resolve(part.fileName()),
              out -> UsageWorkbook.write(out, tabs, part, () -> some(all))));
    }
  }

  /** As many of the records as one workbook holds. */
  private Iterator<UsageRecord> some(Iterator<UsageRecord> all) {
    return new Iterator<>() {
      private int left = recordsPerWorkbook;

      @Override
      public boolean hasNext() {
        return left > 0 && all.hasNext();
      }

      @Override
      public UsageRecord next() {
        left--;
        return all.next();
      }
    };
  }

  private static boolean saysTheSame(
      ReportJson.Published newest,
      ReportJson.Standing standing,
      UsageTabs tabs,
      WrittenFile recordsCsv) {
    return newest.standing() == standing
        && recordsCsv.sha256().equals(newest.recordsSha256())
        && newest.general().equals(tabs.general());
  }

  private static Publication unchanged(
      Draft draft, ReportJson.Published newest, ReportTotals totals) {
    return new Publication(
        draft.reportId, newest.revision(), newest.folder(), Publication.Outcome.UNCHANGED, totals);
  }

  /** The header with the hub that its records go to; with none where they go to several. */
  private static ReportHeader withHubOf(SortedSet<String> named, ReportHeader header) {
    String itsHub = header.hub().id();
    TreeSet<String> hubs = new TreeSet<>();
    named.forEach(hub -> hubs.add(hub.isEmpty() ? itsHub : hub));
    if (hubs.isEmpty() || (hubs.size() == 1 && hubs.contains(itsHub))) {
      return header;
    }
    Party hub = hubs.size() == 1 ? new Party(hubs.first(), "") : Party.NONE;
    return new ReportHeader(
        header.key(),
        header.reportId(),
        header.note(),
        header.usageSchema(),
        header.grain(),
        header.marketplaceAccountId(),
        header.currency(),
        header.productName(),
        header.marketplaceName(),
        hub,
        header.vendor(),
        header.distributor(),
        header.contract());
  }

  /** What to tell of a failure; what was begun is given up, so that a full disk has room again. */
  private static IOException failed(
      Draft draft, Path folder, Revisions revisions, Exception cause) {
    IOException failure =
        new IOException(
            "report "
                + draft.reportId
                + " of "
                + draft.period
                + " was not published in "
                + folder
                + ": "
                + cause
                + ". Its earlier revisions are as they were; once the cause is gone, the next try"
                + " publishes it",
            cause);
    try {
      revisions.abandon();
    } catch (IOException left) {
      failure.addSuppressed(left);
    }
    return failure;
  }

  private Path folder(BillingPeriod period, String reportId) {
    return reports.resolve(period.toString()).resolve(WorkspaceFiles.encode(reportId));
  }
}
