package dev.onrush.internal.metrics.recording;

import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.text.SecretNames;
import dev.onrush.plan.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Takes samples from Gatling's event loops and gives intervals to one reader. Recording appends a
 * few longs to a log of the thread's own; everything else is done by the reader.
 */
public final class Recorder {

  /**
   * Distinct names of requests, of groups and of metrics that are not known before the run, status
   * codes, and error texts, each; the rest is "(other)".
   */
  public static final int MAX_NAMES = Names.MAX;

  /** What the table of errors says of a request without an answer. */
  public static final String UNANSWERED = "no answer when the run ended";

  private static final long MILLI = 1000; // in microseconds

  /** In microseconds, of a run without a warm-up, which would have measured it. */
  private static final long DEFAULT_RESOLUTION = 300;

  private volatile RunPhases phases;
  private final NameRegistry names;
  private final List<ThreadLog> logs = new CopyOnWriteArrayList<>();
  private final ThreadLocal<ThreadLog> log = ThreadLocal.withInitial(this::newLog);
  private final UserCounts users = new UserCounts();
  private final RecordingNotes notes;
  private final Exchanges exchanges;
  private volatile long zero;
  private volatile long resolution = DEFAULT_RESOLUTION;
  private Duration flipped = Duration.ZERO;

  /**
   * A recorder of one run.
   *
   * @param phases of the run, in order; what is sent after the last is of {@link Phase#WIND_DOWN}
   * @param masked hides secrets in a name or an error text before it is kept
   */
  public Recorder(List<Phase> phases, UnaryOperator<String> masked) {
    this(phases, masked, KnownNames.NONE);
  }

  /**
   * The same with places for names that are known before.
   *
   * @param phases of the run, in order; what is sent after the last is of {@link Phase#WIND_DOWN}
   * @param masked hides secrets in a name or an error text before it is kept
   */
  public Recorder(List<Phase> phases, UnaryOperator<String> masked, KnownNames known) {
    this(
        phases,
        masked,
        known,
        new Exchanges(
            Kept.NOTABLE, new SecretNames(List.of()), Optional.empty(), Failure::normalised));
  }

  /** The same that keeps what was sent and answered in {@code exchanges}. */
  public Recorder(
      List<Phase> phases, UnaryOperator<String> masked, KnownNames known, Exchanges exchanges) {
    this.exchanges = exchanges;
    this.phases = new RunPhases(phases);
    this.names = new NameRegistry(masked, known);
    this.notes = new RecordingNotes(masked);
  }

  private ThreadLog newLog() {
    ThreadLog created = new ThreadLog(names);
    logs.add(created);
    return created;
  }

  /** A name or a text of the simulation's as all may see it. */
  public String masked(String text) {
    return names.masked(text);
  }

  /** What is kept of requests and answers. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** The moment, on the clock of the samples in milliseconds, that counts as the run's start. */
  public void startAt(long millis) {
    zero = millis;
  }

  /** Sets other phases from now on; past phases stay as they are. */
  public void phases(List<Phase> others) {
    phases = new RunPhases(others);
  }

  /** A user has begun. */
  public void userStarted(String userClass) {
    users.started(userClass);
  }

  /** A user has left. */
  public void userEnded(String userClass) {
    users.ended(userClass);
  }

  /**
   * A response, or the failure to get one, of which no more is known than whole milliseconds; the
   * run's notes say so.
   *
   * @param group the groups around it, outermost first, joined; empty for none
   * @param start in milliseconds
   * @param end in milliseconds
   * @param code status code, or empty
   * @param error what failed, or empty
   */
  public void response(
      String userClass,
      String group,
      String request,
      long start,
      long end,
      boolean ok,
      String code,
      String error) {
    notes.coarse(request);
    timed(
        userClass,
        group,
        request,
        ResponseTime.asMeasured(start, Math.max(0, end - start) * MILLI),
        ok,
        code,
        error);
  }

  /** The same of which it is known how much may have been the generator's own. */
  public void response(
      String userClass,
      String group,
      String request,
      ResponseTime time,
      boolean ok,
      String code,
      String error) {
    notes.coarse(request);
    timed(userClass, group, request, time, ok, code, error);
  }

  /**
   * A response, or the failure to get one.
   *
   * @param group the groups around it, outermost first, joined; empty for none
   * @param start in milliseconds
   * @param micros how long it took, in microseconds
   * @param code status code, or empty
   * @param error what failed, or empty
   */
  public void timed(
      String userClass,
      String group,
      String request,
      long start,
      long micros,
      boolean ok,
      String code,
      String error) {
    timed(userClass, group, request, ResponseTime.asMeasured(start, micros), ok, code, error);
  }

  /** The same of which it is known how much may have been the generator's own. */
  public void timed(
      String userClass,
      String group,
      String request,
      ResponseTime time,
      boolean ok,
      String code,
      String error) {
    Outcome outcome = ok ? Outcome.OK : Outcome.FAILED;
    log.get().add(Kind.REQUEST, userClass, group, request, outcome, time, code, error);
  }

  /**
   * The same response, timed from the moment when its user was due.
   *
   * @param start in milliseconds
   * @param micros from when it was due, in microseconds
   */
  public void due(String userClass, long start, long micros, boolean ok) {
    due(userClass, ResponseTime.asMeasured(start, micros), ok);
  }

  /** The same of which it is known how much may have been the generator's own. */
  public void due(String userClass, ResponseTime time, boolean ok) {
    Outcome outcome = ok ? Outcome.OK : Outcome.FAILED;
    log.get().add(Kind.DUE, userClass, "", Series.DUE, outcome, time, "", "");
  }

  /**
   * The same request without an answer, timed from the moment when its user was due.
   *
   * @param waited since then when the run ended; its shortest time is that since it was sent
   */
  public void dueUnanswered(String userClass, ResponseTime waited) {
    log.get().add(Kind.DUE, userClass, "", Series.DUE, Outcome.UNANSWERED, waited, "", "");
  }

  /**
   * A request that could not be built, or a function of the script that threw: nothing was sent.
   */
  public void crash(String userClass, String group, String request, long at, String error) {
    log.get()
        .add(
            Kind.REQUEST,
            userClass,
            group,
            request,
            Outcome.CRASHED,
            ResponseTime.asMeasured(at, -1),
            "",
            error);
  }

  /**
   * A request that was sent and had no answer when the run ended.
   *
   * @param start in milliseconds
   * @param micros how long it had waited, in microseconds
   */
  public void unanswered(String userClass, String group, String request, long start, long micros) {
    notes.unanswered(micros);
    log.get()
        .add(
            Kind.REQUEST,
            userClass,
            group,
            request,
            Outcome.UNANSWERED,
            // What it had waited by the end is no response time: what it may have become is judged.
            new ResponseTime(start, micros, micros),
            "",
            UNANSWERED);
  }

  /**
   * Tells that the load has ended, and that of these protocols nobody knows what had no answer
   * then. Where all users have left before, there is nothing.
   */
  public void unseen(Set<String> protocols) {
    if (users.areAtWork()) {
      notes.unseen(protocols);
    }
  }

  /** Tells, in words, what keeps the generator's own share of response times from being known. */
  public void untimed(String why) {
    notes.untimed(why);
  }

  /**
   * Sets how short a response time can be resolved: what the generator and this machine need for a
   * request that is answered at once.
   */
  public void resolution(Duration shortest) {
    resolution = shortest.toNanos() / 1000;
  }

  /** The shortest response time that can be resolved, in microseconds. */
  public long resolution() {
    return resolution;
  }

  /** A user left before the profile let it go, as by {@code exitHereIfFailed}. */
  public void leftEarly(String userClass) {
    notes.leftEarly(userClass);
  }

  /** A request was answered from its user's own cache: it was not sent, and is in no figure. */
  public void cached() {
    notes.cached();
  }

  /**
   * A user that was due has begun; the time between is the generator's own.
   *
   * @param due in milliseconds
   * @param late by how much, in microseconds
   */
  public void arrival(String userClass, long due, long late) {
    log.get().add(Kind.ARRIVAL, userClass, Series.ARRIVAL, Outcome.OK, due, late);
  }

  /**
   * A user has waited between two iterations.
   *
   * @param since when it began to, in milliseconds
   * @param micros for how long, in microseconds
   */
  public void waited(String userClass, long since, long micros) {
    log.get().add(Kind.WAIT, userClass, Series.WAIT, Outcome.OK, since, micros);
  }

  /**
   * A timer on an event loop has come.
   *
   * @param due in milliseconds
   * @param came in milliseconds
   */
  public void eventLoop(long due, long came) {
    log.get().add(Kind.EVENT_LOOP, "", Series.EVENT_LOOP, Outcome.OK, due, (came - due) * MILLI);
  }

  /**
   * The parts of the time of a call of Java code.
   *
   * @param start when it began, in milliseconds
   * @param queued whether all threads were busy when it came
   * @param waited for a thread, in microseconds
   * @param ran on its thread, in microseconds
   */
  public void call(String userClass, long start, boolean queued, long waited, long ran) {
    String wait = queued ? Series.CALL_QUEUED : Series.CALL_STARTED;
    log.get().add(Kind.CALL, userClass, wait, Outcome.OK, start, waited);
    log.get().add(Kind.CALL, userClass, Series.CALL_RUNNING, Outcome.OK, start, ran);
  }

  /** A group was left; {@code path} includes its own name. */
  public void group(String userClass, String path, long start, long end, boolean ok) {
    log.get()
        .add(
            Kind.GROUP,
            userClass,
            path,
            ok ? Outcome.OK : Outcome.FAILED,
            start,
            Math.max(0, end - start) * MILLI);
  }

  /**
   * A sample of a metric of the simulation's own.
   *
   * @param at in milliseconds
   * @param value not negative; kept to three decimals
   * @param yes of a rate; true of other metrics
   */
  public void metric(String userClass, String name, long at, double value, boolean yes) {
    log.get()
        .add(
            Kind.METRIC,
            userClass,
            name,
            yes ? Outcome.OK : Outcome.FAILED,
            at,
            Math.round(value * 1000));
  }

  /**
   * All that was recorded since the last flip. Called by one thread.
   *
   * @param elapsed since the run's start
   */
  public Interval flip(Duration elapsed) {
    SampleTallies tallies = new SampleTallies(names, notes, phases, zero);
    for (ThreadLog from : logs) {
      from.drain(tallies);
    }
    Map<String, Users> now = users.flip(names::masked);
    Duration from = flipped;
    flipped = elapsed;
    return new Interval(from, elapsed, tallies.all(), now, Optional.empty(), Map.of());
  }

  /**
   * Whether what a user class begins at this moment is in figures and thresholds.
   *
   * @param start in milliseconds
   */
  public boolean isCounted(String userClass, long start) {
    return Phase.isCounted(phases.at(userClass, start - zero));
  }

  /** Sentences about samples, for the result; empty if there is nothing to say. */
  public List<String> notes() {
    return Stream.concat(names.notes(), notes.notes()).toList();
  }

  /**
   * What others have recorded, under the names that there is room for here: the sum of several
   * recorders has no more names than one.
   */
  public Interval bounded(Interval others) {
    return names.bounded(others);
  }
}
