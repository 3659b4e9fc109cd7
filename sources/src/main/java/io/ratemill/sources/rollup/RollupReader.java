package io.ratemill.sources.rollup;

import io.ratemill.columnar.Batch;
import io.ratemill.columnar.BatchReader;
import io.ratemill.sources.FeedException;
import io.ratemill.sources.SliceReader;
import io.ratemill.sources.SliceTotals;
import io.ratemill.sources.charges.ChargeTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an open slice batch by batch into a roll-up. */
public final class RollupReader implements SliceReader {
  /** Makes a format's mapping for a part once its columns are known. */
  public interface Mapping {
    LineMapping bind(List<String> columns, Where where) throws FeedException;
  }

  private final OpenSlice part;
  private final @Nullable BatchReader reader;
  private final @Nullable Rollup rollup;
  private long lines;
  private boolean done;

  private RollupReader(OpenSlice part, @Nullable BatchReader reader, @Nullable Rollup rollup) {
    this.part = part;
    this.reader = reader;
    this.rollup = rollup;
  }

  /** Starts reading; the part is closed with the reader, and if starting fails. */
  public static RollupReader start(OpenSlice part, Mapping format) throws FeedException {
    try {
      List<String> columns = part.table().columns();
      if (columns.isEmpty()) {
        // An entirely empty file is a part without lines; it has no header that could be checked.
        return new RollupReader(part, null, null);
      }
      LineMapping mapping = format.bind(columns, part.where());
      return new RollupReader(part, part.table().read(mapping.wanted()), new Rollup(mapping));
    } catch (IOException e) {
      part.close();
      throw part.where().fault(e);
    } catch (FeedException e) {
      part.close();
      throw e;
    }
  }

  @Override
  public boolean step(ChargeTable into) throws FeedException {
    if (done) {
      return false;
    }
    Batch batch = next();
    if (batch == null) {
      part.verify();
      done = true;
      return false;
    }
    add(batch, 0, into);
    return true;
  }

  private void add(Batch batch, int from, ChargeTable into) throws FeedException {
    if (rollup != null) {
      rollup.add(batch, from, into);
    }
    lines += batch.rows();
  }

  private @Nullable Batch next() throws FeedException {
    if (reader == null) {
      return null;
    }
    try {
      return reader.next();
    } catch (IOException e) {
      throw blame(e);
    }
  }

  /** What cannot be read may be a file that was replaced meanwhile: that is then the reason. */
  private FeedException blame(IOException e) {
    try {
      part.verify();
      return part.where().fault(e);
    } catch (FeedException changed) {
      changed.addSuppressed(e);
      return changed;
    }
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public long bytes() {
    return done ? part.bytesOfSlice() : part.bytesRead();
  }

  @Override
  public SliceTotals totals() {
    SliceTotals rolled = rollup == null ? new SliceTotals(List.of(), List.of()) : rollup.totals();
    List<SliceTotals.Warning> warnings = new ArrayList<>(rolled.warnings());
    warnings.addAll(part.warnings());
    return new SliceTotals(rolled.sums(), warnings);
  }

  @Override
  public void skip(long count, ChargeTable into) throws FeedException {
    if (count > 0 && !part.keepsOrder()) {
      throw part.where()
          .data(
              "changed-while-read",
              "the engine was started anew in the middle of the part, whose rows come in no certain"
                  + " order, so that nobody knows which were read; it is read again from its"
                  + " beginning");
    }
    while (lines < count) {
      Batch batch = next();
      if (batch == null) {
        throw part.where()
            .data(
                "changed-while-read",
                "the part has "
                    + lines
                    + " lines, but "
                    + count
                    + " were read before the restart; the delivery is read again");
      }
      add(batch, (int) Math.min(batch.rows(), count - lines), into);
    }
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("closing failed, " + part.where().text(), e);
    } finally {
      part.close();
    }
  }
}
