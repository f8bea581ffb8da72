package dev.onrush.dsl;

import dev.onrush.dsl.JavaCall.CallFunction;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.plan.Task;
import dev.onrush.plan.ThinkTime;
import dev.onrush.plan.UserClass;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Phase;
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
 * The static factories of the DSL, with which each part of a plan begins.
 *
 * <pre>{@code
 * import static dev.onrush.dsl.OnrushDsl.*;
 * import static java.time.Duration.*;
 * }</pre>
 *
 * <p>Gatling's own {@code CoreDsl} and {@code HttpDsl} can be used together with this class: a task
 * accepts any chain of Gatling's.
 *
 * @since 0.1.0
 */
public final class OnrushDsl {

  /** The phase in which the level rises, in {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String RAMP_UP = Phase.RAMP_UP;

  /** The phase that holds a level, in {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String STEADY = Phase.STEADY;

  /** The phase in which the level falls, in {@link #load}, {@link #soak}, and unnamed stages. */
  public static final String RAMP_DOWN = Phase.RAMP_DOWN;

  /** The phase of {@link #spike} before the spike. */
  public static final String BASELINE = SpikeProfile.BASELINE;

  /** The phase of {@link #spike} in which the level rises to the peak and is held there. */
  public static final String SPIKE = SpikeProfile.SPIKE;

  /** The phase of {@link #spike} after the spike, which includes the fall. */
  public static final String RECOVERY = SpikeProfile.RECOVERY;

  static {
    GatlingDefaults.loadUnlessLoaded();
  }

  private OnrushDsl() {}

  // Users and think times

  /**
   * A user class of weight 1: {@code userClass("Browsing").weight(8).task("Home", get("/"))}.
   *
   * @throws IllegalArgumentException if {@code name} is null, blank, or longer than 500 characters
   */
  public static UserClass userClass(String name) {
    return UserClass.named(name);
  }

  /**
   * The users of one flow of a plan, which have a load profile of their own: {@code flow("Clerks",
   * users(clerk).profile(load().users(40).holdFor(ofMinutes(5))))}.
   *
   * @param classes at least one
   * @throws IllegalArgumentException if the array, or one of its elements, is null
   */
  public static FlowSteps.Users users(UserClass... classes) {
    return new FlowSteps.Users(Given.values(classes, "user class"));
  }

  /**
   * A think time that is uniformly distributed between two bounds; the mean is halfway between
   * them.
   *
   * @throws IllegalArgumentException if an argument is null, negative, or longer than 1,000 days,
   *     or {@code min} is not shorter than {@code max}
   */
  public static ThinkTime between(Duration min, Duration max) {
    return new ThinkTime.Uniform(min, max);
  }

  /**
   * A think time that is always the same.
   *
   * @throws IllegalArgumentException if {@code time} is null, negative, or longer than 1,000 days
   */
  public static ThinkTime constant(Duration time) {
    return new ThinkTime.Constant(time);
  }

  /**
   * An exponentially distributed think time: many short times and few long ones, as for independent
   * people.
   *
   * @throws IllegalArgumentException if {@code mean} is null, negative, or longer than 1,000 days
   */
  public static ThinkTime exponential(Duration mean) {
    return new ThinkTime.Exponential(mean);
  }

  // Requests and calls

  /**
   * A GET request. It is named after its task or, outside of a task, after the step of the user or
   * plan that contains it: {@code onStart}, {@code onStop}, {@code before}, {@code after}. For
   * other names, and for everything else, use Gatling's {@code http(…)}.
   *
   * @param url an absolute address, or a path below the target; expressions of Gatling's EL in it
   *     are evaluated
   * @throws IllegalArgumentException if {@code url} is null
   */
  public static HttpRequestActionBuilder get(String url) {
    return HttpDsl.http(TASK_NAME).get(Given.value(url, "url of get(…)"));
  }

  /**
   * A POST request. It is named as with {@link #get}.
   *
   * @param url an absolute address, or a path below the target; expressions of Gatling's EL in it
   *     are evaluated
   * @throws IllegalArgumentException if {@code url} is null
   */
  public static HttpRequestActionBuilder post(String url) {
    return HttpDsl.http(TASK_NAME).post(Given.value(url, "url of post(…)"));
  }

  /**
   * A PUT request. It is named as with {@link #get}.
   *
   * @param url an absolute address, or a path below the target; expressions of Gatling's EL in it
   *     are evaluated
   * @throws IllegalArgumentException if {@code url} is null
   */
  public static HttpRequestActionBuilder put(String url) {
    return HttpDsl.http(TASK_NAME).put(Given.value(url, "url of put(…)"));
  }

  /**
   * A PATCH request. It is named as with {@link #get}.
   *
   * @param url an absolute address, or a path below the target; expressions of Gatling's EL in it
   *     are evaluated
   * @throws IllegalArgumentException if {@code url} is null
   */
  public static HttpRequestActionBuilder patch(String url) {
    return HttpDsl.http(TASK_NAME).patch(Given.value(url, "url of patch(…)"));
  }

  /**
   * A DELETE request. It is named as with {@link #get}.
   *
   * @param url an absolute address, or a path below the target; expressions of Gatling's EL in it
   *     are evaluated
   * @throws IllegalArgumentException if {@code url} is null
   */
  public static HttpRequestActionBuilder delete(String url) {
    return HttpDsl.http(TASK_NAME).delete(Given.value(url, "url of delete(…)"));
  }

  /**
   * A call of Java code that is measured as a request: {@code call("Insert order", session ->
   * orders.insert(session.getString("id")))}. The call can be a task, or a step of a chain. It runs
   * on a pool thread, so it may block.
   *
   * @param name the name of the request; expressions of Gatling's EL in it are evaluated
   * @param function the code, which is called for each user; it returns null if there is no result
   * @throws IllegalArgumentException if an argument is null, or {@code name} is blank
   */
  public static <T> JavaCall<T> call(String name, CallFunction<T> function) {
    return JavaCall.of(name, function);
  }

  private static final String TASK_NAME = "#{" + Task.NAME_ATTRIBUTE + "}";

  // Load profiles and rates

  /**
   * A closed workload that starts at 0 users: {@code concurrentUsers().rampTo(100, ofSeconds(30))}.
   */
  public static ConcurrentUsers concurrentUsers() {
    return ConcurrentUsers.none();
  }

  /**
   * An open workload that starts at 0/s: {@code arrivalRate().hold(perSecond(50), ofMinutes(2))}.
   */
  public static ArrivalRate arrivalRate() {
    return ArrivalRate.none();
  }

  /** A smoke test: a few users for a short time, to check that everything works. */
  public static PlateauProfile smoke() {
    return PlateauProfile.SMOKE;
  }

  /** A load test with the load of a usual day: ramp-up, steady level, ramp-down. */
  public static PlateauProfile load() {
    return PlateauProfile.LOAD;
  }

  /** A soak test: the load of a usual day for a long time, to find leaks and drifts. */
  public static PlateauProfile soak() {
    return PlateauProfile.SOAK;
  }

  /**
   * A spike test, with a sudden peak: {@code
   * spike().from(100).to(5_000).holdFor(ofSeconds(60)).backTo(100)}.
   */
  public static SpikeProfile spike() {
    return SpikeProfile.START;
  }

  /**
   * A stress test, which climbs step by step to a level: {@code
   * stress().from(100).to(1_000).inSteps(5).of(ofSeconds(30))}.
   */
  public static StressProfile stress() {
    return StressProfile.START;
  }

  /**
   * A sweep through levels of concurrent users: {@code sweep(50, 100,
   * 200).holdEachFor(ofSeconds(10))}.
   *
   * @param users 2 to 1,000 levels, each from 0 to 1,000,000
   * @throws IllegalArgumentException if the number of levels, or a level, is outside its range
   */
  public static SweepProfile sweep(int... users) {
    return SweepProfile.ofUsers(users);
  }

  /**
   * A sweep through levels of arrivals per second: {@code sweep(perSecond(50),
   * perSecond(100)).holdEachFor(ofSeconds(10))}.
   *
   * @param rates 2 to 1,000 levels, each from 0/s to 1,000,000/s
   * @throws IllegalArgumentException if a level is null, or the number of levels, or a level, is
   *     outside its range
   */
  public static SweepProfile sweep(Rate... rates) {
    return SweepProfile.ofRates(rates);
  }

  /**
   * A named phase of a {@link dev.onrush.MeteredSimulation}, which injects its load itself: {@code
   * phase("spike", ofSeconds(30), ofSeconds(60))}.
   *
   * @param name the name in thresholds and reports
   * @param from the time since the start of the run, inclusive; zero or longer
   * @param to the time since the start of the run, exclusive; the run is refused if it is not after
   *     {@code from}
   * @throws IllegalArgumentException if an argument is null, or a time is negative or longer than
   *     1,000 days
   */
  public static Phase phase(String name, Duration from, Duration to) {
    Given.value(name, "phase name");
    return new Phase(
        name,
        Given.time(from, "start of phase \"" + name + "\""),
        Given.time(to, "end of phase \"" + name + "\""));
  }

  /**
   * A search for the highest load that the service sustains: {@code
   * capacitySearch().from(perSecond(50)).upTo(perSecond(2_000))}. The plan's thresholds judge each
   * level.
   */
  public static CapacitySteps capacitySearch() {
    return new CapacitySteps();
  }

  /**
   * A rate: {@code perSecond(50)} is 50/s.
   *
   * @throws IllegalArgumentException if {@code times} is negative or not finite
   */
  public static Rate perSecond(double times) {
    return new Rate(times);
  }

  /**
   * A rate: {@code perSecond(50)} is 50/s.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public static Rate perSecond(int times) {
    return perSecond((double) times);
  }

  /**
   * A rate: {@code perMinute(30)} is 0.5/s.
   *
   * @throws IllegalArgumentException if {@code times} is negative or not finite
   */
  public static Rate perMinute(double times) {
    return new Rate(times / 60);
  }

  /**
   * A rate: {@code perMinute(30)} is 0.5/s.
   *
   * @throws IllegalArgumentException if {@code times} is negative
   */
  public static Rate perMinute(int times) {
    return perMinute((double) times);
  }

  // Thresholds

  /**
   * A share in percent: one in a hundred is {@code ofPercent(1)}.
   *
   * @param value 0 to 100
   * @throws IllegalArgumentException if {@code value} is outside its range
   */
  public static Percent ofPercent(double value) {
    return new Percent(value);
  }

  /**
   * A share in percent: one in a hundred is {@code ofPercent(1)}.
   *
   * @param value 0 to 100
   * @throws IllegalArgumentException if {@code value} is outside its range
   */
  public static Percent ofPercent(int value) {
    return ofPercent((double) value);
  }

  /**
   * A threshold from its text, as it is written in settings: {@code p95 of Login in spike < 1 s}. A
   * name that contains a word such as {@code of} or {@code in} is written in quotation marks.
   *
   * @throws IllegalArgumentException if {@code text} is not a threshold; the message says what is
   *     allowed
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
   * @param value in percent, 1 to 100: {@code 99.9}
   * @throws IllegalArgumentException if {@code value} is outside its range
   */
  public static ThresholdSteps<Duration> percentile(double value) {
    return new ThresholdSteps<>(new AtPercentile(new Percentile(value)), OnrushDsl::milliseconds);
  }

  /**
   * A percentile of response times, by nearest rank.
   *
   * @param value 1 to 100
   * @throws IllegalArgumentException if {@code value} is outside its range
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

  /** The population standard deviation of response times. */
  public static ThresholdSteps<Duration> standardDeviation() {
    return new ThresholdSteps<>(Simple.STANDARD_DEVIATION, OnrushDsl::milliseconds);
  }

  /** The longest response time. */
  public static ThresholdSteps<Duration> max() {
    return new ThresholdSteps<>(Simple.MAX, OnrushDsl::milliseconds);
  }

  /**
   * The number of failed requests divided by the number of all requests, in percent. Requests that
   * could not be sent count in both numbers.
   */
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

  /** The number of requests sent per second. */
  public static ThresholdSteps<Rate> throughput() {
    return new ThresholdSteps<>(Simple.THROUGHPUT, Rate::perSecond);
  }

  /**
   * The number of responses with this status code divided by the number of all requests, in
   * percent. A response counts even if it passed its checks.
   *
   * @param code 100 to 599
   * @throws IllegalArgumentException if {@code code} is outside its range
   */
  public static ThresholdSteps<Percent> statusShare(int code) {
    return statusShare(String.valueOf(code));
  }

  /**
   * The number of responses with this status code, or a code of this class, divided by the number
   * of all requests, in percent.
   *
   * @param codes a code from 100 to 599, or a class such as {@code 5xx}
   * @throws IllegalArgumentException if {@code codes} is neither
   */
  public static ThresholdSteps<Percent> statusShare(String codes) {
    return new ThresholdSteps<>(new Status(codes, true), Percent::value);
  }

  /**
   * The number of responses with this status code.
   *
   * @param code 100 to 599
   * @throws IllegalArgumentException if {@code code} is outside its range
   */
  public static ThresholdSteps<Integer> statusCount(int code) {
    return statusCount(String.valueOf(code));
  }

  /**
   * The number of responses with this status code, or a code of this class.
   *
   * @param codes a code from 100 to 599, or a class such as {@code 5xx}
   * @throws IllegalArgumentException if {@code codes} is neither
   */
  public static ThresholdSteps<Integer> statusCount(String codes) {
    return new ThresholdSteps<>(new Status(codes, false), Integer::doubleValue);
  }

  /**
   * The Application Performance Index (Apdex), from 0 to 1: the satisfied requests and half of the
   * tolerating requests, divided by all requests. A satisfied request took at most {@code target};
   * a tolerating request took longer, but at most four times {@code target}. A failed request is
   * neither.
   *
   * @param target longer than zero, at most 1,000 days
   * @throws IllegalArgumentException if {@code target} is outside its range
   */
  public static ThresholdSteps<Number> apdex(Duration target) {
    return new ThresholdSteps<>(new Apdex(target), Number::doubleValue);
  }

  /**
   * One figure divided by the other: {@code ratio(p95().during(SPIKE),
   * p95().during(BASELINE)).below(3.0)}.
   *
   * @throws IllegalArgumentException if an argument is null, or {@code by} is a figure of each
   *     request
   */
  public static BoundSteps<Number> ratio(ScopeSteps<?> figure, ScopeSteps<?> by) {
    return new BoundSteps<>(
        new Ratio(
            Given.value(figure, "figure of a ratio").figure,
            Given.value(by, "divisor of a ratio").figure),
        Number::doubleValue);
  }

  /**
   * The time from the end of the spike until the service is as it was before the spike. The service
   * has recovered with the first of three consecutive seconds in which the p95 is at most 1.5 times
   * its median in the phase before the spike, or 10 ms above this median if that is more, and the
   * error rate is at most one percentage point higher than in that phase. For a second with fewer
   * than 20 requests, the p50 is compared in the same way.
   */
  public static RecoverySteps recovery() {
    return new RecoverySteps(SPIKE);
  }

  /**
   * The rise of the p95 from the start of the steady state to its end, in percent. A service
   * without a leak or a growing queue has no drift.
   */
  public static DriftSteps drift() {
    return drift(p95());
  }

  /**
   * The rise of a figure from the start of its scope's time to the end, in percent of its median,
   * or in percentage points if the figure is a share such as the error rate. A figure without a
   * phase is taken over the steady state. The drift is 0 unless the test of Mann and Kendall is 99
   * % certain of a rise.
   *
   * @throws IllegalArgumentException if {@code figure} is null
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
   * percent. A figure without a phase is taken over the steady state.
   *
   * @throws IllegalArgumentException if {@code figure} is null
   */
  public static DriftSteps stability(ScopeSteps<?> figure) {
    return new DriftSteps(new Stability(Given.value(figure, "figure of stability(…)").figure));
  }

  /**
   * The highest load that a {@link #capacitySearch} has proven: {@code
   * capacity().atLeast(perSecond(500))}.
   */
  public static RequiredCapacity capacity() {
    return new RequiredCapacity();
  }

  // Custom metrics, and metrics of the service

  /**
   * A custom metric that adds up amounts.
   *
   * @param name unique among the metrics of a simulation
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public static Counter counter(String name) {
    return new Counter(name);
  }

  /**
   * A custom metric that goes up and down.
   *
   * @param name unique among the metrics of a simulation
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public static Gauge gauge(String name) {
    return new Gauge(name);
  }

  /**
   * A custom metric of which each sample is yes or no.
   *
   * @param name unique among the metrics of a simulation
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public static RateMetric rate(String name) {
    return new RateMetric(name);
  }

  /**
   * A custom metric with a distribution.
   *
   * @param name unique among the metrics of a simulation
   * @throws IllegalArgumentException if {@code name} is null or blank
   */
  public static Trend trend(String name) {
    return new Trend(name);
  }

  /**
   * A metric that the service publishes for Prometheus: {@code
   * service("hikaricp_connections_pending").max().below(10.0)}.
   *
   * @param metric the name of the metric, optionally with labels that select some of its series
   * @throws IllegalArgumentException if {@code metric} is null
   */
  public static ServiceMetric service(String metric) {
    return new ServiceMetric(metric);
  }

  private static double milliseconds(Duration time) {
    return Quantity.inMilliseconds(Given.time(time, "bound of a threshold"));
  }

  // Plans

  /**
   * A load plan: {@code loadPlan("Spike").users(…).profile(…).thresholds(…)}.
   *
   * @throws IllegalArgumentException if {@code name} is null
   */
  public static PlanSteps.WithoutUsers loadPlan(String name) {
    return new PlanSteps.WithoutUsers(name);
  }
}
