package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Read;
import io.ratemill.model.BillingPeriod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code ratemill close}: asks for a period's reports now. */
@Command(
    name = "close",
    description = {
      "Publishes the reports of a period now.",
      "Asks a running ratemill run --watch to, or works from the state that it left."
    })
final class CloseCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Configured configured = new Configured();

  @Option(
      names = "--period",
      paramLabel = "yyyy-MM",
      required = true,
      converter = PeriodConverter.class,
      description = "The billing period.")
  private BillingPeriod period = BillingPeriod.ofNumber(12);

  CloseCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws EngineException, InterruptedException {
    Read read = configured.read(surroundings);
    if (!read.sound()) {
      return ExitCodes.USAGE;
    }
    RunResult result = surroundings.engine().close(read, period, configured.options());
    new RunSummary(surroundings.out(), surroundings.directory())
        .printClosed(read.required(), period, result);
    return result.exitCode();
  }

  /** Reads a billing period from the command line. */
  static final class PeriodConverter implements ITypeConverter<BillingPeriod> {
    @Override
    public BillingPeriod convert(String value) {
      try {
        return BillingPeriod.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
