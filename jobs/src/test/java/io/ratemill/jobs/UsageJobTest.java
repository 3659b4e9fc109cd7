package io.ratemill.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.books.BooksOperator;
import io.ratemill.jobs.books.PublishMode;
import io.ratemill.jobs.config.ReportsConfig;
import io.ratemill.jobs.ledger.Ledger;
import io.ratemill.jobs.ledger.TermsSource;
import io.ratemill.jobs.reports.ReportsOperator;
import io.ratemill.sinks.report.Workbooks;
import io.ratemill.sources.BillingSource;
import io.ratemill.sources.SourceMode;
import io.ratemill.sources.charges.AlikeCharges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UsageJobTest {
  @TempDir private Path workspace;

  private record NoTerms() implements TermsSource {
    private static final long serialVersionUID = 1L;

    @Override
    public String look(boolean now) {
      return "";
    }

    @Override
    public Reading read(long version) {
      return new Reading(new byte[0], List.of());
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  private StreamExecutionEnvironment defined(RunMode mode) {
    FlinkSettings settings = new FlinkSettings(new WorkspaceState(workspace), Map.of(), mode);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.configuration());
    ReportsConfig reports =
        new ReportsConfig(5, LocalTime.MIDNIGHT, ZoneOffset.UTC, Duration.ofSeconds(5), false);
    UsageJob.define(
        env,
        new BillingSource(
            List.of(), List.of(), SourceMode.BOUNDED, Duration.ofSeconds(1), AlikeCharges.NONE, ""),
        new Ledger(new NoTerms(), new byte[0], "", Set.of(), false),
        new BooksOperator(workspace, reports, PublishMode.AT_END),
        new ReportsOperator(workspace, workspace, PublishMode.AT_END, Workbooks.LEFT_OUT));
    return env;
  }

  /** Uids are the layout of the state: a name that changes loses what an operator keeps. */
  @Test
  void theUidsAreThoseThatStatesWereWrittenUnder() throws IOException {
    Set<String> uids = new TreeSet<>();
    for (StreamNode node : defined(RunMode.WATCH).getStreamGraph(false).getStreamNodes()) {
      String uid = node.getTransformationUID();
      if (uid != null) {
        uids.add(uid);
      }
    }
    assertThat(String.join("\n", uids) + "\n")
        .isEqualTo(Files.readString(Path.of("src/test/resources/uids.txt")));
  }

  /** In batch mode inputs are sorted by key, and a commit could never overtake or wait. */
  @Test
  void boundedRunsStreamToo() {
    for (RunMode mode : RunMode.values()) {
      assertThat(defined(mode).getConfiguration().get(ExecutionOptions.RUNTIME_MODE))
          .isEqualTo(RuntimeExecutionMode.STREAMING);
    }
  }
}
