package eventstreammonitor;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.*;

import dev.onrush.LoadSimulation;
import dev.onrush.plan.LoadPlan;
import dev.onrush.plan.UserClass;
import io.gatling.javaapi.core.FeederBuilder;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * 1,000 requests per second for a minute, whatever the service does: an open workload on the tasks
 * of EventStreamMonitor (Flask behind Gunicorn, Redis; a published report, measured there with ab
 * and wrk). Cached and uncached reads are separate requests, because a mean over both says nothing.
 * The report's targets: 50 to 100 ms, 200 to 500 ms and 500 to 1,000 ms at p50, p95 and p99; below
 * 10 ms from the cache, 100 to 300 ms without.
 *
 * <p>The test runs at full size by default; {@code -Denv=eventstreammonitor-2000} sends 2,000
 * requests per second. On a small machine use {@code -Dscale=0.3}. With {@code
 * -Denv=eventstreammonitor-uncached} the cache is off.
 */
public class EventStreamMonitorTest extends LoadSimulation {

  /**
   * The number of users whose tasks all readers request, so that they are in the cache after the
   * first time.
   */
  private static final int HOT = 20;

  @Override
  protected LoadPlan plan() {
    UserClass readers =
        userClass("Readers")
            .task(
                49, "Cached read", feed(hot()), get("/api/v1/eventstreammonitor/tasks?user=#{hot}"))
            .task(
                1, "Cold read", feed(cold()), get("/api/v1/eventstreammonitor/tasks?user=#{cold}"));

    return loadPlan("EventStreamMonitor")
        .users(readers)
        .profile(
            arrivalRate()
                .rampTo(perSecond(1_000), ofSeconds(10))
                .hold(perSecond(1_000), ofSeconds(60)))
        .thresholds(
            p95().of("Cached read").during(STEADY).below(ofMillis(10)),
            p95().of("Cold read").during(STEADY).below(ofMillis(300)),
            p50().during(STEADY).below(ofMillis(100)),
            p95().during(STEADY).below(ofMillis(500)),
            p99().during(STEADY).below(ofSeconds(1)),
            errorRate().below(ofPercent(0.1)));
  }

  private static FeederBuilder<Object> hot() {
    return listFeeder(
            IntStream.rangeClosed(1, HOT).mapToObj(n -> Map.<String, Object>of("hot", n)).toList())
        .circular();
  }

  /** Returns users of whom none occurs twice. */
  private static Iterator<Map<String, Object>> cold() {
    return Stream.iterate(1_000_000, n -> n + 1)
        .map(n -> Map.<String, Object>of("cold", n))
        .iterator();
  }
}
