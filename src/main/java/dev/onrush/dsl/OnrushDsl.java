package dev.onrush.dsl;

import dev.onrush.dsl.JavaCall.CallFunction;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.LoadProfile.ArrivalRate;
import dev.onrush.plan.LoadProfile.ConcurrentUsers;
import dev.onrush.plan.Phase;
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
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Given;
import dev.onrush.units.Percent;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import dev.onrush.units.Rate;
import io.gatling.javaapi.http.HttpDsl;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;

/**
 * The static factories with which every sentence of a plan begins.
 *
 * <pre>{@code
 * import static dev.onrush.dsl.OnrushDsl.*;
 * import static java.time.Duration.*;
 * }</pre>
 *
 * <p>Gatling's own {@code CoreDsl} and {@code HttpDsl} may stand beside it: a task takes any chain.
 *
 * @since 0.1.0
 */
public final class OnrushDsl {

  /** The phase in which the level rises, of {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String RAMP_UP = Phase.RAMP_UP;

  /** The phase that holds a level, of {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String STEADY = Phase.STEADY;

  /** The phase in which the level falls, of {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String RAMP_DOWN = Phase.RAMP_DOWN;

  /** The phase of {@link #spike} before the spike. */
  public static final String BASELINE = SpikeProfile.BASELINE;

  /** The phase of {@link #spike} in which the level rises to the peak and is held there. */
  public static final String SPIKE = SpikeProfile.SPIKE;

  /** The phase of {@link #spike} after the spike, the fall included. */
  public static final String RECOVERY = SpikeProfile.RECOVERY;

  static {
    GatlingDefaults.loadUnlessLoaded();
  }

  private OnrushDsl() {}

  // Who

  /**
   * A kind of user, of weight 1: {@code userClass("Browsing").weight(8).task("Home", get("/"))}.
   *
   * @throws IllegalArgumentException if the name is null, blank, or longer than 500 characters
   */
  public static UserClass userClass(String name) {
    return UserClass.named(name);
  }

  /**
   * Users of one flow of a plan, which have a profile of their own: {@code flow("Clerks",
   * users(clerk).profile(load().users(40).holdFor(ofMinutes(5))))}.
   *
   * @param classes at least one
   * @throws IllegalArgumentException if one is null
   */
  public static FlowSteps.Users users(UserClass... classes) {
    return new FlowSteps.Users(Given.values(classes, "user class"));
  }

  /**
   * Any think time in between, all with the same probability; the mean is half-way.
   *
   * @throws IllegalArgumentException if one is null, negative, or longer than 1,000 days, or the
   *     shorter one is not first
   */
  public static ThinkTime between(Duration min, Duration max) {
    return new ThinkTime.Uniform(min, max);
  }

  /**
   * Always the same think time.
   *
   * @throws IllegalArgumentException if it is null, negative, or longer than 1,000 days
   */
  public static ThinkTime constant(Duration time) {
    return new ThinkTime.Constant(time);
  }

  /**
   * Many short think times and few long ones, as of independent people.
   *
   * @throws IllegalArgumentException if the mean is null, negative, or longer than 1,000 days
   */
  public static ThinkTime exponential(Duration mean) {
    return new ThinkTime.Exponential(mean);
  }

  // What they do

  /**
   * GET, named after its task, or after the step of a plan or user that it is in: {@code onStart},
   * {@code onStop}, {@code before}, {@code after}. For other names and everything else there is
   * Gatling's {@code http(…)}.
   *
   * @param url absolute, or a path below the target; Gatling's EL is replaced
   * @throws IllegalArgumentException if it is null
   */
  public static HttpRequestActionBuilder get(String url) {
    return HttpDsl.http(TASK_NAME).get(Given.value(url, "url of get(…)"));
  }

  /**
   * POST, named after its task.
   *
   * @param url absolute, or a path below the target; Gatling's EL is replaced
   * @throws IllegalArgumentException if it is null
   */
  public static HttpRequestActionBuilder post(String url) {
    return HttpDsl.http(TASK_NAME).post(Given.value(url, "url of post(…)"));
  }

  /**
   * PUT, named after its task.
   *
   * @param url absolute, or a path below the target; Gatling's EL is replaced
   * @throws IllegalArgumentException if it is null
   */
  public static HttpRequestActionBuilder put(String url) {
    return HttpDsl.http(TASK_NAME).put(Given.value(url, "url of put(…)"));
  }

  /**
   * PATCH, named after its task.
   *
   * @param url absolute, or a path below the target; Gatling's EL is replaced
   * @throws IllegalArgumentException if it is null
   */
  public static HttpRequestActionBuilder patch(String url) {
    return HttpDsl.http(TASK_NAME).patch(Given.value(url, "url of patch(…)"));
  }

  /**
   * DELETE, named after its task.
   *
   * @param url absolute, or a path below the target; Gatling's EL is replaced
   * @throws IllegalArgumentException if it is null
   */
  public static HttpRequestActionBuilder delete(String url) {
    return HttpDsl.http(TASK_NAME).delete(Given.value(url, "url of delete(…)"));
  }

  /**
   * A call of Java code as a request: {@code call("Insert order", session ->
   * orders.insert(session.getString("id")))}. It is a task, or a step of a chain; it runs on a
   * thread of its own, so it may block.
   *
   * @param name of the request; Gatling's EL is replaced
   * @param function called for each user; returns null where there is no result
   * @throws IllegalArgumentException if an argument is null, or the name blank
   */
  public static <T> JavaCall<T> call(String name, CallFunction<T> function) {
    return JavaCall.of(name, function);
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

  /**
   * Concurrent users level by level: {@code sweep(50, 100, 200).holdEachFor(ofSeconds(10))}.
   *
   * @param users 2 to 1,000 levels of 0 to 1,000,000
   * @throws IllegalArgumentException if there are fewer or more, or one is outside its range
   */
  public static SweepProfile sweep(int... users) {
    return SweepProfile.ofUsers(users);
  }

  /**
   * Arrivals per second level by level: {@code sweep(perSecond(50),
   * perSecond(100)).holdEachFor(ofSeconds(10))}.
   *
   * @param rates 2 to 1,000 levels of 0/s to 1,000,000/s
   * @throws IllegalArgumentException if there are fewer or more, or one is outside its range
   */
  public static SweepProfile sweep(Rate... rates) {
    return SweepProfile.ofRates(rates);
  }

  /**
   * A named part of the time of a {@link dev.onrush.MeteredSimulation}, whose load is its own:
   * {@code phase("spike", ofSeconds(30), ofSeconds(60))}.
   *
   * @param name for thresholds and reports
   * @param from since the run's start, inclusive; zero or longer
   * @param to since the run's start, exclusive; after {@code from}
   * @throws IllegalArgumentException if an argument is null, or a time is negative
   */
  public static Phase phase(String name, Duration from, Duration to) {
    Given.value(name, "phase name");
    return new Phase(
        name,
        Given.time(from, "begin of phase \"" + name + "\""),
        Given.time(to, "end of phase \"" + name + "\""));
  }

  /**
   * A search for the highest load that the service bears: {@code
   * capacitySearch().from(perSecond(50)).upTo(perSecond(2_000))}. Each level is judged by the
   * plan's thresholds.
   */
  public static CapacitySteps capacitySearch() {
    return new CapacitySteps();
  }

  /**
   * A rate: {@code perSecond(50)} is 50/s.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public static Rate perSecond(double times) {
    return new Rate(times);
  }

  /**
   * A rate: {@code perSecond(50)} is 50/s.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static Rate perSecond(int times) {
    return perSecond((double) times);
  }

  /**
   * A rate: {@code perMinute(30)} is 0.5/s.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public static Rate perMinute(double times) {
    return new Rate(times / 60);
  }

  /**
   * A rate: {@code perMinute(30)} is 0.5/s.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static Rate perMinute(int times) {
    return perMinute((double) times);
  }

  // What is good enough

  /**
   * A share in percent: one in a hundred is {@code ofPercent(1)}.
   *
   * @param value 0 to 100
   * @throws IllegalArgumentException if it is outside its range
   */
  public static Percent ofPercent(double value) {
    return new Percent(value);
  }

  /**
   * A share in percent: one in a hundred is {@code ofPercent(1)}.
   *
   * @param value 0 to 100
   * @throws IllegalArgumentException if it is outside its range
   */
  public static Percent ofPercent(int value) {
    return ofPercent((double) value);
  }

  /**
   * A threshold from its text, as it is written in settings and shown in reports: {@code p95 of
   * Login in spike < 1 s}.
   *
   * @throws IllegalArgumentException if it is none; the message says what is allowed
   */
  public static Threshold threshold(String text) {
    return Threshold.parse(text);
  }

  /** The median response time. */
  public static ThresholdSteps<Duration> p50() {
    return percentile(50);
  }

  /** The 90th percentile of response times. */
  public static ThresholdSteps<Duration> p90() {
    return percentile(90);
  }

  /** The 95th percentile of response times. */
  public static ThresholdSteps<Duration> p95() {
    return percentile(95);
  }

  /** The 99th percentile of response times. */
  public static ThresholdSteps<Duration> p99() {
    return percentile(99);
  }

  /**
   * A percentile of response times, by nearest rank.
   *
   * @param value above 0, at most 100
   * @throws IllegalArgumentException if it is outside its range
   */
  public static ThresholdSteps<Duration> percentile(double value) {
    return new ThresholdSteps<>(new AtPercentile(new Percentile(value)), OnrushDsl::milliseconds);
  }

  /**
   * A percentile of response times, by nearest rank.
   *
   * @param value 1 to 100
   * @throws IllegalArgumentException if it is outside its range
   */
  public static ThresholdSteps<Duration> percentile(int value) {
    return percentile((double) value);
  }

  /** The arithmetic mean of response times. */
  public static ThresholdSteps<Duration> mean() {
    return new ThresholdSteps<>(Simple.MEAN, OnrushDsl::milliseconds);
  }

  /** The shortest response time. */
  public static ThresholdSteps<Duration> min() {
    return new ThresholdSteps<>(Simple.MIN, OnrushDsl::milliseconds);
  }

  /** The population's standard deviation of response times. */
  public static ThresholdSteps<Duration> standardDeviation() {
    return new ThresholdSteps<>(Simple.STANDARD_DEVIATION, OnrushDsl::milliseconds);
  }

  /** The longest response time. */
  public static ThresholdSteps<Duration> max() {
    return new ThresholdSteps<>(Simple.MAX, OnrushDsl::milliseconds);
  }

  /** Failed requests divided by all, in percent. */
  public static ThresholdSteps<Percent> errorRate() {
    return new ThresholdSteps<>(Simple.ERROR_RATE, Percent::value);
  }

  /** The number of failed requests. */
  public static ThresholdSteps<Integer> errorCount() {
    return new ThresholdSteps<>(Simple.ERROR_COUNT, Integer::doubleValue);
  }

  /** The number of requests whose response passed its checks. */
  public static ThresholdSteps<Integer> successCount() {
    return new ThresholdSteps<>(Simple.SUCCESS_COUNT, Integer::doubleValue);
  }

  /** The number of requests that were sent. */
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
   * Responses with a status code of this class, divided by all requests, in percent.
   *
   * @param codes a code from 100 to 599, or a class such as {@code 5xx}
   * @throws IllegalArgumentException if it is neither
   */
  public static ThresholdSteps<Percent> statusShare(String codes) {
    return new ThresholdSteps<>(new Status(codes, true), Percent::value);
  }

  /**
   * The number of responses with this status code.
   *
   * @param code 100 to 599
   * @throws IllegalArgumentException if it is outside its range
   */
  public static ThresholdSteps<Integer> statusCount(int code) {
    return statusCount(String.valueOf(code));
  }

  /**
   * The number of responses with a status code of this class.
   *
   * @param codes a code from 100 to 599, or a class such as {@code 5xx}
   * @throws IllegalArgumentException if it is neither
   */
  public static ThresholdSteps<Integer> statusCount(String codes) {
    return new ThresholdSteps<>(new Status(codes, false), Integer::doubleValue);
  }

  /**
   * The Application Performance Index, 0 to 1: requests of at most {@code target}, and half of
   * those of at most four times that, divided by all; failures are neither.
   *
   * @param target longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if it is outside its range
   */
  public static ThresholdSteps<Number> apdex(Duration target) {
    return new ThresholdSteps<>(new Apdex(target), Number::doubleValue);
  }

  /**
   * One figure divided by the other: {@code ratio(p95().during(SPIKE),
   * p95().during(BASELINE)).below(3.0)}.
   *
   * @throws IllegalArgumentException if one is null, or the second is of each request
   */
  public static BoundSteps<Number> ratio(ScopeSteps<?> figure, ScopeSteps<?> by) {
    return new BoundSteps<>(
        new Ratio(
            Given.value(figure, "figure of a ratio").figure,
            Given.value(by, "figure that a ratio divides by").figure),
        Number::doubleValue);
  }

  /**
   * The time after the spike until the service is as it was before: until the p95 of three seconds
   * in a row is at most half as long again as it usually was in the phase before, and the error
   * rate at most one percentage point higher.
   */
  public static RecoverySteps recovery() {
    return new RecoverySteps(SPIKE);
  }

  /**
   * The rise of the p95 in steady state, from its begin to its end, in percent: a service that does
   * not leak and does not clog has no drift.
   */
  public static DriftSteps drift() {
    return drift(p95());
  }

  /**
   * The rise of a figure from the begin of its scope's time to the end, in percent of its median;
   * of an error rate, in percentage points. Without a phase it is that of the steady state. Where
   * the test of Mann and Kendall is not 99 % certain of a rise, it is 0.
   *
   * @throws IllegalArgumentException if it is null
   */
  public static DriftSteps drift(ScopeSteps<?> figure) {
    return new DriftSteps(new Drift(Given.value(figure, "figure of a drift").figure));
  }

  /**
   * The variation of the throughput in steady state: its standard deviation divided by its mean, in
   * percent.
   */
  public static DriftSteps stability() {
    return stability(throughput());
  }

  /**
   * The variation of a figure over its scope's time: its standard deviation divided by its mean, in
   * percent. Without a phase it is that of the steady state.
   *
   * @throws IllegalArgumentException if it is null
   */
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

  /**
   * A metric of your own that adds up.
   *
   * @param name unique among a simulation's metrics
   * @throws IllegalArgumentException if it is null
   */
  public static Counter counter(String name) {
    return new Counter(name);
  }

  /**
   * A metric of your own that goes up and down.
   *
   * @param name unique among a simulation's metrics
   * @throws IllegalArgumentException if it is null
   */
  public static Gauge gauge(String name) {
    return new Gauge(name);
  }

  /**
   * A metric of your own that is yes or no.
   *
   * @param name unique among a simulation's metrics
   * @throws IllegalArgumentException if it is null
   */
  public static RateMetric rate(String name) {
    return new RateMetric(name);
  }

  /**
   * A metric of your own with a distribution.
   *
   * @param name unique among a simulation's metrics
   * @throws IllegalArgumentException if it is null
   */
  public static Trend trend(String name) {
    return new Trend(name);
  }

  /**
   * A metric that the service publishes for Prometheus: {@code
   * service("hikaricp_connections_pending").max().below(10.0)}.
   *
   * @param metric its name, and labels that select among its series, if any
   * @throws IllegalArgumentException if it is null
   */
  public static ServiceMetric service(String metric) {
    return new ServiceMetric(metric);
  }

  private static double milliseconds(Duration time) {
    return Quantity.inMilliseconds(Given.time(time, "bound of a threshold"));
  }

  // All of it

  /**
   * A plan: {@code loadPlan("Spike").users(…).profile(…).thresholds(…)}.
   *
   * @throws IllegalArgumentException if the name is null
   */
  public static PlanSteps.Named loadPlan(String name) {
    return new PlanSteps.Named(name);
  }
}
