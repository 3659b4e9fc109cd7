package io.ratemill.sources.gcp;

import io.ratemill.sources.store.StoreException;
import io.ratemill.sources.store.StoreException.Trouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Asks BigQuery on a thread of its own: to its client a service that stays silent is the same as a
 * thread that is interrupted, and it leaves the thread so.
 */
final class Apart {
  private Apart() {}

  /** What a question is answered. Errors: {@link StoreException} of the question. */
  static <T> T ask(Callable<T> question) throws StoreException {
    FutureTask<T> task = new FutureTask<>(question);
    Thread thread = new Thread(task, "bigquery-look");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new StoreException(Trouble.UNREACHABLE, "looking was interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof StoreException trouble) {
        throw trouble;
      }
      throw new IllegalStateException(cause);
    }
  }
}
