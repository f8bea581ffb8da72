package dev.onrush.internal.run;

import dev.onrush.internal.control.ProfileSegment;
import dev.onrush.internal.machine.HeapPressure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.run.log.EvidenceRecorder;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.Progress;
import dev.onrush.internal.run.record.RunAnalysis;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SteeringEffect;
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
 * A run in progress. Once a second it takes an interval from its source, adds it to the timeline,
 * writes it to the log, tells the observers, and checks whether a threshold ends the run.
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

  /** Whether this run is judged and steered elsewhere, by the coordinator. */
  private final boolean led;

  private RunInfo info;
  private boolean begun;

  /** Whether the first users were due. Before that, there is no interval to take. */
  private boolean due;

  /** Whether the run was ended because every comparison of its duet was certain. */
  private boolean certain;

  /** The end of the last interval, whether or not that interval could be taken. */
  private Duration looked = Duration.ZERO;

  private final List<String> failures = new ArrayList<>();
  private final RunTroubles troubles = new RunTroubles();

  private @Nullable SpareFiles spare;
  private @Nullable HeapPressure heap;
  private @Nullable RunRecord result;
  private UnaryOperator<String> masked = UnaryOperator.identity();

  /**
   * Creates a run that has not started.
   *
   * @param folder an existing folder, to which all files are written
   * @param engine generates the load
   */
  public Run(
      RunInfo info, RunInputs inputs, Path folder, List<RunObserver> observers, Engine engine) {
    this(info, inputs, folder, observers, engine, new SecondClock());
  }

  /**
   * Creates a run with the given clock.
   *
   * @param clock a clock that has not been started
   */
  Run(
      RunInfo info,
      RunInputs inputs,
      Path folder,
      List<RunObserver> observers,
      Engine engine,
      SecondClock clock) {
    this.led = inputs.led();
    this.info = info;
    this.clock = clock;
    this.source = inputs.source();
    this.sampler = new IntervalSampler(source, inputs.service(), troubles);
    this.folder = folder;
    this.observers = new ObserverCalls(observers);
    this.engine = engine;
    this.analysis = RunAnalysis.of(info, inputs.baseline(), folder);
    this.log = new RunLog(folder);
    this.steering = new Steering(analysis.opening(info), analysis.search(), engine, source, log);
    this.windDown = new WindDown(engine);
    this.evidence = new EvidenceRecorder(info, folder);
  }

  /**
   * Sets the function that hides secrets in the description of the run's end and in the notes. The
   * source supplies names and errors without secrets.
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
    Intervention intervention = steering.apply(elapsedAsLogged(), command, by, flow);
    RunInfo now = infoAsOf(intervention.at());
    observers.each(o -> o.intervened(now, intervention));
    if (command instanceof Stop) {
      engine.stop("stopped by hand (" + by + ")");
    }
    return intervention;
  }

  /** In microseconds, as in the log, so that a reader of the log derives the same load from it. */
  private Duration elapsedAsLogged() {
    return clock.elapsed().truncatedTo(ChronoUnit.MICROS);
  }

  private RunInfo infoAsOf(Duration moment) {
    return info.on(steering.flowsAsOf(moment));
  }

  /**
   * Continues with the load that the coordinator has set. Segments and interventions that the run
   * already knows have no effect.
   *
   * @param segments all segments so far, in order
   * @param done all interventions so far, in order; they apply after all segments
   */
  public synchronized void follow(List<ProfileSegment> segments, List<Intervention> done) {
    if (begun && result == null) {
      steering.follow(segments, done);
    }
  }

  /**
   * Starts the run: the first users are due now. If the log cannot be written, the run is kept in
   * memory only, and its result says so.
   *
   * @param warmUp how the warm-up of the load generator went; empty if there was none
   */
  public void begin(Optional<String> warmUp) {
    begin(warmUp, () -> Duration.ZERO);
  }

  /**
   * Starts the run at a given moment. Does nothing if the run has already ended, which an end of
   * this process does while the load is still prepared: its log and its reports are written.
   *
   * @param moment blocks until the run's first second has begun, and returns how long ago that was;
   *     called after all other preparations
   */
  public synchronized void begin(Optional<String> warmUp, Supplier<Duration> moment) {
    if (result != null) {
      return;
    }
    begun = true;
    heap = HeapPressure.observe();
    info = info.with("warm-up", warmUp.orElse("none")).startedAt(Instant.now());
    log.begin(info);
    OwnClasses.load();
    spare = SpareFiles.open(folder.resolve(IntervalLog.FILE));
    engine.tellTroubles(troubles::add);
    steering.begin();
    observers.each(o -> o.started(info, folder, this));
    if (sampler.readsService()) {
      evidence.open().ifPresent(log::addUnwritten);
    }
    sampler.begin();
    // Only now, after all preparations, which take time: the first user is due when they are done.
    Duration ago = moment.get();
    due = true;
    clock.start(ago, this::tick);
  }

  /**
   * Ends the run when all users have left or never will. First ends the load, so that everything
   * that was sent is counted; then takes the last interval, judges the run, and tells the
   * observers. Further calls only return the result.
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
        engine.tearDown().ifPresent(failures::add); // not part of the last interval
        RunEnd ending = ending(crash);
        ending = new RunEnd(ending.how(), masked.apply(ending.detail()));
        List<String> notes = new ArrayList<>(source.notes());
        notes.addAll(failures);
        notes.addAll(troubles.all());
        evidence.note().ifPresent(notes::add);
        observers.each(RunObserver::settle);
        observers.each(o -> notes.addAll(o.notes()));
        SteeringEffect.notCompared(info, steering.interventions()).ifPresent(notes::add);
        RunRecord told =
            analysis.result(
                infoAsOf(analysis.timeline().elapsed()),
                ending,
                steering.interventions(),
                notes.stream().map(masked).toList());
        evidence.close().ifPresent(log::addUnwritten);
        // Set before the observers are told: from here on no command can be applied to the run.
        result = log.end(evidence.explain(told));
        result = observers.ended(result, folder);
      }
      return Objects.requireNonNull(result);
    }
  }

  /**
   * Makes all observers stop waiting for others. May be called from any thread; does not wait for
   * the run's lock.
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
            EndFacts.heapText(heap != null && heap.wasHigh()));
    return facts.end(analysis.judge().breach(), crash, engine, troubles.all());
  }

  /**
   * Processes one second. Returns true after a failure, so that the next second is still recorded.
   */
  private boolean tick() {
    try {
      return beat();
    } catch (Throwable e) {
      troubles.add("one second of the run was not processed", e);
      return true;
    }
  }

  /** Processes one second of the run; returns whether the run goes on. */
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

  /** Ends the run if its judge decides so; otherwise continues a capacity search. */
  private void lead(Judge judge) {
    if (judge.breach().isEmpty()) {
      analysis
          .abort(infoAsOf(looked).phases(), engine.windDownAtMost())
          .ifPresent(b -> engine.stop("threshold broken: " + b));
    }
    if (!certain && judge.isCertain()) {
      certain = true;
      judge.timeline().endLoad();
      engine.stop("every comparison is certain");
    }
    steering.search(analysis.timeline(), elapsedAsLogged());
  }

  /**
   * Takes the next interval. An interval that cannot be taken is reported, and does not end the
   * run.
   */
  private void take() {
    // In milliseconds, as in the log, so that a reader of the log draws the same charts from it.
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
    // After the end of the load users leave and no more are due, so that they do not count as
    // missing.
    analysis.add(taken, analysis.timeline().endOfLoad().isEmpty() ? now.flows() : List.of());
    evidence.add(taken, sample.series()).ifPresent(log::addUnwritten);
    log.write(l -> l.add(taken));
    RunState state =
        new RunState(now, taken, analysis, steering.interventions(), steering.paused());
    observers.each(o -> o.interval(state));
  }
}
