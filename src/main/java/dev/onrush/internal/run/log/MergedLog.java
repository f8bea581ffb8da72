package dev.onrush.internal.run.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.InjectorSum;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.json.LoadJson;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.Progress;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.text.FailureText;
import dev.onrush.result.Intervention;
import dev.onrush.result.RunEnd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Merges the interval logs of several injectors into the log of one run, for example if the
 * coordinator was lost and could not add up their intervals. The intervals are added second by
 * second, as the coordinator does. A sum of several intervals counts for the last second of the
 * sum, and a note says so.
 *
 * <p>All intervals of all logs are in memory at once, and all files but the first of each log are
 * read twice, as described for {@link LogReader}. Both are bounded by the size of the logs: for 200
 * requests and 24 hours, less than 200 MB each.
 */
public final class MergedLog {

  private static final Pattern PLACE = Pattern.compile("(\\d+) of (\\d+)\\b.*");

  /** An injector whose log ends earlier than the longest log by more than this time was lost. */
  private static final Duration SHORTER = Duration.ofMillis(1500);

  private MergedLog() {}

  /** The log of one injector. */
  private static final class Part {
    final Path folder;
    final RunInfo info;
    final String name;
    final int index;
    final int of;
    final List<Interval> intervals = new ArrayList<>();
    final List<ProfileSegment> segments = new ArrayList<>();
    final List<Intervention> interventions = new ArrayList<>();
    Optional<RunEnd> ending = Optional.empty();
    Optional<Duration> endOfLoad = Optional.empty();
    List<String> notes = List.of();
    final SummedTime summed = new SummedTime();
    final LogDamage damage;

    Part(Path folder) {
      this.folder = folder;
      this.info = IntervalLog.info(folder);
      String place = info.facts().getOrDefault(RunInfo.INJECTOR, "");
      Matcher matcher = PLACE.matcher(place);
      if (!matcher.matches() || !info.facts().containsKey(RunInfo.CLUSTER_RUN)) {
        throw new IllegalArgumentException(
            "folder was "
                + folder
                + ", which is not the folder of an injector; only the logs of the injectors of one"
                + " run can be merged; for any other run, report one FOLDER at a time");
      }
      this.name = "injector " + place;
      this.index = Integer.parseInt(matcher.group(1));
      this.of = Integer.parseInt(matcher.group(2));
      this.damage =
          LogReader.read(
              folder,
              this::take,
              (interval, count) -> {
                intervals.add(interval);
                summed.add(interval, count);
              });
    }

    private void take(JsonNode node) {
      if (node.has("ending")) {
        ending = Optional.of(RunJson.ending(node.get("ending")));
        endOfLoad = RunJson.endOfLoad(node.get("ending"));
        notes = RunJson.notes(node.get("ending"));
      } else if (node.has("intervention")) {
        interventions.add(RunJson.intervention(node.get("intervention")));
      } else if (node.has("leg")) {
        segments.add(LoadJson.segment(node.get("leg")));
      }
    }

    Duration end() {
      return intervals.isEmpty() ? Duration.ZERO : intervals.get(intervals.size() - 1).end();
    }
  }

  /**
   * Writes the log of the whole run.
   *
   * @param folders the folders of its injectors
   * @param into an existing folder, to which the log is written
   * @throws IllegalArgumentException if the folders are not of one run, or contain an injector
   *     twice
   * @throws UncheckedIOException if a log cannot be read, or if the merged log cannot be written;
   *     then it is deleted
   */
  public static void write(List<Path> folders, Path into) {
    List<Part> parts = read(folders);
    RunInfo first = parts.get(0).info;
    try (IntervalLog log =
        IntervalLog.create(
            into,
            first
                .without(RunInfo.INJECTOR)
                .with("injectors", parts.size() + " of " + parts.get(0).of + " logs merged"))) {
      intervals(parts, log);
      List<String> notes = new ArrayList<>();
      for (Part part : parts) {
        part.notes.forEach(note -> notes.add(part.name + ": " + note));
        part.damage.notes().forEach(note -> notes.add(part.name + ": " + note));
        part.summed.note().ifPresent(note -> notes.add(part.name + ": " + note));
      }
      log.end(ending(parts), endOfLoad(parts), notes);
    } catch (IOException e) {
      try {
        IntervalLog.delete(into);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw new UncheckedIOException(into + " cannot be written to: " + FailureText.of(e), e);
    }
  }

  /** The name of the simulation that the injectors ran. */
  public static String simulation(List<Path> folders) {
    return IntervalLog.info(folders.get(0)).simulation();
  }

  private static List<Part> read(List<Path> folders) {
    List<Part> parts = new ArrayList<>();
    for (Path folder : folders) {
      Part part = new Part(folder);
      for (Part other : parts) {
        check(other, part);
      }
      parts.add(part);
    }
    parts.sort(Comparator.comparingInt(part -> part.index));
    return parts;
  }

  private static void check(Part one, Part other) {
    String run = one.info.facts().get(RunInfo.CLUSTER_RUN);
    if (!String.valueOf(run).equals(other.info.facts().get(RunInfo.CLUSTER_RUN))) {
      throw new IllegalArgumentException(
          one.folder
              + " and "
              + other.folder
              + " are of different runs; merge the logs of the injectors of one run");
    }
    if (one.index == other.index) {
      throw new IllegalArgumentException(
          one.folder + " and " + other.folder + " are both of " + one.name + "; give each once");
    }
  }

  private static void intervals(List<Part> parts, IntervalLog log) throws IOException {
    InjectorSum sum = new InjectorSum(parts.stream().map(part -> part.name).toList());
    Map<Long, Map<Part, List<Interval>>> seconds = new TreeMap<>();
    for (Part part : parts) {
      for (Interval interval : part.intervals) {
        seconds
            .computeIfAbsent(
                second(interval), s -> new TreeMap<>(Comparator.comparing(p -> p.index)))
            .computeIfAbsent(part, p -> new ArrayList<>())
            .add(interval);
      }
    }
    Part longest =
        parts.stream().max(Comparator.comparing(Part::end)).orElseThrow(IllegalStateException::new);
    Part steered =
        parts.stream()
            .max(Comparator.comparingInt(part -> part.segments.size() + part.interventions.size()))
            .orElseThrow(IllegalStateException::new);
    List<ProfileSegment> segments = new ArrayList<>(steered.segments);
    List<Intervention> interventions = new ArrayList<>(steered.interventions);
    for (Map.Entry<Long, Map<Part, List<Interval>>> second : seconds.entrySet()) {
      Duration end = Duration.ZERO;
      for (Map.Entry<Part, List<Interval>> of : second.getValue().entrySet()) {
        for (Interval interval : of.getValue()) {
          sum.add(of.getKey().name, interval);
          end = interval.end().compareTo(end) > 0 ? interval.end() : end;
        }
      }
      for (Part part : parts) {
        if (part.end().plus(SHORTER).compareTo(longest.end()) < 0
            && part.end().compareTo(end) < 0) {
          sum.lost(part.name);
        }
      }
      while (!segments.isEmpty() && segments.get(0).at().compareTo(end) < 0) {
        log.add(segments.remove(0));
      }
      while (!interventions.isEmpty() && interventions.get(0).at().compareTo(end) < 0) {
        log.add(interventions.remove(0));
      }
      log.add(sum.take(end));
    }
    for (Intervention intervention : interventions) {
      log.add(intervention);
    }
  }

  /**
   * The second of the run to which an interval belongs, from 1. A last interval of less than half a
   * second belongs to the preceding second.
   */
  private static long second(Interval interval) {
    return Math.max(1, Math.round(interval.end().toMillis() / 1000.0));
  }

  /** When the load of the last injector was over; empty if no injector's load was ended. */
  private static Optional<Duration> endOfLoad(List<Part> parts) {
    return parts.stream().anyMatch(part -> part.endOfLoad.isPresent())
        ? parts.stream()
            .map(part -> part.endOfLoad.orElseGet(part::end))
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }

  private static RunEnd ending(List<Part> parts) {
    int of = parts.get(0).of;
    if (parts.size() < of) {
      return new RunEnd(
          RunEnd.How.INTERRUPTED,
          "the logs of "
              + parts.size()
              + " of "
              + of
              + " injectors were given; the data of the others is missing");
    }
    for (Part part : parts) {
      if (part.ending.isEmpty()) {
        return new RunEnd(
            RunEnd.How.INTERRUPTED,
            "the log of "
                + part.name
                + " ends after "
                + Progress.of(part.end(), part.info.planned())
                + "; it was killed, or its disk was full");
      }
    }
    for (Part part : parts) {
      if (part.damage.hole()) {
        return new RunEnd(RunEnd.How.INTERRUPTED, part.name + ": " + part.damage.reason());
      }
    }
    return parts.stream()
        .flatMap(part -> part.ending.stream())
        .filter(ending -> ending.how() != RunEnd.How.COMPLETED)
        .findFirst()
        .orElse(RunEnd.COMPLETED);
  }
}
