package dev.onrush.internal.capacity;

import dev.onrush.internal.control.Course;
import dev.onrush.internal.control.Leg;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Timeline;
import dev.onrush.internal.metrics.Timeline.Row;
import dev.onrush.internal.verdict.GeneratorLimits;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.LoadProfile;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.threshold.Measure.Capacity;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays the course of a run that searches for its capacity: told of each interval and each leg, it
 * says what comes next. Who reads a run's log tells it the same intervals and legs, and it comes to
 * the same result.
 */
public final class Pilot {

  private final CapacitySearch asked;
  private final List<Threshold> thresholds;
  private final List<Threshold> held;
  private final List<String> requests;
  private final GeneratorLimits limits;
  private final List<Sounding> soundings = new ArrayList<>();
  private Course course;
  private Optional<Duration> ended = Optional.empty();

  /**
   * The pilot of one run.
   *
   * @param thresholds of the plan
   * @param requests names of requests that the plan is known to have
   */
  public Pilot(
      CapacitySearch asked,
      List<Threshold> thresholds,
      List<String> requests,
      GeneratorLimits limits) {
    this.asked = asked;
    this.thresholds = List.copyOf(thresholds);
    this.held = thresholds.stream().filter(t -> !(t.measure() instanceof Capacity)).toList();
    this.requests = List.copyOf(requests);
    this.limits = limits;
    this.course = Course.opening(asked.opening());
    sound(asked.first());
  }

  /** The course of a run when it begins. */
  public Course opening() {
    return Course.opening(asked.opening());
  }

  private void sound(double level) {
    soundings.add(new Sounding(soundings.size() + 1, level, held, requests, course.profile()));
  }

  private Sounding current() {
    return soundings.get(soundings.size() - 1);
  }

  /** Takes the interval that follows; an answer that comes late belongs to its probe. */
  public void add(Interval interval) {
    soundings.forEach(sounding -> sounding.add(interval));
  }

  /** The course goes on like this. */
  public void follow(Leg leg) {
    course = course.with(leg);
    if (leg.isEnd()) {
      ended = Optional.of(leg.at());
    } else if (leg.stages().get(0).phase().equals("rest " + current().number())) {
      current().follow(course.profile());
    } else {
      current().settleFor();
      sound(leg.stages().get(leg.stages().size() - 2).to());
    }
  }

  /**
   * What comes next, if it is time for something.
   *
   * @param timeline of the run
   * @param now since the run's start
   */
  public Optional<Leg> next(Timeline timeline, Duration now) {
    if (ended.isPresent()) {
      return Optional.empty();
    }
    Sounding sounding = current();
    int number = sounding.number();
    if (now.compareTo(sounding.hold().end()) < 0) {
      return sounding.isHopeless(now)
          ? Optional.of(new Leg(now, asked.rest(number), "probe " + number + " is cut short"))
          : Optional.empty();
    }
    List<Row> rows = timeline.rows();
    boolean late = now.compareTo(sounding.hold().end().plus(asked.rest())) >= 0;
    Recovered recovered = recovered(rows);
    List<Row> resting = resting(rows, now);
    boolean calm = recovered.by(resting);
    if (!late && !(calm && recovered.usersHaveGone(resting))) {
      return Optional.empty();
    }
    Probed probed = sounding.probed(rows, course.profile(), limits);
    String why =
        "probe "
            + number
            + " at "
            + asked.text(probed.level())
            + ": "
            + probed.outcome()
            + (probed.why().isEmpty() ? "" : ", " + probed.why());
    Search.Next next = search(probed(rows, course.profile())).next();
    if (next instanceof Search.Done) {
      return Optional.of(new Leg(now, List.of(), why));
    }
    if (!calm) {
      return Optional.of(new Leg(now, List.of(), why + "; the service did not recover"));
    }
    return Optional.of(new Leg(now, asked.probe(number + 1, ((Search.Probe) next).level()), why));
  }

  /** All thresholds as they stand in the probe at work, or in the last one. */
  public List<Judgement> judgements(Timeline timeline) {
    List<Judgement> now = current().judgements();
    List<Judgement> all = new ArrayList<>();
    List<Judgement> of = found(timeline, course.profile(), List.of()).judgements(thresholds);
    for (Judgement judgement : of) {
      all.add(
          now.stream()
              .filter(j -> j.threshold().equals(judgement.threshold()))
              .findFirst()
              .orElse(judgement));
    }
    return all;
  }

  /** Whether the search came to its end. */
  public boolean isOver() {
    return ended.isPresent();
  }

  /**
   * What was found.
   *
   * @param timeline of the run
   * @param followed the profile that came of it
   * @param interventions by hand, after which nothing that is found answers what was asked
   */
  public CapacityFound found(
      Timeline timeline, LoadProfile followed, List<Intervention> interventions) {
    List<Row> rows = timeline.rows();
    List<Probed> probes = probed(rows, followed);
    Optional<Intervention> steered =
        interventions.stream().filter(i -> !(i.command() instanceof Stop)).findFirst();
    Ending ending = steered.isPresent() ? Ending.STEERED : ending(rows, probes);
    Search search = search(probes);
    Optional<String> brokeFirst =
        search.broke().isEmpty()
            ? Optional.empty()
            : probes.stream()
                .filter(p -> p.level() == search.broke().getAsDouble())
                .filter(p -> p.outcome() == Outcome.BROKE)
                .map(Probed::why)
                .findFirst();
    String last = probes.isEmpty() ? "" : probes.get(probes.size() - 1).why();
    String detail =
        switch (ending) {
          case FOUND, HELD_ALL, BROKE_AT_ONCE -> "";
          case GENERATOR, NO_DATA -> last;
          case NOT_RECOVERED ->
              "the service had not recovered within "
                  + Quantity.duration(asked.rest())
                  + ", so nothing closer was tried";
          case OUT_OF_PROBES ->
              "the "
                  + asked.probes()
                  + " probes that were allowed were used up before it was certain";
          case STEERED -> "the run was steered by hand: " + steered.orElseThrow();
          case UNFINISHED -> "the run was over before the search was";
        };
    return new CapacityFound(asked, ending, detail, probes, brokeFirst);
  }

  private Ending ending(List<Row> rows, List<Probed> probes) {
    if (ended.isEmpty()) {
      return Ending.UNFINISHED;
    }
    if (search(probes).next() instanceof Search.Done done) {
      return done.ending();
    }
    return recovered(rows).by(resting(rows, ended.get()))
        ? Ending.UNFINISHED // an answer that came after all changed what a probe came to
        : Ending.NOT_RECOVERED;
  }

  /** Those whose time is over. */
  private List<Probed> probed(List<Row> rows, LoadProfile profile) {
    Duration elapsed = rows.isEmpty() ? Duration.ZERO : rows.get(rows.size() - 1).end();
    return soundings.stream()
        .filter(s -> s.hold().end().compareTo(elapsed) <= 0)
        .map(s -> s.probed(rows, profile, limits))
        .toList();
  }

  private Search search(List<Probed> probes) {
    return new Search(asked, probes.stream().map(p -> new Look(p.level(), p.outcome())).toList());
  }

  private Recovered recovered(List<Row> rows) {
    return Recovered.asIn(
        soundings.stream()
            .filter(s -> s.level() == asked.first())
            .flatMap(s -> Sounding.within(rows, s.hold().start(), s.hold().end()).stream())
            .toList());
  }

  /** The seconds of the rest at work, which belong to nothing else. */
  private List<Row> resting(List<Row> rows, Duration until) {
    Duration from = current().hold().end();
    return rows.stream()
        .filter(row -> row.start().compareTo(from) >= 0 && row.end().compareTo(until) <= 0)
        .toList();
  }
}
