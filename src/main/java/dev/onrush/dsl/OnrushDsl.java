package dev.onrush.dsl;

import dev.onrush.internal.gatling.GatlingDefaults;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.Task;
import dev.onrush.plan.ThinkTime;
import dev.onrush.plan.UserClass;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.Ratio;
import dev.onrush.threshold.Measure.Stability;
import dev.onrush.threshold.Statistic.Apdex;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.threshold.Statistic.Status;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/**
 * Where every sentence of a plan begins.
 *
 * <pre>{@code
 * import static dev.onrush.dsl.OnrushDsl.*;
 * import static java.time.Duration.*;
 * }</pre>
 *
 * <p>Gatling's own {@code CoreDsl} and {@code HttpDsl} may stand beside it: a task takes any chain.
 */
public final class OnrushDsl {

  /** Phase names of {@link #load}, {@link #soak}, and of stages that were not named. */
  public static final String RAMP_UP = "ramp-up";

  public static final String STEADY = "steady";
  public static final String RAMP_DOWN = "ramp-down";

  /** Phase names of {@link #spike}. */
  public static final String BASELINE = "baseline";

  public static final String SPIKE = "spike";
  public static final String RECOVERY = "recovery";

  static {
    GatlingDefaults.loadUnlessLoaded();
  }

  private OnrushDsl() {}

  // Who

  /** A kind of user: {@code userClass("Browsing").weight(8).task("Home", get("/"))}. */
  public static UserClass userClass(String name) {
    return UserClass.named(name);
  }

  /** Any time in between, all alike; the mean is half-way. */
  public static ThinkTime between(Duration min, Duration max) {
    return new ThinkTime.Uniform(min, max);
  }

  /** Always the same time. */
  public static ThinkTime constant(Duration time) {
    return new ThinkTime.Constant(time);
  }

  /** Many short times and few long ones, as of independent people. */
  public static ThinkTime exponential(Duration mean) {
    return new ThinkTime.Exponential(mean);
  }

  // What they do

  /** GET, named after its task; for other names and everything else there is Gatling's http(…). */
  public static HttpRequestActionBuilder get(String url) {
    return HttpDsl.http(TASK_NAME).get(Given.value(url, "url of get(…)"));
  }

  /** POST, named after its task. */
  public static HttpRequestActionBuilder post(String url) {
    return HttpDsl.http(TASK_NAME).post(Given.value(url, "url of post(…)"));
  }

  /** PUT, named after its task. */
  public static HttpRequestActionBuilder put(String url) {
    return HttpDsl.http(TASK_NAME).put(Given.value(url, "url of put(…)"));
  }

  /** PATCH, named after its task. */
  public static HttpRequestActionBuilder patch(String url) {
    return HttpDsl.http(TASK_NAME).patch(Given.value(url, "url of patch(…)"));
  }

  /** DELETE, named after its task. */
  public static HttpRequestActionBuilder delete(String url) {
    return HttpDsl.http(TASK_NAME).delete(Given.value(url, "url of delete(…)"));
  }

  private static final String TASK_NAME = "#{" + Task.NAME_ATTRIBUTE + "}";

  // How many

  /** The closed workload, from 0 users: {@code concurrentUsers().rampTo(100, ofSeconds(30))}. */
  public static ConcurrentUsers concurrentUsers() {
    return ConcurrentUsers.none();
  }

  /** The open workload, from 0/s: {@code arrivalRate().hold(perSecond(50), ofMinutes(2))}. */
  public static ArrivalRate arrivalRate() {
    return ArrivalRate.none();
  }

  /** A few users for a moment: does everything work at all? */
  public static PlateauProfile smoke() {
    return PlateauProfile.SMOKE;
  }

  /** The load of a usual day: ramp-up, steady, ramp-down. */
  public static PlateauProfile load() {
    return PlateauProfile.LOAD;
  }

  /** The load of a usual day for a long time: what leaks, and what drifts? */
  public static PlateauProfile soak() {
    return PlateauProfile.SOAK;
  }

  /** A sudden crowd: {@code spike().from(100).to(5_000).holdFor(ofSeconds(60)).backTo(100)}. */
  public static SpikeProfile spike() {
    return SpikeProfile.START;
  }

  /** Step by step to a level: {@code stress().from(100).to(1_000).inSteps(5).of(ofSeconds(30))}. */
  public static StressProfile stress() {
    return StressProfile.START;
  }

  /** Level by level: {@code sweep(50, 100, 200).holdEachFor(ofSeconds(10))}. */
  public static SweepProfile sweep(int... users) {
    return SweepProfile.ofUsers(users);
  }

  /** Level by level: {@code sweep(perSecond(50), perSecond(100)).holdEachFor(ofSeconds(10))}. */
  public static SweepProfile sweep(Rate... rates) {
    return SweepProfile.ofRates(rates);
  }

  /**
   * As much as it takes: {@code capacitySearch().from(perSecond(50)).upTo(perSecond(2_000))}. Each
   * level is held against the plan's thresholds.
   */
  public static CapacitySteps capacitySearch() {
    return new CapacitySteps();
  }

  public static Rate perSecond(double times) {
    return new Rate(times);
  }

  public static Rate perMinute(double times) {
    return new Rate(times / 60);
  }

  // What is good enough

  /** One in a hundred is {@code ofPercent(1)}. */
  public static Percent ofPercent(double value) {
    return new Percent(value);
  }

  /** The median response time. */
  public static ThresholdSteps<Duration> p50() {
    return percentile(50);
  }

  public static ThresholdSteps<Duration> p90() {
    return percentile(90);
  }

  public static ThresholdSteps<Duration> p95() {
    return percentile(95);
  }

  public static ThresholdSteps<Duration> p99() {
    return percentile(99);
  }

  /** Any percentile of response times: above 0, at most 100; nearest rank. */
  public static ThresholdSteps<Duration> percentile(double value) {
    return new ThresholdSteps<>(new AtPercentile(new Percentile(value)), OnrushDsl::milliseconds);
  }

  /** The arithmetic mean of response times. */
  public static ThresholdSteps<Duration> mean() {
    return new ThresholdSteps<>(Simple.MEAN, OnrushDsl::milliseconds);
  }

  /** The shortest response time. */
  public static ThresholdSteps<Duration> min() {
    return new ThresholdSteps<>(Simple.MIN, OnrushDsl::milliseconds);
  }

  /** How far response times spread: the population's standard deviation. */
  public static ThresholdSteps<Duration> standardDeviation() {
    return new ThresholdSteps<>(Simple.STANDARD_DEVIATION, OnrushDsl::milliseconds);
  }

  /** The longest response time. */
  public static ThresholdSteps<Duration> max() {
    return new ThresholdSteps<>(Simple.MAX, OnrushDsl::milliseconds);
  }

  /** Failed requests in percent of all. */
  public static ThresholdSteps<Percent> errorRate() {
    return new ThresholdSteps<>(Simple.ERROR_RATE, Percent::value);
  }

  /** Failed requests. */
  public static ThresholdSteps<Integer> errorCount() {
    return new ThresholdSteps<>(Simple.ERROR_COUNT, Integer::doubleValue);
  }

  /** Requests that got an answer which passed its checks. */
  public static ThresholdSteps<Integer> successCount() {
    return new ThresholdSteps<>(Simple.SUCCESS_COUNT, Integer::doubleValue);
  }

  /** All requests that were sent. */
  public static ThresholdSteps<Integer> requestCount() {
    return new ThresholdSteps<>(Simple.REQUEST_COUNT, Integer::doubleValue);
  }

  /** Requests each second. */
  public static ThresholdSteps<Rate> throughput() {
    return new ThresholdSteps<>(Simple.THROUGHPUT, Rate::perSecond);
  }

  /**
   * Responses with this status code in percent of all requests, also where a check lets it pass.
   */
  public static ThresholdSteps<Percent> statusShare(int code) {
    return statusShare(String.valueOf(code));
  }

  /**
   * Responses with a status code of this class, such as {@code 5xx}, in percent of all requests.
   */
  public static ThresholdSteps<Percent> statusShare(String codes) {
    return new ThresholdSteps<>(new Status(codes, true), Percent::value);
  }

  /** Responses with this status code. */
  public static ThresholdSteps<Integer> statusCount(int code) {
    return statusCount(String.valueOf(code));
  }

  /** Responses with a status code of this class, such as {@code 5xx}. */
  public static ThresholdSteps<Integer> statusCount(String codes) {
    return new ThresholdSteps<>(new Status(codes, false), Integer::doubleValue);
  }

  /**
   * The Application Performance Index, 0 to 1: requests of at most {@code target}, and half of
   * those of at most four times that, by all; failures are neither.
   */
  public static ThresholdSteps<Double> apdex(Duration target) {
    return new ThresholdSteps<>(new Apdex(target), Double::doubleValue);
  }

  /** One by the other: {@code ratio(p95().in(SPIKE), p95().in(BASELINE)).below(3.0)}. */
  public static BoundSteps<Double> ratio(ScopeSteps<?> figure, ScopeSteps<?> by) {
    return new BoundSteps<>(
        new Ratio(
            Given.value(figure, "figure of a ratio").figure,
            Given.value(by, "figure that a ratio divides by").figure),
        Double::doubleValue);
  }

  /**
   * How long after the spike it is as before it: until the p95 of three seconds in a row is at most
   * half as long again as it usually was in the phase before, and the error rate at most one
   * percentage point higher.
   */
  public static RecoverySteps recovery() {
    return new RecoverySteps(SPIKE);
  }

  /**
   * How much the p95 rises in steady state, from its begin to its end, in percent: what does not
   * leak and does not clog has no drift.
   */
  public static DriftSteps drift() {
    return drift(p95());
  }

  /**
   * How much a figure rises from the begin of its scope's time to the end, in percent of its
   * median; of an error rate, in percentage points. Where no phase is named it is the steady state.
   * Where the test of Mann and Kendall is not 99 % certain of a rise, there is none.
   */
  public static DriftSteps drift(ScopeSteps<?> figure) {
    return new DriftSteps(new Drift(Given.value(figure, "figure of a drift").figure));
  }

  /** How much the throughput varies in steady state: standard deviation by mean, in percent. */
  public static DriftSteps stability() {
    return stability(throughput());
  }

  /** How much a figure varies over its scope's time: standard deviation by mean, in percent. */
  public static DriftSteps stability(ScopeSteps<?> figure) {
    return new DriftSteps(new Stability(Given.value(figure, "figure of a stability").figure));
  }

  /**
   * The highest load that a {@link #capacitySearch} has proven: {@code
   * capacity().atLeast(perSecond(500))}.
   */
  public static RequiredCapacity capacity() {
    return new RequiredCapacity();
  }

  // What else is measured

  /** A metric of your own that adds up. */
  public static Counter counter(String name) {
    return new Counter(name);
  }

  /** A metric of your own that goes up and down. */
  public static Gauge gauge(String name) {
    return new Gauge(name);
  }

  /** A metric of your own that is yes or no. */
  public static RateMetric rate(String name) {
    return new RateMetric(name);
  }

  /** A metric of your own with a distribution. */
  public static Trend trend(String name) {
    return new Trend(name);
  }

  /**
   * A metric that the service publishes for Prometheus: {@code
   * service("hikaricp_connections_pending").max().below(10.0)}.
   */
  public static ServiceMetric service(String metric) {
    return new ServiceMetric(metric);
  }

  private static double milliseconds(Duration time) {
    return Quantity.inMilliseconds(Given.time(time, "bound of a threshold"));
  }

  // All of it

  /** A plan: {@code loadPlan("Spike").users(…).profile(…).thresholds(…)}. */
  public static PlanSteps.Named loadPlan(String name) {
    return new PlanSteps.Named(name);
  }
}
