package io.ratemill.benchmarks;

import io.ratemill.benchmarks.BenchCase.Codec;
import io.ratemill.benchmarks.BenchCase.Format;
import io.ratemill.benchmarks.BenchCase.Order;
import io.ratemill.jobs.cli.EngineException;
import io.ratemill.model.Grain;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;

/** Many small bills, each another, over which both engines must agree. */
final class Soak {
  private static final int BILLS = 200;
  private static final long SEED = 7;

  private Soak() {}

  static void run(Comparison comparison, Path folder, PrintStream out)
      throws IOException,
          SQLException,
          EngineException,
          InterruptedException,
          DisagreementException {
    Random random = new Random(SEED);
    Format[] formats = Format.values();
    Grain[] grains = Grain.values();
    Order[] orders = Order.values();
    long records = 0;
    for (int bill = 0; bill < BILLS; bill++) {
      BenchCase of =
          new BenchCase(
              500 + random.nextInt(30_000),
              formats[random.nextInt(formats.length)],
              30 + random.nextInt(120),
              3 + random.nextInt(400),
              orders[random.nextInt(orders.length)],
              1_000 + bill,
              random.nextInt(6),
              Codec.SNAPPY,
              grains[random.nextInt(grains.length)]);
      records += comparison.measure(of, 0, 1).records();
      Folders.delete(folder.resolve(of.id()));
    }
    out.printf("%d bills, %d records: no difference%n", BILLS, records);
  }
}
