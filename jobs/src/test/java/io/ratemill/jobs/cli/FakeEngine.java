package io.ratemill.jobs.cli;

import io.ratemill.jobs.config.Read;
import io.ratemill.model.BillingPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** An engine that comes to what it is told, and remembers what it was asked. */
final class FakeEngine implements EngineRunner {
  final List<String> asked = new ArrayList<>();
  RunResult result = new RunResult(List.of(), List.of(), List.of(), List.of());
  EngineException failure;
  RuntimeException fault;

  @Override
  public RunResult run(Read read, Map<String, String> options, Consumer<Progress> progress)
      throws EngineException {
    return answer("run " + options);
  }

  @Override
  public void watch(
      Read read, Map<String, String> options, Runnable begun, Consumer<Progress> progress)
      throws EngineException {
    answer("watch " + options);
    begun.run();
  }

  @Override
  public RunResult close(Read read, BillingPeriod period, Map<String, String> options)
      throws EngineException {
    return answer("close " + period);
  }

  private RunResult answer(String question) throws EngineException {
    asked.add(question);
    if (failure != null) {
      throw failure;
    }
    if (fault != null) {
      throw fault;
    }
    return result;
  }
}
