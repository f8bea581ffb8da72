package dev.onrush.dsl;

import dev.onrush.gatling.GatlingDefaults;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.Statistic.ResponseTime;
import dev.onrush.plan.Statistic.Simple;
import dev.onrush.plan.Statistic.StatusCode;
import dev.onrush.plan.Task;
import dev.onrush.plan.ThinkTime;
import dev.onrush.plan.UserClass;
import dev.onrush.units.Percent;
import dev.onrush.units.Percentile;
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
    return HttpDsl.http(TASK_NAME).get(url);
  }

  /** POST, named after its task. */
  public static HttpRequestActionBuilder post(String url) {
    return HttpDsl.http(TASK_NAME).post(url);
  }

  /** PUT, named after its task. */
  public static HttpRequestActionBuilder put(String url) {
    return HttpDsl.http(TASK_NAME).put(url);
  }

  /** PATCH, named after its task. */
  public static HttpRequestActionBuilder patch(String url) {
    return HttpDsl.http(TASK_NAME).patch(url);
  }

  /** DELETE, named after its task. */
  public static HttpRequestActionBuilder delete(String url) {
    return HttpDsl.http(TASK_NAME).delete(url);
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
    return new ThresholdSteps<>(new ResponseTime(new Percentile(value)), OnrushDsl::milliseconds);
  }

  /** The arithmetic mean of response times. */
  public static ThresholdSteps<Duration> mean() {
    return new ThresholdSteps<>(Simple.MEAN, OnrushDsl::milliseconds);
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

  /** All requests. */
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
    return new ThresholdSteps<>(new StatusCode(code, true), Percent::value);
  }

  /** Responses with this status code. */
  public static ThresholdSteps<Integer> statusCount(int code) {
    return new ThresholdSteps<>(new StatusCode(code, false), Integer::doubleValue);
  }

  /**
   * How long after the spike it is as before it: until the p95 of three seconds in a row is at most
   * half as long again as it usually was in the phase before, and the error rate at most one
   * percentage point higher.
   */
  public static RecoverySteps recovery() {
    return new RecoverySteps(SPIKE);
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }

  // All of it

  /** A plan: {@code loadPlan("Spike").users(…).profile(…).thresholds(…)}. */
  public static PlanSteps.Named loadPlan(String name) {
    return new PlanSteps.Named(name);
  }
}
