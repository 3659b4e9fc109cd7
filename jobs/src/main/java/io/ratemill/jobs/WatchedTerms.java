package io.ratemill.jobs;

import io.ratemill.jobs.config.Configuration;
import io.ratemill.jobs.config.ConfigurationReader;
import io.ratemill.jobs.config.Problem;
import io.ratemill.jobs.config.Read;
import io.ratemill.jobs.config.TermsCodec;
import io.ratemill.jobs.config.TermsReader;
import io.ratemill.jobs.config.WatchedFiles;
import io.ratemill.jobs.ledger.TermsSource;
import java.nio.file.Path;
import java.util.List;

/**
 * The terms in ratemill.yaml, owners.csv and pricing-rules.csv, looked at while the engine runs.
 *
 * @param file ratemill.yaml
 * @param files all files that were watched at the start
 */
record WatchedTerms(String file, List<String> files) implements TermsSource {
  private static final long serialVersionUID = 1L;

  static WatchedTerms of(Configuration configuration) {
    return new WatchedTerms(
        configuration.file().toString(),
        configuration.files().stream().map(Path::toString).toList());
  }

  @Override
  public String look() {
    return new WatchedFiles(files.stream().map(Path::of).toList()).look();
  }

  @Override
  public Reading read(long version) {
    Read read = ConfigurationReader.read(Path.of(file));
    if (!read.sound()) {
      return new Reading(new byte[0], read.problems().stream().map(Problem::text).toList());
    }
    return new Reading(
        TermsCodec.encode(TermsReader.terms(read.required(), read.owners(), read.rules(), version)),
        List.of());
  }
}
