package io.ratemill.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ratemill.jobs.cli.EngineException;
import io.ratemill.jobs.cli.EngineException.Kind;
import java.io.IOException;
import org.apache.flink.util.SerializedThrowable;
import org.junit.jupiter.api.Test;

final class RunFailureTest {
  @Test
  void tooLittleMemorySaysHowToGiveMore() {
    Throwable inTask = new SerializedThrowable(new OutOfMemoryError("Java heap space"));

    for (Throwable cause : new Throwable[] {inTask, new OutOfMemoryError("Direct")}) {
      EngineException told = RunFailure.of(new IllegalStateException("the job failed", cause));

      assertThat(told.kind()).isEqualTo(Kind.FAILED);
      assertThat(told).hasMessageContaining("RATEMILL_JAVA_OPTS='-Xms3g -Xmx3g'");
    }
  }

  @Test
  void aFaultOfFilesIsNoneOfOurs() {
    EngineException told =
        RunFailure.of(new IllegalStateException(new IOException("No space left on device")));

    assertThat(told.kind()).isEqualTo(Kind.FAILED);
    assertThat(told).hasMessage("No space left on device");
  }

  @Test
  void allElseIsAFaultOfOurs() {
    EngineException told =
        RunFailure.of(new IllegalStateException("outer", new IllegalStateException("inner")));

    assertThat(told.kind()).isEqualTo(Kind.BUG);
    assertThat(told).hasMessage("inner");
  }
}
