package dev.onrush.internal.verdict.figure;

import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Condition;
import dev.onrush.threshold.Measure;
import dev.onrush.threshold.Measure.Figure;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Scope;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The times of a scope: the whole run, a phase, or the phases of the steady state. */
public final class ScopeTimes {

  /** Tolerance at both ends, because intervals do not begin and end exactly with the phases. */
  private static final Duration SLACK = Duration.ofMillis(500);

  /**
   * The time by which an interval may end late only because its thread was woken late. The first
   * second of a phase counts as whole if it is shorter by less than this: a phase of a search
   * begins when the interval before it has been judged, which is some milliseconds after its
   * second.
   */
  public static final Duration LATE = Duration.ofMillis(100);

  /**
   * The time by which the last second of a phase may be shorter and still count as whole: with a
   * pace of 0.333, 30 s are 9.99 s.
   */
  private static final Duration ALMOST = Duration.ofMillis(50);

  private static final Duration FOREVER = Duration.ofDays(100_000);

  private final List<Phase> parts;

  public ScopeTimes(Scope scope, List<Phase> phases) {
    this.parts = parts(scope, phases);
  }

  /**
   * The times in which parts of a figure's time can be judged. Without load a throughput or a count
   * is 0. If that breaks the condition, they are the times under load. Response times and shares of
   * responses end with the load: later parts would have only the slowest responses.
   */
  public static ScopeTimes ofEachPart(Figure figure, Condition condition, List<Phase> phases) {
    if (StatisticValue.needsLoad(figure, condition)) {
      return underLoad(figure.scope(), phases);
    }
    ScopeTimes times = new ScopeTimes(figure.scope(), phases);
    return figure.scope().phase().isEmpty() && StatisticValue.isOfResponses(figure)
        ? times.until(end(phases))
        : times;
  }

  /**
   * The whole seconds in which a scope has load; they end with the last phase. For a phase from 7.5
   * s to 19.5 s they are 8 s to 19 s, because the phase has only half of the requests of its first
   * and of its last second. A phase without a whole second is left out, unless it begins with a
   * second; then it stays as it is.
   */
  public static ScopeTimes underLoad(Scope scope, List<Phase> phases) {
    ScopeTimes times = new ScopeTimes(scope, phases);
    return (scope.phase().isEmpty() ? times.until(end(phases)) : times).inWholeSeconds();
  }

  private ScopeTimes inWholeSeconds() {
    Set<Duration> starts = parts.stream().map(Phase::start).collect(Collectors.toSet());
    Set<Duration> ends = parts.stream().map(Phase::end).collect(Collectors.toSet());
    List<Phase> whole = new ArrayList<>();
    for (Phase part : parts) {
      // If one part ends where the next begins, there is load on both sides.
      Duration first = part.start().plusSeconds(1).minus(LATE).truncatedTo(ChronoUnit.SECONDS);
      Duration last = part.end().plus(ALMOST).truncatedTo(ChronoUnit.SECONDS);
      Duration start = ends.contains(part.start()) ? part.start() : first;
      Duration end = starts.contains(part.end()) ? part.end() : last;
      if (start.compareTo(end) < 0) {
        whole.add(new Phase(part.name(), start, end));
      } else if (first.minus(LATE).compareTo(part.start()) <= 0) {
        whole.add(part);
      }
    }
    return new ScopeTimes(List.copyOf(whole));
  }

  private static Duration end(List<Phase> phases) {
    return phases.stream().map(Phase::end).max(Comparator.naturalOrder()).orElse(FOREVER);
  }

  private ScopeTimes until(Duration end) {
    return new ScopeTimes(
        parts.stream()
            .filter(part -> part.start().compareTo(end) < 0)
            .map(
                part ->
                    part.end().compareTo(end) <= 0
                        ? part
                        : new Phase(part.name(), part.start(), end))
            .toList());
  }

  private ScopeTimes(List<Phase> parts) {
    this.parts = parts;
  }

  /**
   * The times of all figures that a judgement is based on, which may overlap; for a recovery, all
   * time from the start of the phase before the disturbing one.
   *
   * @param phases the phases of the plan, or of one of its flows
   */
  public static ScopeTimes of(Judgement judgement, List<Phase> phases) {
    Measure measure = judgement.threshold().measure();
    return new ScopeTimes(
        measure instanceof Recovery recovery
            ? parts(RecoveryPhases.of(recovery.scope(), phases))
            : measure.figures().stream()
                .map(Figure::scope)
                .filter(scope -> isWithin(scope, phases))
                .flatMap(scope -> parts(scope, phases).stream())
                .toList());
  }

  private static List<Phase> parts(RecoveryPhases recovery) {
    return recovery
        .before()
        .or(recovery::disturbing)
        .map(first -> List.of(new Phase("", first.start(), FOREVER)))
        .orElse(List.of());
  }

  private static List<Phase> parts(Scope scope, List<Phase> phases) {
    List<Phase> within = Phase.within(scope, phases);
    if (scope.phase().isPresent()) {
      return named(scope, within);
    }
    // The times of a flow, or of the users of a flow, are those from its start to its end.
    boolean ofFlow =
        (scope.flow().isPresent() || scope.userClass().isPresent())
            && within.stream().anyMatch(p -> p.flow().isPresent());
    return ofFlow
        ? counted(within, within.get(0).start(), within.get(within.size() - 1).end())
        : counted(phases, Duration.ZERO, FOREVER);
  }

  /** The time from begin to end, without the parts in which no running phase is counted. */
  private static List<Phase> counted(List<Phase> phases, Duration begin, Duration end) {
    TreeSet<Duration> moments = new TreeSet<>(Set.of(begin, end));
    for (Phase phase : phases) {
      if (!phase.isCounted()) { // other phases do not matter
        moments.addAll(List.of(phase.start(), phase.end()));
        phases.forEach(other -> moments.addAll(List.of(other.start(), other.end())));
      }
    }
    List<Phase> parts = new ArrayList<>();
    for (Duration from : moments.subSet(begin, true, end, false)) {
      Duration to = Objects.requireNonNull(moments.higher(from));
      List<Phase> atWork =
          phases.stream()
              .filter(p -> p.start().compareTo(from) <= 0 && p.end().compareTo(to) >= 0)
              .toList();
      if (!atWork.isEmpty() && atWork.stream().noneMatch(Phase::isCounted)) {
        continue;
      }
      int last = parts.size() - 1;
      if (last >= 0 && parts.get(last).end().equals(from)) {
        parts.set(last, new Phase("", parts.get(last).start(), to));
      } else {
        parts.add(new Phase("", from, to));
      }
    }
    return List.copyOf(parts);
  }

  /**
   * The parts of a named phase. A phase without a planned time, such as the wind-down, begins where
   * the last phase ends; with several flows, where the first of them ends.
   */
  private static List<Phase> named(Scope scope, List<Phase> within) {
    List<Phase> found = Phase.meant(scope, within);
    String name = scope.phase().orElseThrow();
    if (!found.isEmpty() || name.equals(Scope.STEADY_STATE)) {
      return joined(found);
    }
    Map<Optional<RunFlow>, Duration> ends = new LinkedHashMap<>();
    within.forEach(p -> ends.put(p.flow(), p.end()));
    Duration end = ends.values().stream().min(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return List.of(new Phase(name, end, FOREVER));
  }

  /**
   * Returns the phases in the order of time. Phases of several flows that overlap become one, so
   * that no time counts twice.
   */
  private static List<Phase> joined(List<Phase> found) {
    if (found.stream().map(Phase::flow).distinct().count() < 2) {
      return found;
    }
    List<Phase> joined = new ArrayList<>();
    for (Phase next : found.stream().sorted(Comparator.comparing(Phase::start)).toList()) {
      int last = joined.size() - 1;
      if (last >= 0 && next.start().compareTo(joined.get(last).end()) < 0) {
        Phase before = joined.get(last);
        Duration end = before.end().compareTo(next.end()) > 0 ? before.end() : next.end();
        joined.set(last, new Phase(before.name(), before.start(), end));
      } else {
        joined.add(next);
      }
    }
    return joined;
  }

  /** The start of the first part. */
  public Duration start() {
    return parts.isEmpty() ? FOREVER : parts.get(0).start();
  }

  /** Whether any part ends before the end of the run, as the time of a phase or a flow does. */
  public boolean haveEnd() {
    return parts.stream().anyMatch(p -> p.end().compareTo(FOREVER) < 0);
  }

  /** Whether any part ends after {@code moment}. */
  public boolean endsAfter(Duration moment) {
    return parts.stream().anyMatch(p -> p.end().compareTo(moment) > 0);
  }

  /**
   * Whether phases of one flow contain any time of a scope. The phases of a whole run always do.
   */
  private static boolean isWithin(Scope scope, List<Phase> phases) {
    if (phases.stream().noneMatch(p -> p.flow().isPresent())) {
      return true;
    }
    boolean anyTime = scope.phase().isEmpty() || isOfNoTime(scope);
    return !(anyTime ? Phase.within(scope, phases) : Phase.meant(scope, phases)).isEmpty();
  }

  private static boolean isOfNoTime(Scope scope) {
    return scope.phase().filter(Phase.WIND_DOWN::equals).isPresent();
  }

  /**
   * The total length of the parts before {@code elapsed}. Throughput is the number of requests
   * divided by this length.
   */
  public Duration before(Duration elapsed) {
    Duration sum = Duration.ZERO;
    for (Phase part : parts) {
      Duration end = part.end().compareTo(elapsed) < 0 ? part.end() : elapsed;
      if (end.compareTo(part.start()) > 0) {
        sum = sum.plus(end.minus(part.start()));
      }
    }
    return sum;
  }

  /**
   * The start of the part that contains this interval, with a tolerance of half a second, or of
   * half the interval if that is shorter; empty if no part does. A phase that ends at 30 s contains
   * neither [30.000, 30.035], which is the remainder after the last full second of a run, nor
   * [30.0, 31.0].
   */
  public Optional<Duration> partOf(Duration start, Duration end) {
    Duration half = end.minus(start).dividedBy(2);
    Duration beside = half.compareTo(SLACK) < 0 ? half : SLACK;
    return parts.stream()
        .filter(p -> start.plus(beside).compareTo(p.start()) >= 0)
        .filter(p -> end.minus(beside).compareTo(p.end()) <= 0)
        .map(Phase::start)
        .findFirst();
  }

  public boolean contains(Duration start, Duration end) {
    return partOf(start, end).isPresent();
  }

  /**
   * The number of seconds that the parts contain, if each interval of the run ends at a whole
   * second.
   *
   * @param most the number at which counting stops
   */
  public int seconds(int most) {
    int seconds = 0;
    for (Phase part : parts) {
      Duration start = part.start().truncatedTo(ChronoUnit.SECONDS);
      for (; seconds < most && start.compareTo(part.end()) < 0; start = start.plusSeconds(1)) {
        Optional<Duration> of = partOf(start, start.plusSeconds(1));
        seconds += of.filter(part.start()::equals).isPresent() ? 1 : 0;
      }
    }
    return seconds;
  }

  /** Whether any moment from {@code start} to {@code end} belongs to a part. */
  public boolean touches(Duration start, Duration end) {
    return parts.stream()
        .anyMatch(p -> start.compareTo(p.end()) < 0 && end.compareTo(p.start()) > 0);
  }

  /**
   * Whether any of the intervals from {@code start} to {@code end} belongs to a part. The last
   * interval is due at a whole second and may end slightly later. This delay does not belong to a
   * phase that begins with that second.
   */
  public boolean touchesIntervals(Duration start, Duration end) {
    Duration late = Duration.ofNanos(end.toNanosPart());
    Duration due = late.compareTo(LATE) <= 0 ? end.minus(late) : end;
    return parts.stream()
        .filter(p -> start.compareTo(p.end()) < 0)
        .anyMatch(p -> start.compareTo(p.start()) >= 0 || due.compareTo(p.start()) > 0);
  }
}
