package dev.onrush.internal.report.html;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.control.InterventionText;
import dev.onrush.internal.metrics.timeline.FailureMessage;
import dev.onrush.internal.metrics.timeline.Marks;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.figure.GrowingFigure;
import dev.onrush.internal.verdict.figure.ScopeTimes;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.HeldLevel.Unit;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.result.Breach;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Verdict;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The events of a run, in the order of time. An event of an interval is placed at the start of the
 * interval, so that within one second causes come before effects.
 */
final class RunEvents {

  /** The number of messages of failures that are listed. */
  private static final int MESSAGES = 3;

  /**
   * The prefix of a ramp's name in a sweep, before the name of the level that the ramp leads to.
   */
  private static final String RAMP_OF_A_SWEEP = "to level ";

  /**
   * An interval is mentioned as slow if its p95 is at least this many times the p95 of the whole
   * run.
   */
  private static final double SLOW = 2;

  /** A breach that was last seen within this time before the end of its phase has not ended. */
  private static final Duration TO_THE_END = Duration.ofSeconds(2);

  /** The kinds of events, ordered so that causes come before their effects. */
  private enum Kind {
    COMMAND,
    PHASE,
    PROBE,
    GENERATOR,
    PEAK,
    ERROR,
    SLOW,
    BREACH,
    RECOVERY,
    END
  }

  private record Event(Duration at, Kind kind, String text) {
    Event {
      at = at.truncatedTo(ChronoUnit.SECONDS);
    }
  }

  private final RunRecord result;
  private final List<Event> events = new ArrayList<>();

  private RunEvents(RunRecord result) {
    this.result = result;
  }

  static void write(ArrayNode array, RunRecord result, Summary summary) {
    RunEvents of = new RunEvents(result);
    of.load();
    of.generator();
    of.peaks(summary);
    of.errors();
    of.breaches();
    of.add(result.length(), Kind.END, of.ending());
    of.events.stream()
        .sorted(Comparator.comparing(Event::at).thenComparing(Event::kind))
        .forEach(event -> write(array.addObject(), event));
  }

  private static void write(ObjectNode node, Event event) {
    node.put("at", event.at().toMillis())
        .put("clock", Quantity.clock(event.at()))
        .put("kind", event.kind().name().toLowerCase(Locale.ROOT))
        .put("text", Texts.shown(event.text()));
  }

  private void add(Duration at, Kind kind, String text) {
    events.add(new Event(at, kind, text));
  }

  private void load() {
    Probes.of(result)
        .ifPresent(
            found ->
                found.probes().forEach(p -> add(p.start(), Kind.PROBE, Probes.event(found, p))));
    for (Phase phase : result.info().phases()) {
      if (result.capacity().isEmpty()
          && phase.start().compareTo(result.timeline().loaded()) < 0
          && phase.start().compareTo(Duration.ZERO) > 0) {
        add(phase.start(), Kind.PHASE, beginning(phase));
      }
    }
    List<FlowLoad> flows = result.info().flows();
    result
        .interventions()
        .forEach(
            i -> add(i.at(), Kind.COMMAND, InterventionText.done(i, flows) + " (" + i.by() + ")"));
  }

  /**
   * Adds the first occurrence of each finding about the generator; its text tells when it occurred
   * again.
   */
  private void generator() {
    Map<String, Duration> first = new LinkedHashMap<>();
    for (GeneratorFinding finding : result.findings()) {
      first.merge(finding.text(), finding.from(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    first.forEach((text, from) -> add(from, Kind.GENERATOR, "Generator: " + text));
  }

  private void peaks(Summary summary) {
    Marks marks = result.timeline().marks();
    marks
        .mostUsers()
        .ifPresent(
            row ->
                add(row.start(), Kind.PEAK, "Peak: " + Quantity.count(row.activeUsers(), "user")));
    double usual = summary.total().times().at(Percentile.P95);
    marks
        .slowest()
        .filter(row -> row.p95() >= SLOW * usual)
        .ifPresent(
            row ->
                add(
                    row.start(),
                    Kind.SLOW,
                    "Slowest interval: p95 " + Quantity.TIME.text(row.p95())));
  }

  private String text(FailureMessage of) {
    String request = of.first().request();
    if (of.count() == 1) {
      return "Failure of " + request + ": " + of.text();
    }
    boolean hasOthers =
        result.timeline().failures().stream()
            .filter(cluster -> cluster.failure().text().equals(of.text()))
            .anyMatch(cluster -> !cluster.request().equals(request));
    return "First of "
        + Quantity.count(of.count())
        + (hasOthers ? " failures with this message, in " : " failures of ")
        + request
        + ": "
        + of.text();
  }

  /** Adds the first occurrence of each of the most frequent messages. */
  private void errors() {
    FailureMessage.of(result.timeline().failures(), UnaryOperator.identity()).stream()
        .limit(MESSAGES)
        .forEach(of -> add(of.first().first(), Kind.ERROR, text(of)));
  }

  private void breaches() {
    List<Breach> breaches = result.breaches();
    for (Breach breach : breaches) {
      List<String> later = breach.thresholds().subList(1, breach.thresholds().size());
      add(
          breach.from(),
          Kind.BREACH,
          (breach.isCertain() ? "Breach: " : "Breach as measured: ")
              + breach.thresholds().get(0)
              + (later.isEmpty() ? "" : "; then " + String.join(", ", later)));
      List<String> kept = keptAfter(breach);
      if (!kept.isEmpty()) {
        add(breach.to(), Kind.RECOVERY, "Within the limit again: " + String.join(", ", kept));
      }
    }
    if (breaches.isEmpty()) {
      result.judgements().stream()
          .filter(j -> j.verdict() == Verdict.FAIL)
          .forEach(j -> j.moment().ifPresent(at -> add(at, Kind.BREACH, j.finding())));
    }
  }

  /**
   * Returns the thresholds of a breach whose figures were within the limit again, which can be said
   * only if their phase went on, and requests were sent. A count that only grows never is.
   */
  private List<String> keptAfter(Breach breach) {
    Duration ended = breach.to().plus(TO_THE_END);
    boolean goesOn =
        result.timeline().rows().stream()
            .anyMatch(row -> row.end().compareTo(breach.to()) > 0 && row.timed() > 0);
    if (!goesOn || ended.compareTo(result.length()) >= 0) {
      return List.of();
    }
    Set<String> judgedAfter =
        result.judgements().stream()
            .filter(j -> !GrowingFigure.isOf(j.threshold()))
            .filter(j -> ScopeTimes.of(j, result.info().phases()).endsAfter(ended))
            .map(j -> j.threshold().name())
            .collect(Collectors.toSet());
    return breach.thresholds().stream().filter(judgedAfter::contains).toList();
  }

  /**
   * Returns {@code Ramping to 10 users (ramp-up)}, or the name of a phase that has several stages.
   */
  private String beginning(Phase phase) {
    if (phase.name().equals(Phase.PAUSED)) {
      return phase.title().equals(phase.name()) ? "Paused" : "Paused (" + phase.title() + ")";
    }
    List<Stage> stages =
        result.info().flows().stream()
            .filter(load -> load.flow().equals(phase.flow()))
            .flatMap(load -> stages(load.profile(), phase).stream())
            .toList();
    if (stages.isEmpty() || (stages.size() > 1 && !phase.name().startsWith(RAMP_OF_A_SWEEP))) {
      return "Start of " + phase.title();
    }
    Stage only = stages.get(stages.size() - 1);
    Unit unit = InterventionText.unit(result.info().flows(), phase.flow().map(RunFlow::name));
    return (stages.size() == 1 && only.from() == only.to() ? "Holding " : "Ramping to ")
        + unit.text(unit.brought(only.to()))
        + " ("
        + phase.title()
        + ")";
  }

  private static List<Stage> stages(LoadProfile profile, Phase phase) {
    List<Stage> within = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : profile.stages()) {
      if (!stage.isJump() && at.compareTo(phase.start()) >= 0 && at.compareTo(phase.end()) < 0) {
        within.add(stage);
      }
      at = at.plus(stage.duration());
    }
    return within;
  }

  private String ending() {
    RunEnd ending = result.ending();
    return switch (ending.how()) {
      case COMPLETED ->
          ending.detail().isEmpty()
              ? "End of the run, as planned"
              : "End of the run: " + ending.detail();
      case ABORTED -> "Aborted: " + ending.detail();
      case INTERRUPTED -> "Interrupted: " + ending.detail();
    };
  }
}
