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
import dev.onrush.profile.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Takes samples from Gatling's event loops and gives them as intervals to one reader. Recording
 * appends a few longs to a log of the calling thread; everything else is done by the reader.
 */
public final class Recorder {

  /**
   * The greatest number of distinct names, for requests, groups and metrics that are not known
   * before the run, for status codes and for error texts each; the rest is "(other)".
   */
  public static final int MAX_NAMES = Names.MAX;

  /** The error text of a request without a response. */
  public static final String UNANSWERED = "no answer when the run ended";

  private static final long MILLI = 1000; // in microseconds

  /** In microseconds, for a run without a warm-up, which would have measured the resolution. */
  private static final long DEFAULT_RESOLUTION = 300;

  /**
   * A group that a user is in.
   *
   * @param user the number of the user within its class
   * @param path the names of the groups, outermost first, joined
   * @param start in milliseconds
   */
  public record OpenGroup(String userClass, long user, String path, long start) {}

  private volatile RunPhases phases;
  private final NameRegistry names;
  private final List<ThreadLog> logs = new CopyOnWriteArrayList<>();
  private final ThreadLocal<ThreadLog> log = ThreadLocal.withInitial(this::newLog);
  private final UserCounts users = new UserCounts();
  private final RecordingNotes notes;
  private final Set<OpenGroup> openGroups = ConcurrentHashMap.newKeySet();
  private final Exchanges exchanges;
  private volatile long zero;
  private volatile long resolution = DEFAULT_RESOLUTION;
  private Duration lastEnd = Duration.ZERO;

  /**
   * Creates a recorder of one run.
   *
   * @param phases the phases of the run, in order; requests sent after the last phase belong to
   *     {@link Phase#WIND_DOWN}
   * @param masked hides secrets in a name or an error text before it is kept
   */
  public Recorder(List<Phase> phases, UnaryOperator<String> masked) {
    this(phases, masked, KnownNames.NONE);
  }

  /**
   * Creates a recorder of one run with places for names that are known in advance.
   *
   * @param phases the phases of the run, in order; requests sent after the last phase belong to
   *     {@link Phase#WIND_DOWN}
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

  /** Creates a recorder that keeps requests and answers in {@code exchanges}. */
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

  /** Returns a name or a text of the simulation with its secrets masked. */
  public String masked(String text) {
    return names.masked(text);
  }

  /** The requests and answers that are kept. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** Sets the run's start, in milliseconds on the clock of the samples. */
  public void startAt(long millis) {
    zero = millis;
  }

  /**
   * Sets other phases for samples that are counted from now on. Samples that were counted before
   * keep their phases.
   */
  public void phases(List<Phase> others) {
    phases = new RunPhases(others);
  }

  /** Records the start of a user. */
  public void userStarted(String userClass) {
    users.started(userClass);
  }

  /** Records the end of a user. */
  public void userEnded(String userClass) {
    users.ended(userClass);
  }

  /**
   * Records a response, or the failure to get one, whose time is known only in whole milliseconds.
   * The notes of the run say so.
   *
   * @param group the names of the groups around it, outermost first, joined; empty if there is no
   *     group
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
        outcome(ok),
        code,
        error);
  }

  /**
   * Records a response, or the failure to get one, whose time is known only in whole milliseconds,
   * with the lower bound of its time. The notes of the run say so.
   */
  public void response(
      String userClass,
      String group,
      String request,
      ResponseTime time,
      Outcome outcome,
      String code,
      String error) {
    notes.coarse(request);
    timed(userClass, group, request, time, outcome, code, error);
  }

  /**
   * Records a response, or the failure to get one.
   *
   * @param group the names of the groups around it, outermost first, joined; empty if there is no
   *     group
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
    ResponseTime time = ResponseTime.asMeasured(start, micros);
    timed(userClass, group, request, time, outcome(ok), code, error);
  }

  /** Records a response, or the failure to get one, with the lower bound of its time. */
  public void timed(
      String userClass,
      String group,
      String request,
      ResponseTime time,
      Outcome outcome,
      String code,
      String error) {
    log.get().add(Kind.REQUEST, userClass, group, request, outcome, time, code, error);
  }

  private static Outcome outcome(boolean ok) {
    return ok ? Outcome.OK : Outcome.FAILED;
  }

  /**
   * Records a step that nothing answers, such as a message of a web socket. It counts as a request,
   * and has no response of its own: a check that waits for the reply is a request with its own
   * name.
   *
   * @param at in milliseconds
   */
  public void oneWay(String userClass, String group, String request, long at) {
    ResponseTime none = ResponseTime.asMeasured(at, ResponseTime.NONE);
    log.get().add(Kind.REQUEST, userClass, group, request, Outcome.OK, none, "", "");
  }

  /** Records a response a second time, timed from the moment when its request was due. */
  public void due(String userClass, ResponseTime time, boolean ok) {
    Outcome outcome = outcome(ok);
    log.get().add(Kind.DUE, userClass, "", Series.DUE, outcome, time, "", "");
  }

  /**
   * Records a request without an answer a second time, timed from the moment when it was due.
   *
   * @param waited the time from then to the end of the run; its lower bound is the time since the
   *     request was sent
   */
  public void dueUnanswered(String userClass, ResponseTime waited) {
    log.get().add(Kind.DUE, userClass, "", Series.DUE, Outcome.UNANSWERED, waited, "", "");
  }

  /**
   * Records a request that could not be built, or a function of the script that threw: nothing was
   * sent.
   */
  public void crash(String userClass, String group, String request, long at, String error) {
    log.get()
        .add(
            Kind.REQUEST,
            userClass,
            group,
            request,
            Outcome.CRASHED,
            ResponseTime.asMeasured(at, ResponseTime.NONE),
            "",
            error);
  }

  /**
   * Records a request that was sent and had no answer when the run ended.
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
            // The wait until the end of the run is not a response time. Thresholds consider the
            // response times that it may have become.
            new ResponseTime(start, micros, micros),
            "",
            UNANSWERED);
  }

  /**
   * Records that the load has ended and that, for these protocols, it is not known which messages
   * had no answer at that moment. Does nothing if all users have left before.
   */
  public void unansweredUnknown(Set<String> protocols) {
    if (users.areAtWork()) {
      notes.unansweredUnknown(protocols);
    }
  }

  /** Records, in words, why the generator's own share of response times is not fully known. */
  public void ownShareUnknown(String why) {
    notes.ownShareUnknown(why);
  }

  /**
   * Sets the shortest response time that can be resolved: the time that the generator and this
   * machine need for a request that is answered at once.
   */
  public void resolution(Duration shortest) {
    resolution = shortest.toNanos() / 1000;
  }

  /** The shortest response time that can be resolved, in microseconds. */
  public long resolution() {
    return resolution;
  }

  /**
   * Records that a user left before the load profile ended it, for example by {@code
   * exitHereIfFailed}.
   */
  public void leftEarly(String userClass) {
    notes.leftEarly(userClass);
  }

  /**
   * Records that a request was answered from its user's own cache. It was not sent, and is in no
   * figure.
   */
  public void cached() {
    notes.cached();
  }

  /**
   * Records that a request was sent again, because the service closed its connection without a
   * response. It is counted once, when it is answered.
   */
  public void sentAgain() {
    notes.sentAgain();
  }

  /** Records that a connection was closed because the service sent more than a response. */
  public void sentTooMuch() {
    notes.sentTooMuch();
  }

  /**
   * Records the start of a user that was due at a known time. The delay is the generator's own.
   *
   * @param due in milliseconds
   * @param late the delay, in microseconds
   */
  public void arrival(String userClass, long due, long late) {
    log.get().add(Kind.ARRIVAL, userClass, Series.ARRIVAL, Outcome.OK, due, late);
  }

  /**
   * Records a wait of a user between two iterations.
   *
   * @param since the start of the wait, in milliseconds
   * @param micros the length of the wait, in microseconds
   */
  public void waited(String userClass, long since, long micros) {
    log.get().add(Kind.WAIT, userClass, Series.WAIT, Outcome.OK, since, micros);
  }

  /**
   * Records when a timer on an event loop fired.
   *
   * @param due when it was due, in milliseconds
   * @param came when it fired, in milliseconds
   */
  public void eventLoop(long due, long came) {
    log.get().add(Kind.EVENT_LOOP, "", Series.EVENT_LOOP, Outcome.OK, due, (came - due) * MILLI);
  }

  /**
   * Records that a request is sent, or has ended, in a burst after a standstill of the generator.
   *
   * @param at in milliseconds
   * @param since the time since the burst began, in microseconds
   */
  public void burst(long at, long since) {
    log.get().add(Kind.BURST, "", Series.BURST, Outcome.OK, at, since);
  }

  /**
   * Records the parts of the time of a call of Java code.
   *
   * @param start when the call was made, in milliseconds
   * @param queued whether all threads were busy at that time
   * @param waited how long the call waited for a thread, in microseconds
   * @param ran how long the call ran on its thread, in microseconds
   */
  public void call(String userClass, long start, boolean queued, long waited, long ran) {
    String wait = queued ? Series.CALL_QUEUED : Series.CALL_STARTED;
    log.get().add(Kind.CALL, userClass, wait, Outcome.OK, start, waited);
    log.get().add(Kind.CALL, userClass, Series.CALL_RUNNING, Outcome.OK, start, ran);
  }

  /** Records that a user left a group; {@code path} includes the group's own name. */
  public void group(String userClass, String path, long start, long end, boolean ok) {
    log.get()
        .add(Kind.GROUP, userClass, path, outcome(ok), start, Math.max(0, end - start) * MILLI);
  }

  /**
   * Records the sum of the response times of a group's requests.
   *
   * @param start when the user entered the group, in milliseconds
   * @param millis the sum
   */
  public void groupResponses(String userClass, String path, long start, long millis, boolean ok) {
    log.get()
        .add(
            Kind.GROUP_WITHOUT_PAUSES,
            userClass,
            path,
            outcome(ok),
            start,
            Math.max(0, millis) * MILLI);
  }

  /**
   * Records a group that waits for an answer when the run ends. It is recorded once, however many
   * of its requests wait.
   *
   * @param end in milliseconds
   * @param responses the sum of the response times of its requests, in milliseconds, with the time
   *     that the unanswered one has waited
   */
  public void groupUnanswered(OpenGroup group, long end, long responses) {
    if (openGroups.add(group)) {
      groupUnanswered(Kind.GROUP, group, end - group.start);
      groupUnanswered(Kind.GROUP_WITHOUT_PAUSES, group, responses);
    }
  }

  private void groupUnanswered(Kind kind, OpenGroup group, long millis) {
    long micros = Math.max(0, millis) * MILLI;
    log.get()
        .add(
            kind,
            group.userClass,
            "",
            group.path,
            Outcome.UNANSWERED,
            new ResponseTime(group.start, micros, micros),
            "",
            UNANSWERED);
  }

  /**
   * Records a number, a sample of one of the simulation's own metrics.
   *
   * @param at in milliseconds
   * @param value not negative; kept to three decimals
   */
  public void metric(String userClass, String name, long at, double value) {
    log.get().add(Kind.METRIC, userClass, name, Outcome.OK, at, Math.round(value * 1000));
  }

  /**
   * Records a yes or a no, a sample of one of the simulation's own rates.
   *
   * @param at in milliseconds
   */
  public void rate(String userClass, String name, long at, boolean yes) {
    log.get()
        .add(
            Kind.METRIC,
            userClass,
            "",
            name,
            yes ? Outcome.OK : Outcome.FAILED,
            ResponseTime.asMeasured(at, yes ? 1000 : 0),
            yes ? "yes" : "no",
            "");
  }

  /**
   * Returns all samples since the last call as an interval. Called by one thread only.
   *
   * @param elapsed since the run's start
   */
  public Interval takeInterval(Duration elapsed) {
    SampleTallies tallies = new SampleTallies(names, notes, phases, zero);
    for (ThreadLog from : logs) {
      from.drain(tallies);
    }
    Map<String, Users> now = users.take(names::masked);
    Duration from = lastEnd;
    lastEnd = elapsed;
    return new Interval(from, elapsed, tallies.all(), now, Optional.empty(), Map.of());
  }

  /**
   * Whether figures and thresholds include what a user of this class begins at this moment.
   *
   * @param start in milliseconds
   */
  public boolean isCounted(String userClass, long start) {
    return Phase.isCounted(phases.at(userClass, start - zero));
  }

  /** Sentences about the samples, for the result; empty if there is nothing to say. */
  public List<String> notes() {
    return Stream.concat(names.notes(), notes.notes()).toList();
  }

  /**
   * Returns the samples of other recorders under the names for which this recorder has room, so
   * that the sum of several recorders has no more names than one.
   */
  public Interval bounded(Interval others) {
    return names.bounded(others);
  }
}
