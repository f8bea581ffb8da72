package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.gatling.http.TimedRequest;
import dev.onrush.internal.gatling.http.guard.ResponseFailure;
import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.gatling.loop.StandstillBursts.Burst;
import dev.onrush.internal.gatling.user.UnansweredRequest;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.ResponseTime;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.commons.util.Clock;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List;

/**
 * A statistics engine that passes every event on to Gatling's own engine, and records it. Gatling
 * drops events after it has stopped. This engine does the same, so that both agree.
 */
public final class MeteredStatsEngine implements StatsEngine {

  private final StatsEngine delegate;
  private final GatlingOutput output;
  private final Counting counting;
  private final Recorder recorder;
  private final Clock clock;
  private final ExchangeKeeper exchanges;
  private final GroupPaths paths = new GroupPaths();
  private final ShareBounds bounds;
  private final StandstillBursts bursts;

  /**
   * Whether events count.
   *
   * @param active whether the delegate still counts
   * @param run whether the run has not ended yet; when it is false, neither this engine nor the
   *     delegate counts
   */
  private record Counting(AtomicBoolean active, AtomicBoolean run) {

    boolean isOver() {
      return !run.get();
    }

    boolean isActive() {
      return run.get() && active.get();
    }
  }

  /**
   * Creates an engine around Gatling's own.
   *
   * @param counting whether the run has not ended yet; when it is false, neither this engine nor
   *     Gatling counts
   * @param bursts the bursts after standstills of the generator
   */
  public MeteredStatsEngine(
      StatsEngine delegate,
      AtomicBoolean counting,
      Recorder recorder,
      Clock clock,
      StandstillBursts bursts) {
    this(delegate, new Counting(activeFlag(delegate), counting), recorder, clock, bursts);
  }

  /**
   * Creates an engine around any engine, for a generator whose standstills are not watched.
   *
   * @param active whether the delegate still counts
   * @param counting whether the run has not ended yet; when it is false, neither this engine nor
   *     the delegate counts
   */
  public MeteredStatsEngine(
      StatsEngine delegate,
      AtomicBoolean active,
      AtomicBoolean counting,
      Recorder recorder,
      Clock clock) {
    this(delegate, new Counting(active, counting), recorder, clock, new StandstillBursts());
  }

  private MeteredStatsEngine(
      StatsEngine delegate,
      Counting counting,
      Recorder recorder,
      Clock clock,
      StandstillBursts bursts) {
    this.delegate = delegate;
    this.output = new GatlingOutput(delegate, recorder::masked);
    this.counting = counting;
    this.recorder = recorder;
    this.clock = clock;
    this.exchanges = new ExchangeKeeper(recorder);
    this.bounds = new ShareBounds(recorder, bursts);
    this.bursts = bursts;
  }

  /** Returns a text without secrets. */
  public String masked(String text) {
    return recorder.masked(text);
  }

  /** Whether this engine and Gatling's still count. */
  public boolean active() {
    return counting.isActive();
  }

  /**
   * Records the delay with which a user of a plan has started. Users of a plain scenario are due
   * when they start.
   */
  public void arrived(String scenario, Session session) {
    VirtualUser user = VirtualUser.ofOrNull(session);
    if (user != null) {
      bursts.stoodStill(user.lag);
      long due = clock.nowMillis() - TimeUnit.NANOSECONDS.toMillis(user.lag);
      recorder.arrival(scenario, due, TimeUnit.NANOSECONDS.toMicros(user.lag));
    }
  }

  /** Records that a user has waited until now, for {@code nanos} nanoseconds. */
  public void waited(String scenario, long nanos) {
    if (active()) {
      recorder.waited(
          scenario,
          clock.nowMillis() - TimeUnit.NANOSECONDS.toMillis(nanos),
          TimeUnit.NANOSECONDS.toMicros(nanos));
    }
  }

  /** Records a number, a sample of one of the simulation's own metrics. */
  public void metric(String scenario, String name, double value) {
    if (active()) {
      recorder.metric(scenario, name, clock.nowMillis(), value);
    }
  }

  /** Records a yes or a no, a sample of one of the simulation's own rates. */
  public void rate(String scenario, String name, boolean yes) {
    if (active()) {
      recorder.rate(scenario, name, clock.nowMillis(), yes);
    }
  }

  /**
   * Records a call of Java code.
   *
   * @param start when it began, in milliseconds
   * @param error the reason of a failure; null if the call succeeded
   */
  public void called(
      Session session, String name, long start, CallSample times, @Nullable String error) {
    if (counting.isOver()) {
      return;
    }
    boolean ok = error == null;
    output.call(session, name, start, times.took(), error);
    if (!counting.active.get()) {
      return;
    }
    long micros = micros(times.took());
    String said = error == null ? "" : error;
    recorder.timed(
        session.scenario(),
        paths.of(session.groups()),
        name,
        ResponseTime.asMeasured(start, micros),
        outcome(ok, "", true, null),
        "",
        said);
    recorder.call(session.scenario(), start, times.queued(), micros(times.waited()), micros);
    // The wait for a thread is the generator's own share.
    due(session, new ResponseTime(start, micros + micros(times.waited()), micros), ok);
  }

  /**
   * Records a response from when its request was due, if its user came by an arrival rate. The late
   * start is the generator's own share.
   */
  private void due(@Nullable Session session, ResponseTime time, boolean ok) {
    VirtualUser user = VirtualUser.arrivedOrNull(session);
    if (session != null && user != null) {
      recorder.due(
          session.scenario(),
          new ResponseTime(time.start(), time.micros() + user.lag / 1000, time.least()),
          ok);
    }
  }

  /**
   * Keeps a call of Java code as its user saw it, after it has been recorded.
   *
   * @param after the session with which the user goes on
   * @param result empty if there is none
   */
  public void keepCall(Session before, Session after, CallOutcome call, Optional<Object> result) {
    if (active()) {
      exchanges.call(
          new ExchangeKeeper.ReportedRequest(
              before.scenario(),
              paths.of(before.groups()),
              call.name(),
              call.start(),
              call.took() / 1e6,
              "",
              call.error()),
          before,
          after,
          result);
    }
  }

  /** Records a call that has no result at the end of the run. */
  public void callUnanswered(Session session, String name, long start, CallSample times) {
    if (active()) {
      long micros = micros(times.took());
      long late = micros(times.waited());
      new UnansweredRequest(session, name, new ResponseTime(start, micros + late, micros))
          .record(recorder);
      recorder.call(session.scenario(), start, times.queued(), late, micros);
    }
  }

  /** Records the wait of a call that has not begun at the end of the run. */
  public void callNeverBegan(Session session, CallSample times) {
    if (active()) {
      recorder.call(
          session.scenario(), clock.nowMillis(), times.queued(), micros(times.waited()), 0);
    }
  }

  private static long micros(long nanos) {
    return (nanos + 500) / 1000;
  }

  // Gatling's controller starts and stops its own engine, and never this one.

  @Override
  public void start() {
    throw new UnsupportedOperationException("start belongs to Gatling's own engine");
  }

  @Override
  public void stop(ActorRef<Controller.Command> controller, Option<Exception> exception) {
    throw new UnsupportedOperationException("stop belongs to Gatling's own engine");
  }

  @Override
  public void logUserStart(String scenario) {
    delegate.logUserStart(scenario);
  }

  @Override
  public void logUserEnd(String scenario) {
    delegate.logUserEnd(scenario);
  }

  @Override
  public void logResponse(
      String scenario,
      List<String> groups,
      String request,
      long start,
      long end,
      Status status,
      Option<String> code,
      Option<String> message) {
    if (counting.isOver()) {
      return;
    }
    // Gatling reports an exception without a message as null.
    Option<String> told = message.contains(null) ? Option.empty() : message;
    output.response(scenario, groups, request, start, end, status, code, told);
    // Gatling gives a message that a web socket receives unasked a negative end.
    if (end < 0 || !counting.active.get()) {
      return;
    }
    if (status == OK$.MODULE$ && code.isEmpty() && OneWaySteps.isLoggedNow()) {
      oneWay(scenario, paths.of(groups), request, start);
    } else {
      record(scenario, groups, request, start, end, status, code, told);
    }
  }

  private void oneWay(String scenario, String group, String request, long at) {
    recorder.oneWay(scenario, group, request, at);
    exchanges.other(
        new ExchangeKeeper.ReportedRequest(scenario, group, request, at, 0, "", ""),
        "not an HTTP request: nothing answers it");
  }

  private void record(
      String scenario,
      List<String> groups,
      String request,
      long start,
      long end,
      Status status,
      Option<String> code,
      Option<String> message) {
    if (code.isEmpty() && message.exists(ResponseFailure::isUnsent)) {
      failedUnsent(scenario, groups, request, ResponseFailure.text(message.get()));
      return;
    }
    TimedRequest.Reading reading = TimedRequest.reading();
    String group = paths.of(groups);
    long nanos = reading.take(request);
    boolean isHttp = nanos >= 0;
    boolean ok = status == OK$.MODULE$;
    String codeText = code.isEmpty() ? "" : code.get();
    String error = message.isEmpty() ? "" : ResponseFailure.text(message.get());
    ResponseTime time =
        isHttp
            ? bounds.timed(start, (nanos + 500) / 1000, reading.own())
            : bounds.coarse(start, Math.max(0, end - start) * 1000);
    Outcome outcome =
        outcome(ok, codeText, !isHttp || !reading.timedOut(), isHttp ? reading.sentIn() : null);
    if (isHttp) {
      recorder.timed(scenario, group, request, time, outcome, codeText, error);
    } else {
      recorder.response(scenario, group, request, time, outcome, codeText, error);
    }
    if (isHttp) { // what follows an HTTP request on the same stack finds its session here, too
      due(reading.session(), time, ok);
    }
    double millis = time.micros() / 1e3;
    if (!ok
        || exchanges.keepsAll()
        || (isHttp && exchanges.isSlow(scenario, group, request, start, millis))) {
      ExchangeKeeper.ReportedRequest reported =
          new ExchangeKeeper.ReportedRequest(
              scenario,
              group,
              request,
              start,
              millis,
              codeText,
              ok ? "" : error.isEmpty() ? "failed without a message" : error);
      if (isHttp) {
        exchanges.http(reported, reading);
      } else {
        exchanges.other(reported, "not an HTTP request: Gatling reports only its time and outcome");
      }
    }
  }

  /**
   * The outcome of a request or call.
   *
   * @param code the status code; empty if there is none
   * @param mayBeBlamed whether a failure may be due to a burst after a standstill
   * @param sentIn the burst in which the request was sent; null if there was none
   */
  private Outcome outcome(boolean ok, String code, boolean mayBeBlamed, @Nullable Burst sentIn) {
    Outcome outcome = ok ? Outcome.OK : Outcome.FAILED;
    boolean isDoubtful = !ok || (code.length() == 3 && code.charAt(0) >= '4');
    return isDoubtful && mayBeBlamed && bursts.tryBlame(sentIn) ? outcome.inBurst() : outcome;
  }

  @Override
  public void logGroupEnd(String scenario, GroupBlock group, long exit) {
    if (counting.isOver()) {
      return;
    }
    output.group(scenario, group, exit);
    if (counting.active.get()) {
      String path = paths.of(group.groups());
      long start = group.startTimestamp();
      boolean ok = group.status() == OK$.MODULE$;
      recorder.group(scenario, path, start, exit, ok);
      recorder.groupResponses(scenario, path, start, group.cumulatedResponseTime(), ok);
    }
  }

  @Override
  public void logRequestCrash(String scenario, List<String> groups, String request, String error) {
    if (counting.isOver()) {
      return;
    }
    output.crash(scenario, groups, request, error);
    if (counting.active.get()) {
      failedUnsent(scenario, groups, request, error);
    }
  }

  /** Records a step of a script that failed. Gatling only logs it. */
  public void scriptFailed(Session session, String step, String error) {
    if (active()) {
      failedUnsent(session.scenario(), session.groups(), step, error);
    }
  }

  private void failedUnsent(String scenario, List<String> groups, String request, String error) {
    recorder.crash(scenario, paths.of(groups), request, clock.nowMillis(), error);
    exchanges.other(
        new ExchangeKeeper.ReportedRequest(
            scenario, paths.of(groups), request, clock.nowMillis(), 0, "", error),
        "nothing was sent");
  }

  /** Records that a user left before the load profile ended it. */
  public void leftEarly(String scenario) {
    if (active()) {
      recorder.leftEarly(scenario);
    }
  }

  /** Returns the flag of a Gatling engine; while it is false, the engine drops all events. */
  public static AtomicBoolean activeFlag(StatsEngine engine) {
    return (AtomicBoolean) GatlingField.of(engine.getClass(), "active").get(engine);
  }
}
