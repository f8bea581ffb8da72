package dev.onrush.internal.run;

import dev.onrush.internal.baseline.Baseline;
import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.EvidenceRecorder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.Progress;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.Steered;
import dev.onrush.internal.service.ServiceMetrics;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.Command;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.RunEnd;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run at work: once a second it takes an interval from its source, adds it to the timeline,
 * writes it to the log, tells the observers, and looks whether a threshold ends the run.
 */
public final class Run implements RunControl {

  private final Source source;
  private final IntervalSampler sampler;
  private final Path folder;
  private final ObserverCalls observers;
  private final Engine engine;
  private final RunAnalysis analysis;
  private final EvidenceRecorder evidence;
  private final SecondClock clock;
  private final RunLog log;
  private final Steering steering;
  private final WindDown windDown;

  /** Whether somebody else judges and steers. */
  private final boolean led;

  private RunInfo info;
  private boolean begun;

  /** Whether the first users were due: from then on there is something to take. */
  private boolean due;

  /** Whether it was ended since each comparison of its duet was certain. */
  private boolean certain;

  /** The end of the last interval, whether it could be taken or not. */
  private Duration looked = Duration.ZERO;

  private final List<String> failures = new ArrayList<>();
  private final RunTroubles troubles = new RunTroubles();

  private @Nullable SpareFiles spare;
  private @Nullable RunRecord result;
  private UnaryOperator<String> masked = UnaryOperator.identity();

  /**
   * A run that has not begun.
   *
   * @param service whose metrics are read as the run goes
   * @param baseline what the run is compared with
   * @param folder exists; everything is written there
   * @param engine that sends the load
   */
  public Run(
      RunInfo info,
      Source source,
      Optional<ServiceMetrics> service,
      Optional<Baseline> baseline,
      Path folder,
      List<RunObserver> observers,
      Engine engine) {
    this(info, source, service, baseline, folder, observers, engine, false, new SecondClock());
  }

  /**
   * The same by another clock.
   *
   * @param led whether it is judged and steered elsewhere
   * @param clock that stands still yet
   */
  Run(
      RunInfo info,
      Source source,
      Optional<ServiceMetrics> service,
      Optional<Baseline> baseline,
      Path folder,
      List<RunObserver> observers,
      Engine engine,
      boolean led,
      SecondClock clock) {
    this.led = led;
    this.info = info;
    this.clock = clock;
    this.source = source;
    this.sampler = new IntervalSampler(source, service, troubles);
    this.folder = folder;
    this.observers = new ObserverCalls(observers);
    this.engine = engine;
    this.analysis = RunAnalysis.of(info, baseline);
    this.log = new RunLog(folder);
    this.steering = new Steering(analysis.opening(info), analysis.search(), engine, source, log);
    this.windDown = new WindDown(engine);
    this.evidence = new EvidenceRecorder(info, folder);
  }

  /** A part of a run that is judged and steered elsewhere: it records, and does as it is told. */
  public static Run led(
      RunInfo info, Source source, Path folder, List<RunObserver> observers, Engine engine) {
    return new Run(
        info,
        source,
        Optional.empty(),
        Optional.empty(),
        folder,
        observers,
        engine,
        true,
        new SecondClock());
  }

  /**
   * Hides secrets in what is told of the run's end and in its notes; names and errors come without
   * them from the source.
   */
  public synchronized void mask(UnaryOperator<String> mask) {
    masked = mask;
  }

  @Override
  public synchronized Intervention apply(Command command, Optional<String> flow, String by) {
    if (!begun || result != null) {
      throw new IllegalArgumentException(
          result == null ? "the run has not begun" : "the run has ended");
    }
    // To the microsecond, as the log keeps it: who reads the log makes the same course of it.
    Duration at = clock.elapsed().truncatedTo(ChronoUnit.MICROS);
    Intervention intervention = new Intervention(at, command, by, flow);
    steering.apply(intervention);
    RunInfo now = infoAsOf(at);
    observers.each(o -> o.intervened(now, intervention));
    if (command instanceof Stop) {
      engine.stop("stopped by hand (" + by + ")");
    }
    return intervention;
  }

  private RunInfo infoAsOf(Duration moment) {
    return info.on(steering.flowsAsOf(moment));
  }

  /**
   * Goes on along the course that was laid by whoever leads; asked for what it knows already, it
   * changes nothing.
   *
   * @param legs all so far, in order
   * @param done by hand so far, in order; after all legs
   */
  public synchronized void follow(List<ProfileSegment> legs, List<Intervention> done) {
    if (begun && result == null) {
      steering.follow(legs, done);
    }
  }

  public Path folder() {
    return folder;
  }

  /**
   * The first users are due now. Where the log cannot be written, the run is kept in memory only,
   * and its result says so.
   *
   * @param warmUp how the generator's warm-up went, if it had one
   */
  public void begin(Optional<String> warmUp) {
    begin(warmUp, () -> Duration.ZERO);
  }

  /**
   * The same, when a certain moment comes.
   *
   * @param moment returns when the run's first second has begun, and says how long ago; all else
   *     has been done before
   */
  public synchronized void begin(Optional<String> warmUp, Supplier<Duration> moment) {
    begun = true;
    info = info.with("warm-up", warmUp.orElse("none")).startedAt(Instant.now());
    log.begin(info);
    OwnClasses.load();
    spare = SpareFiles.open(folder.resolve(IntervalLog.FILE));
    engine.tellTroubles(troubles::add);
    steering.begin();
    observers.each(o -> o.started(info, folder, this));
    if (sampler.readsService()) {
      evidence.open().ifPresent(log::lacks);
    }
    sampler.begin();
    // Not before: all of this takes its time, and the first user is due when it is done.
    Duration ago = moment.get();
    due = true;
    clock.start(ago, this::tick);
  }

  /**
   * All users have left, or never will. Ends the load first, so that all that was sent is counted;
   * then takes the last interval, judges, and tells the observers. Further calls change nothing.
   *
   * @param crash why the engine ended early; empty if it did not
   */
  public RunRecord end(Optional<String> crash) {
    engine.endLoad();
    clock.stop();
    synchronized (this) {
      if (result == null) {
        if (spare != null) {
          spare.close();
        }
        if (due) {
          take();
        }
        failures.addAll(sampler.close());
        engine.tearDown().ifPresent(failures::add); // after the last interval: it is no part of it
        RunEnd ending = ending(crash);
        ending = new RunEnd(ending.how(), masked.apply(ending.detail()));
        List<String> notes = new ArrayList<>(source.notes());
        notes.addAll(failures);
        notes.addAll(troubles.all());
        evidence.note().ifPresent(notes::add);
        observers.each(RunObserver::settle);
        observers.each(o -> notes.addAll(o.notes()));
        Steered.notCompared(info, steering.interventions()).ifPresent(notes::add);
        RunRecord told =
            analysis.result(
                infoAsOf(analysis.timeline().elapsed()),
                ending,
                steering.interventions(),
                notes.stream().map(masked).toList());
        evidence.close().ifPresent(log::lacks);
        // Before the observers are told: from here on nothing can be done to the run.
        result = log.end(evidence.explain(told));
        result = observers.ended(result, folder);
      }
      return Objects.requireNonNull(result);
    }
  }

  /**
   * Has all observers stop waiting for others. From any thread; does not wait for the run's lock.
   */
  public void hurry() {
    observers.each(RunObserver::hurry);
  }

  private RunEnd ending(Optional<String> crash) {
    Duration elapsed = analysis.timeline().elapsed();
    Optional<Duration> planned = infoAsOf(elapsed).planned();
    EndFacts facts =
        new EndFacts(
            Progress.of(analysis.timeline().loaded(), planned),
            planned.filter(p -> looked.compareTo(p) < 0).isPresent()
                && !source.hasFollowedItsPlan(),
            steering
                .firstStop()
                .map(stop -> new EndFacts.Stopped(stop.by(), Progress.of(stop.at(), planned))),
            steering.hasProfile(),
            certain,
            analysis.search().filter(search -> !search.isOver()).isPresent()
                && steering.interventions().isEmpty(),
            EndFacts.heapText());
    return facts.end(analysis.judge().breach(), crash, engine, troubles.all());
  }

  /** Whatever happens in a second, the next one is to be recorded. */
  private boolean tick() {
    try {
      return beat();
    } catch (Throwable e) {
      troubles.add("a second of the run was not looked at", e);
      return true;
    }
  }

  /** One second of the run; whether it goes on. */
  synchronized boolean beat() {
    if (result != null) {
      return false;
    }
    take();
    if (!led) {
      lead(analysis.judge());
    }
    windDown.check(looked, steering.end()).ifPresent(failures::add);
    return true;
  }

  /** Ends the run where its judge says so, and goes on with a search. */
  private void lead(Judge judge) {
    if (judge.breach().isEmpty()) {
      judge
          .abort(infoAsOf(looked).phases(), engine.windDownAtMost())
          .ifPresent(b -> engine.stop("threshold broken: " + b));
    }
    if (!certain && judge.isCertain()) {
      certain = true;
      judge.timeline().endLoad();
      engine.stop("each comparison is certain");
    }
    steering.search(analysis.timeline(), clock.elapsed().truncatedTo(ChronoUnit.MICROS));
  }

  /** Takes the next interval; what cannot be taken is told, and no reason to end. */
  private void take() {
    // To the millisecond, as the log keeps it: who reads the log draws the same charts of it.
    Duration until = clock.elapsed().truncatedTo(ChronoUnit.MILLIS);
    looked = until;
    try {
      engine.endOfLoad().ifPresent(at -> analysis.timeline().endLoad(clock.at(at)));
      record(sampler.take(until));
    } catch (Throwable e) {
      troubles.add("the interval up to " + Quantity.clock(until) + " is not complete", e);
    }
  }

  private void record(IntervalSampler.Sample sample) {
    Interval taken = sample.interval();
    RunInfo now = infoAsOf(taken.end());
    // Users leave when the load has ended, and no more are due: they are not missing.
    analysis.add(taken, analysis.timeline().endOfLoad().isEmpty() ? now.flows() : List.of());
    evidence.add(taken, sample.series()).ifPresent(log::lacks);
    log.write(l -> l.add(taken));
    RunState state =
        new RunState(now, taken, analysis, steering.interventions(), steering.paused());
    observers.each(o -> o.interval(state));
  }
}
