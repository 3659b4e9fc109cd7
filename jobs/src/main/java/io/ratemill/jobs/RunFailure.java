package io.ratemill.jobs;

import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.cli.EngineException.Kind;
import java.io.IOException;
import java.util.List;
import org.apache.flink.util.ExceptionUtils;

/** What people are told of whatever ended a job. */
final class RunFailure {
  private static final int MIB_BITS = 20;

  /** How Java says that there is no more memory, also where the error itself stayed in its task. */
  private static final List<String> NO_MEMORY =
      List.of("Java heap space", "GC overhead limit exceeded");

  private RunFailure() {}

  static EngineException of(Exception e) {
    if (isForMemory(e)) {
      return new EngineException(
          Kind.FAILED,
          "the charges and records of these bills need more memory than the "
              + (Runtime.getRuntime().maxMemory() >> MIB_BITS)
              + " MB that Java may use; run it again with RATEMILL_JAVA_OPTS='-Xms3g -Xmx3g', or"
              + " more",
          e);
    }
    IOException io = ExceptionUtils.findThrowable(e, IOException.class).orElse(null);
    if (io != null) {
      return new EngineException(Kind.FAILED, String.valueOf(io.getMessage()), e);
    }
    return new EngineException(Kind.BUG, String.valueOf(root(e).getMessage()), e);
  }

  private static boolean isForMemory(Exception e) {
    return ExceptionUtils.findThrowable(e, OutOfMemoryError.class).isPresent()
        || NO_MEMORY.stream()
            .anyMatch(words -> ExceptionUtils.findThrowableWithMessage(e, words).isPresent());
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
