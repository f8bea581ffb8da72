package dev.onrush.internal.gatling;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.gatling.action.Components;
import dev.onrush.internal.gatling.arrival.EarlyExit;
import dev.onrush.internal.gatling.call.CallPool;
import dev.onrush.internal.gatling.call.CallProtocol;
import dev.onrush.internal.gatling.http.HttpSeam;
import dev.onrush.internal.gatling.http.ObservingHttpClient;
import dev.onrush.internal.gatling.http.TimingHttpClient;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.gatling.loop.LoopWatch;
import dev.onrush.internal.gatling.loop.StandstillBursts;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.gatling.http.client.Request;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import scala.collection.immutable.Map;

/**
 * The context in which all scenarios of a run are built, so that they are measured, share one HTTP
 * engine and end together.
 *
 * @param core Gatling's own components, except for the statistics, the controller and the exit
 * @param exit the exit of users that leave early
 * @param bursts gets the standstills of event loops
 * @param watch watches the event loops when it is started
 */
record MeasuredContext(
    CoreComponents core,
    MeteredStatsEngine engine,
    HttpSeam protocols,
    LoadEnd end,
    EarlyExit exit,
    StandstillBursts bursts,
    LoopWatch watch) {

  /**
   * Creates the context of a run that begins.
   *
   * @param protocols the protocols of all scenarios
   * @param others the names of the scenarios' protocols other than HTTP
   */
  static MeasuredContext of(
      CoreComponents core,
      Map<Class<? extends Protocol>, Protocol> protocols,
      Set<String> others,
      Recorder recorder,
      RunBounds bounds) {
    AtomicBoolean counting = new AtomicBoolean(true);
    StandstillBursts bursts =
        new StandstillBursts(
            nanos -> recorder.burst(core.clock().nowMillis(), NANOSECONDS.toMicros(nanos)));
    MeteredStatsEngine engine =
        new MeteredStatsEngine(core.statsEngine(), counting, recorder, core.clock(), bursts);
    OpenRequests open = new OpenRequests(recorder, core.clock(), bursts);
    CallPool calls = new CallPool(bounds.callThreads(), bursts);
    LoopWatch watch = new LoopWatch(core.clock(), recorder);
    LoadEnd end =
        new LoadEnd(
            core.eventLoopGroup(),
            core.controller(),
            new LoadEnd.Open(
                open,
                calls,
                () -> {
                  recorder.unansweredUnknown(others);
                  watch.recordOverdue();
                }),
            counting,
            bounds.awaitAnswers());
    EarlyExit exit = new EarlyExit(core.exit(), engine);
    CoreComponents measured = Components.with(core, engine, end.controller(), exit.action());
    HttpSeam seam =
        ObservingHttpClient.seam(
            measured,
            protocols,
            client ->
                new TimingHttpClient(
                    client, open, prepared(recorder.exchanges()), bounds.hosts()::contains),
            recorder);
    seam.tellCached(recorder::cached);
    seam.provide(CallProtocol.KEY, new CallProtocol.Components(calls));
    return new MeasuredContext(measured, engine, seam, end, exit, bursts, watch);
  }

  private static UnaryOperator<Request> prepared(Exchanges exchanges) {
    return exchanges
        .traceIds()
        .<UnaryOperator<Request>>map(ids -> request -> TimingHttpClient.traced(request, ids))
        .orElse(UnaryOperator.identity());
  }
}
