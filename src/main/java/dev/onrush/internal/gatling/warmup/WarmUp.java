package dev.onrush.internal.gatling.warmup;

import dev.onrush.internal.gatling.action.Components;
import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.chain.PlainRequests;
import dev.onrush.internal.gatling.http.HttpSeam;
import dev.onrush.internal.gatling.http.TimingHttpClient;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.Loops;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Selection;
import dev.onrush.internal.text.RootCause;
import dev.onrush.profile.Phase;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.protocol.ProtocolComponentsRegistry;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.request.builder.HttpRequestBuilder;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import scala.collection.immutable.Map;

/**
 * Runs the HTTP requests of a simulation's own chains before the clock of the run starts. They are
 * sent to a responder in this JVM and never to the target, until the delay that the generator adds
 * to a response time is small and stays small: until the JVM has compiled the code that sends,
 * receives, checks and records. The warm-up is in no statistic.
 *
 * <p>Only plain requests are sent: a request with a function of the user's own, in the request or
 * in its checks, is skipped, and so are such parts of a protocol. Feeders, pauses and functions
 * between requests are not run. Each session attribute that a request uses has the value {@code
 * "1"}.
 */
public final class WarmUp {

  private static final Duration WINDOW = Duration.ofMillis(250);

  /** The longest wait for the first response, even if the warm-up itself is shorter. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** The number of successive windows that must be good. */
  private static final int STEADY = 3;

  /** In milliseconds: the delay that the generator may add to a response time. */
  private static final double SMALL = 1;

  /** In milliseconds: the finest resolution that is accepted, even if a finer one was measured. */
  private static final double FINEST = 0.05;

  /**
   * In milliseconds: the coarsest resolution. A longer time is due to the moment, and not a
   * property of the machine.
   */
  private static final double COARSEST = 1;

  private static final Phase PHASE = new Phase("warm-up", Duration.ZERO, Duration.ofDays(1));

  /** The requests of one scenario, with the scenario's own protocols. */
  public record Requests(
      List<HttpRequestBuilder> builders,
      Map<Class<? extends Protocol>, Protocol> protocols,
      ScenarioContext context) {

    /** Keeps only the requests without functions of the user's own. */
    public Requests {
      builders = builders.stream().filter(PlainRequests::isPlain).toList();
    }
  }

  private final CoreComponents core;
  private final HttpSeam redirected;
  private final HttpSeam direct;
  private final WarmUpLanes lanes = new WarmUpLanes();
  private final Recorder recorder = new Recorder(List.of(PHASE), lanes::learned);

  private WarmUp(
      CoreComponents original,
      Map<Class<? extends Protocol>, Protocol> protocols,
      Responder responder,
      List<Requests> requests) {
    this.core =
        Components.with(
            original,
            new MeteredStatsEngine(
                original.statsEngine(),
                new AtomicBoolean(true),
                new AtomicBoolean(true),
                recorder,
                original.clock()));
    OpenRequests open = new OpenRequests(recorder, original.clock());
    LoopbackProtocol loopback = new LoopbackProtocol(core.configuration());
    this.redirected =
        new HttpSeam(
            core,
            protocols,
            client -> new TimingHttpClient(client, open, responder::aimed),
            http -> loopback.of(http, http.enginePart().shareConnections()));
    this.direct =
        new HttpSeam(
            core,
            protocols,
            client -> new TimingHttpClient(client, open),
            http ->
                loopback.of(
                    http, true)); // the warm-up of users has too many users for a connection each
    List<Step> steps = lanes.steps();
    for (Requests of : requests) {
      for (Step step : steps) {
        ProtocolComponentsRegistry registry = redirected.registry(of.protocols);
        of.builders.forEach(builder -> add(builder, of, registry, step));
        add(
            (HttpRequestBuilder) standIn(responder.uri()).asScala(),
            of,
            direct.registry(of.protocols),
            step);
      }
    }
  }

  private void add(
      HttpRequestBuilder builder, Requests of, ProtocolComponentsRegistry registry, Step next) {
    lanes.add(
        builder.build(new ScenarioContext(core, registry, of.context.pauseType(), false), next),
        registry);
  }

  /** Returns a request to this address, which does not depend on the base address. */
  private static HttpRequestActionBuilder standIn(String uri) {
    return HttpDsl.http("warm-up").get(uri + "/").check(HttpDsl.status().is(200));
  }

  /**
   * Warms the generator up.
   *
   * @param requests the requests of all scenarios that have any
   * @param longest the longest time of the warm-up. It takes longer if the first request has not
   *     been answered or the warm-up of users is not over, so that the classes that the first
   *     request loads are not loaded during the run
   * @return the result; empty if there is nothing to warm up
   */
  public static Optional<Result> run(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      List<Requests> requests,
      Duration longest) {
    if (requests.isEmpty()) {
      return Optional.empty();
    }
    AtomicBoolean counting = MeteredStatsEngine.activeFlag(core.statsEngine());
    counting.set(false); // Gatling's engine drops all events, on the same path as in a run
    try (SilentLoggers quiet = SilentLoggers.of("io.gatling");
        Responder responder = new Responder()) {
      WarmUp warmUp = new WarmUp(core, protocols, responder, requests);
      try {
        Duration forUsers = UserWarmUp.length(longest);
        Result result = warmUp.run(longest.minus(forUsers));
        warmUp.warmUpUsers(forUsers, requests.get(0), responder);
        return Optional.of(result);
      } finally {
        warmUp.redirected.close();
        warmUp.direct.close();
      }
    } catch (IOException e) {
      return Optional.of(
          new Result(
              "none: " + e.getMessage() + " (" + RootCause.of(e).getMessage() + ")",
              Optional.empty()));
    } finally {
      counting.set(true);
    }
  }

  /**
   * The result of a warm-up.
   *
   * @param text the result in words
   * @param resolution the time that the generator and this machine need for a request that is
   *     answered at once, in addition to the generator's known own share; empty if no request was
   *     answered
   */
  public record Result(String text, Optional<Duration> resolution) {}

  private Result run(Duration longest) {
    recorder.resolution(Duration.ZERO);
    long start = System.nanoTime();
    recorder.startAt(core.clock().nowMillis());
    lanes.start(core.eventLoopGroup());
    long requests = 0;
    int steady = 0;
    Deque<Tally> last = new ArrayDeque<>();
    double p99 = Double.NaN;
    Duration spent = Duration.ZERO;
    while (steady < STEADY && spent.compareTo(requests == 0 ? FIRST : longest) < 0) {
      LockSupport.parkNanos(WINDOW.toNanos());
      spent = Duration.ofNanos(System.nanoTime() - start);
      Interval interval = recorder.takeInterval(spent);
      Tally window = Selection.of(interval, Kind.REQUEST).all();
      Distribution times = window.times();
      last.addLast(window);
      if (last.size() > STEADY) {
        last.removeFirst();
      }
      requests += times.count();
      p99 = times.at(Percentile.P99);
      steady = times.count() > 0 && p99 <= SMALL ? steady + 1 : 0;
    }
    lanes.stop();
    if (requests == 0) {
      return new Result(
          "none: no request to the generator itself was answered within "
              + Quantity.duration(FIRST),
          Optional.empty());
    }
    String text =
        Quantity.duration(spent.truncatedTo(ChronoUnit.MILLIS))
            + ", "
            + Quantity.count(requests, "request")
            + " to the generator itself, p99 of the last ones "
            + Quantity.TIME.text(p99)
            + (steady < STEADY ? "; not steady yet" : "");
    Optional<Duration> resolution = resolution(last);
    return new Result(
        text
            + resolution
                .map(
                    shortest ->
                        "; response times below "
                            + Quantity.TIME.text(shortest.toNanos() / 1e6)
                            + " cannot be resolved here")
                .orElse(""),
        resolution);
  }

  private void warmUpUsers(Duration length, Requests of, Responder responder) {
    UserWarmUp.run(
        length,
        standIn(responder.uri()),
        new ScenarioContext(core, direct.registry(of.protocols), of.context.pauseType(), false),
        Loops.of(core.eventLoopGroup()),
        recorder);
  }

  /**
   * Returns the resolution: the time that nine of ten requests in the last windows did not exceed,
   * within {@link #FINEST} and {@link #COARSEST}.
   */
  private static Optional<Duration> resolution(Collection<Tally> last) {
    Distribution least = Tally.sum(List.copyOf(last)).leastTimes();
    return least.count() == 0
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos(
                Math.round(1e6 * Math.min(COARSEST, Math.max(FINEST, least.at(Percentile.P90))))));
  }
}
