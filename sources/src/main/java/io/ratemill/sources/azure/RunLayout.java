package io.ratemill.sources.azure;

import io.ratemill.sources.Delivery;
import io.ratemill.sources.DeliveryPart;
import io.ratemill.sources.Refusal;
import io.ratemill.sources.rollup.Where;
import io.ratemill.sources.store.Listing;
import io.ratemill.sources.store.Pins;
import io.ratemill.sources.store.StoredObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one dataset in a place, by their manifests; and the files of exports of old that have
 * none.
 *
 * <p>Shape: a run is a delivery of the slot (export, month). The manifest's type says which dataset
 * it is, whatever the path. A run without rows is no delivery. A run folder without a manifest is
 * being written; once it is a day old, it is a refused delivery. A file without a manifest right in
 * a month's folder is a run by itself, unless the month has runs with manifests; a file outside of
 * all that is a slot by itself.
 */
final class RunLayout {
  private static final Duration UNMARKED = Duration.ofDays(1);
  private static final Pattern MONTH = Pattern.compile("([0-9]{4}-(0[1-9]|1[0-2]))-.*");
  private static final Pattern PART = Pattern.compile("(?i)part_[0-9]+_[0-9]+\\..*|[0-9]{6}\\..*");
  private static final List<String> SUFFIXES =
      List.of(".csv", ".csv.gz", ".csv.zip", ".zip", ".gz", ".parquet");

  private final String connector;
  private final AzureFormat format;
  private final Listing listing;
  private final List<Manifest> manifests;
  private final Instant now;

  /** What sound manifests say about the exports in a folder. */
  private final Map<String, Set<String>> types = new HashMap<>();

  private final Map<String, String> resources = new HashMap<>();

  /** Keys that manifests name, of whatever dataset, and folders that have a manifest. */
  private final Set<String> named = new HashSet<>();

  private final Set<List<String>> marked = new HashSet<>();
  private final Set<String> monthsWithRuns = new HashSet<>();

  private RunLayout(
      String connector,
      AzureFormat format,
      Listing listing,
      List<Manifest> manifests,
      Instant now) {
    this.connector = connector;
    this.format = format;
    this.listing = listing;
    this.manifests = manifests;
    this.now = now;
  }

  static List<Run> runs(
      String connector,
      AzureFormat format,
      Listing listing,
      List<Manifest> manifests,
      Instant now) {
    RunLayout layout = new RunLayout(connector, format, listing, manifests, now);
    layout.learn();
    return layout.runs();
  }

  private void learn() {
    for (Manifest manifest : manifests) {
      RunPath path = path(manifest);
      marked.add(manifest.folders());
      for (Manifest.Blob blob : manifest.blobs()) {
        StoredObject object = listing.resolve(manifest.folders(), manifest.key(blob));
        if (object != null) {
          named.add(object.key());
        }
      }
      if (!manifest.isBroken()) {
        types.computeIfAbsent(path.export(), none -> new HashSet<>()).add(manifest.type());
        if (format.isOf(manifest.type())) {
          monthsWithRuns.add(path.export() + "/" + path.period());
          if (!manifest.resource().isEmpty()) {
            resources.putIfAbsent(path.export(), manifest.resource());
          }
        }
      }
    }
  }

  private List<Run> runs() {
    Map<String, Run> runs = new LinkedHashMap<>();
    for (Manifest manifest : manifests) {
      if (isOurs(manifest)) {
        Run run = run(manifest);
        String key = run.delivery().slot() + "\n" + run.delivery().id();
        runs.merge(key, run, RunLayout::better);
      }
    }
    List<Run> all = new ArrayList<>(runs.values());
    all.addAll(unmarked());
    return all;
  }

  /** Where two manifests tell of one run, the one that can be taken counts. */
  private static Run better(Run one, Run other) {
    return one.delivery().refusal() == null ? one : other;
  }

  private RunPath path(Manifest manifest) {
    return RunPath.of(manifest.folders(), listing.root());
  }

  private boolean isOurs(Manifest manifest) {
    if (manifest.isBroken()) {
      return isOurs(path(manifest));
    }
    return format.isOf(manifest.type()) && !manifest.empty();
  }

  /** Whether an export of our dataset may write there; where no manifest says so, it may. */
  private boolean isOurs(RunPath path) {
    Set<String> known = types.getOrDefault(path.export(), Set.of());
    return known.isEmpty() || known.stream().anyMatch(format::isOf);
  }

  private Run run(Manifest manifest) {
    RunPath path = path(manifest);
    Matcher month = MONTH.matcher(manifest.start());
    String period = month.matches() ? month.group(1) : path.period();
    String id = manifest.runId().isEmpty() ? path.run() : manifest.runId();
    if (id.isEmpty()) {
      id = "manifest of " + manifest.object().modified();
    }
    RunDraft draft =
        new RunDraft(
            format,
            slot(manifest.resource(), path, period),
            id,
            time(manifest, path),
            period,
            manifest,
            path.isOfOneRun(id) ? RunDraft.Files.WRITTEN_ONCE : RunDraft.Files.REPLACED);
    return new Run(draft.deliver(connector, listing, now), scope(manifest.resource(), path));
  }

  /**
   * An export is known by its id, so that a move to another directory does not make it a second
   * one; without an id its folders tell it from others.
   */
  private String slot(String resource, RunPath path, String period) {
    String export = resource.isEmpty() ? resources.get(path.export()) : resource;
    return (export == null ? path.export() : export) + "/" + period;
  }

  private String scope(String resource, RunPath path) {
    String export = resource.isEmpty() ? resources.get(path.export()) : resource;
    return export == null ? "" : Run.scopeOf(export);
  }

  private static Instant time(Manifest manifest, RunPath path) {
    Instant submitted = parse(manifest.submitted());
    if (submitted != null) {
      return submitted;
    }
    Instant named = path.time();
    return named == null ? manifest.object().modified() : named;
  }

  /** A time with or without a zone, null for what is none. */
  private static @Nullable Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      try {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException none) {
        return null;
      }
    }
  }

  private List<Run> unmarked() {
    List<Run> runs = new ArrayList<>();
    Map<List<String>, List<StoredObject>> folders = new LinkedHashMap<>();
    for (StoredObject object : listing.objects()) {
      List<String> segments = Listing.segments(object.key());
      List<String> folder = segments.subList(0, segments.size() - 1);
      if (!isBill(segments) || named.contains(object.key()) || marked.contains(folder)) {
        continue;
      }
      RunPath path = RunPath.of(folder, listing.root());
      if (!isOurs(path)) {
        continue;
      }
      if (!path.below().isEmpty() || PART.matcher(object.name()).matches()) {
        folders.computeIfAbsent(folder, none -> new ArrayList<>()).add(object);
      } else if (path.period().isEmpty()) {
        runs.add(new Run(alone(object, object.key(), ""), ""));
      } else if (!monthsWithRuns.contains(path.export() + "/" + path.period())) {
        String slot = slot("", path, path.period());
        runs.add(new Run(alone(object, slot, path.period()), scope("", path)));
      }
    }
    folders.forEach((folder, files) -> addUnfinished(folder, files, runs));
    return runs;
  }

  private static boolean isBill(List<String> segments) {
    for (String segment : segments) {
      if (segment.startsWith(".") || segment.startsWith("_")) {
        return false;
      }
    }
    String name = segments.get(segments.size() - 1).toLowerCase(Locale.ROOT);
    return SUFFIXES.stream().anyMatch(name::endsWith);
  }

  /** A file that is a run by itself. */
  private Delivery alone(StoredObject object, String slot, String period) {
    DeliveryPart part = RunDraft.part(format, object.key(), Manifest.UNKNOWN, object);
    return new Delivery(
        connector,
        slot,
        object.key() + "@" + object.bytes() + "-" + object.modified(),
        object.modified(),
        period,
        List.of(part),
        object.pin(),
        null,
        RunDraft.isSettling(object.modified(), now));
  }

  /** A run whose manifest has not come in a day, which it should have within minutes. */
  private void addUnfinished(List<String> folder, List<StoredObject> files, List<Run> runs) {
    Instant touched = Instant.MIN;
    List<DeliveryPart> parts = new ArrayList<>();
    StringBuilder pins = new StringBuilder();
    for (StoredObject file : files) {
      touched = file.modified().isAfter(touched) ? file.modified() : touched;
      parts.add(RunDraft.part(format, file.key(), Manifest.UNKNOWN, file));
      pins.append(file.pin()).append('|');
    }
    if (Duration.between(touched, now).compareTo(UNMARKED) < 0) {
      return;
    }
    RunPath path = RunPath.of(folder, listing.root());
    String slot = slot("", path, path.period());
    String key = String.join("/", folder);
    Refusal refusal =
        new Where(connector, slot + " " + key, key)
            .refusal(
                "no-manifest",
                "the run has "
                    + files.size()
                    + (files.size() == 1 ? " file" : " files")
                    + " but no manifest.json, and a day has passed: the older delivery stays; copy"
                    + " the manifest too, run the export again, or remove the folder");
    runs.add(
        new Run(
            new Delivery(
                connector,
                slot,
                key,
                touched,
                path.period(),
                parts,
                Pins.digest(pins.toString()),
                refusal,
                false),
            scope("", path)));
  }
}
