package dev.onrush.internal.finding;

import static dev.onrush.dsl.OnrushDsl.errorRate;
import static dev.onrush.dsl.OnrushDsl.ofPercent;
import static dev.onrush.dsl.OnrushDsl.p95;
import static dev.onrush.dsl.OnrushDsl.perSecond;
import static dev.onrush.dsl.OnrushDsl.statusShare;
import static dev.onrush.dsl.OnrushDsl.throughput;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.service.ServiceHistory;
import dev.onrush.internal.trace.Span;
import dev.onrush.internal.trace.Waterfall;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.Phase;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Uncertainty;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * A run of 40 s with 20 requests a second, which goes wrong at 20 s, or at once: the test sets its
 * responses from then on, and the metrics of the service.
 */
final class SyntheticRun {

  static final int BREAK = 20;

  private static final List<Phase> PHASES =
      List.of(new Phase("steady", Duration.ZERO, ofSeconds(40)));

  private final Threshold threshold;
  private final Map<String, IntToDoubleFunction> series = new LinkedHashMap<>();
  private final Map<Duration, Waterfall> traces = new LinkedHashMap<>();
  private int breaksAt = BREAK;
  private int millis = 10;
  private int requests = 20;
  private int conflicts;
  private int otherErrors;
  private int otherMillis;
  private int otherRequests;
  private int failingBefore;
  private int apart = 1;
  private String throwing = "";
  private int failing;
  private boolean expected;
  private boolean isDoubtful;
  private boolean isUndecided;
  private int failedMillis = 2;
  private String code = "500";
  private String error = "failed";
  private String answer = "";
  private List<GeneratorFinding> generator = List.of();

  private SyntheticRun(Threshold threshold) {
    this.threshold = threshold;
  }

  /** Response times rise from 10 ms to 800 ms, and the limit of p95 is 200 ms. */
  static SyntheticRun slow() {
    SyntheticRun run = new SyntheticRun(p95().below(ofMillis(200)));
    run.millis = 800;
    return run;
  }

  /**
   * {@code of20} of each 20 requests have no answer after 4 s, and the others take 50 ms; the limit
   * of p95 is 200 ms.
   */
  static SyntheticRun hanging(int of20) {
    SyntheticRun run = new SyntheticRun(p95().below(ofMillis(200)));
    run.millis = 50;
    run.failing = of20;
    run.code = "";
    run.failedMillis = 4_000;
    run.error = "Request timeout to 10.0.0.1 after 4 s";
    return run;
  }

  /** {@code of20} of each 20 requests fail, and 2 % are allowed. */
  static SyntheticRun failing(int of20, String code, int failedMillis, String error) {
    SyntheticRun run = new SyntheticRun(errorRate().below(ofPercent(2)));
    run.failing = of20;
    run.code = code;
    run.failedMillis = failedMillis;
    run.error = error;
    return run;
  }

  /**
   * {@code before} of each 20 requests fail before the break, and {@code after} of them after it;
   * half of them are allowed.
   */
  static SyntheticRun failingMore(int before, int after, String code) {
    SyntheticRun run = new SyntheticRun(errorRate().below(ofPercent(50)));
    run.failingBefore = before;
    run.failing = after;
    run.code = code;
    return run;
  }

  /**
   * 20 requests a second become 40, of which {@code of40} fail. The threshold, at most 30 a second,
   * is neither about times nor about failures.
   */
  static SyntheticRun more(int of40, String code, String error) {
    SyntheticRun run = new SyntheticRun(throughput().every(ofSeconds(1)).atMost(perSecond(30)));
    run.failing = of40;
    run.code = code;
    run.error = error;
    return run.then(40);
  }

  /** {@code of20} of each 20 requests have a status that the script expects. */
  static SyntheticRun refusing(int of20, String code) {
    SyntheticRun run = new SyntheticRun(statusShare(Integer.parseInt(code)).below(ofPercent(2)));
    run.failing = of20;
    run.expected = true;
    run.code = code;
    return run;
  }

  /** Failing requests are not sent: this step of the script throws instead. */
  SyntheticRun throwing(String step) {
    throwing = step;
    return this;
  }

  /** This number of requests a second after the break, instead of 20. */
  SyntheticRun then(int perSecond) {
    requests = perSecond;
    return this;
  }

  /**
   * {@code of20} of each 20 requests have status 409 during the whole run, as the script expects.
   */
  SyntheticRun withExpectedConflicts(int of20) {
    conflicts = of20;
    return this;
  }

  /**
   * After the break, {@code perSecond} more requests fail each second, each for a different reason.
   */
  SyntheticRun withOtherErrors(int perSecond, int took) {
    otherErrors = perSecond;
    otherMillis = took;
    return this;
  }

  /** {@code perSecond} more requests a second, of another name, which take 10 ms and never fail. */
  SyntheticRun withOtherRequests(int perSecond) {
    otherRequests = perSecond;
    return this;
  }

  /** The run goes wrong at once. */
  SyntheticRun atOnce() {
    breaksAt = 0;
    return this;
  }

  /** The service is read only every {@code seconds} seconds, as after hours of a run. */
  SyntheticRun readEach(int seconds) {
    apart = seconds;
    return this;
  }

  /** A series with one value before the break, and another value after it. */
  SyntheticRun with(String expression, double before, double after) {
    return with(expression, second -> second < BREAK ? before : after);
  }

  SyntheticRun with(String expression, IntToDoubleFunction bySecond) {
    series.put(expression, bySecond);
    return this;
  }

  SyntheticRun withGenerator(String fault, int from, int to) {
    generator = List.of(new GeneratorFinding(fault, ofSeconds(from), ofSeconds(to)));
    return this;
  }

  /** A fault of the generator that makes the verdict doubtful. */
  SyntheticRun withDoubt(String fault, int from, int to) {
    isDoubtful = true;
    return withGenerator(fault, from, to);
  }

  /** The only certain bound of all response times is that they are not negative. */
  SyntheticRun undecided() {
    isUndecided = true;
    return this;
  }

  private Judgement seen(Judgement judgement) {
    return isUndecided
        ? new Judgement(
                judgement.threshold(),
                judgement.verdict(),
                judgement.actual(),
                judgement.samples(),
                "",
                judgement.moment(),
                Optional.of(new Uncertainty(0, judgement.actual().orElseThrow())),
                Optional.empty())
            .undecided()
        : isDoubtful ? judgement.untrusted("generator") : judgement;
  }

  /** Sets the response to the first failed request. */
  SyntheticRun answered(String body) {
    answer = body;
    return this;
  }

  /** A slow request; the service has spent {@code inStatement} of its 800 ms in a statement. */
  SyntheticRun traced(int second, int inStatement) {
    long nanos = 1_000_000;
    traces.put(
        ofSeconds(second),
        Waterfall.of(
            List.of(
                new Span("t", "a", "", "shop", "GET", "server", 0, 800 * nanos, "/", ""),
                new Span(
                    "t",
                    "b",
                    "a",
                    "shop",
                    "SELECT shop.orders",
                    "client",
                    nanos,
                    inStatement * nanos,
                    "SELECT * FROM orders",
                    ""))));
    return this;
  }

  /** All metrics of the service are known and none is near a limit. */
  SyntheticRun quiet() {
    return with("process_cpu_usage", 0.2, 0.2)
        .with("system_cpu_usage", 0.4, 0.4)
        .with("rate(jvm_gc_pause_seconds_sum)", 0.01, 0.01)
        .with("hikaricp_connections_active{pool=\"main\"}", 2, 3)
        .with("hikaricp_connections_max{pool=\"main\"}", 10, 10)
        .with("hikaricp_connections_pending{pool=\"main\"}", 0, 0)
        .with("pg_lock_waiters", 0, 0);
  }

  Explanation explained() {
    ServiceHistory service = new ServiceHistory();
    RunEvidence evidence = new RunEvidence(List.of(threshold), PHASES, List.of(), service);
    Judge judge = new Judge(List.of(threshold), PHASES, List.of());
    Recorder recorder = new Recorder(PHASES, text -> text);
    for (int second = 0; second < 40; second++) {
      boolean broken = second >= breaksAt;
      for (int i = 0; i < conflicts; i++) {
        long start = 1_000L * second;
        recorder.response("B", "", "c", start, start + 10, true, "409", "");
      }
      for (int i = 0; i < otherRequests; i++) {
        long start = 1_000L * second;
        recorder.response("B", "", "other", start, start + 10, true, "200", "");
      }
      for (int i = 0; broken && i < otherErrors; i++) {
        long start = 1_000L * second;
        recorder.response(
            "B", "", "o", start, start + otherMillis, false, "500", "no part " + second + "/" + i);
      }
      for (int i = 0; i < (broken ? requests : 20); i++) {
        boolean fails = i < (broken ? failing : failingBefore);
        int took = fails ? failedMillis : broken ? millis : 10;
        long start = 1_000L * second;
        boolean passes = !fails || expected;
        if (fails && !throwing.isEmpty()) {
          recorder.crash("B", "", throwing, start, error);
          continue;
        }
        recorder.response(
            "B", "", "r", start, start + took, passes, fails ? code : "200", passes ? "" : error);
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      Map<String, Double> reading = new HashMap<>();
      for (Map.Entry<String, IntToDoubleFunction> of : series.entrySet()) {
        double value = of.getValue().applyAsDouble(second);
        if (!Double.isNaN(value)) {
          reading.put(of.getKey(), value);
        }
      }
      if (!reading.isEmpty() && second % apart == 0) {
        service.add(interval.end(), reading);
      }
      evidence.add(interval);
      judge.add(interval);
    }
    traces.forEach((sent, spans) -> evidence.traced("B", sent, spans));
    evidence.answered("B", ofSeconds(BREAK), answer);
    return evidence.explain(judge.judge().stream().map(this::seen).toList(), generator);
  }

  Breach breach() {
    return explained().breaches().get(0);
  }

  Optional<Cause> cause() {
    return breach().causes().stream().findFirst();
  }

  /** Returns the first cause, such as {@code lock conflicts STRONG}, or {@code unknown}. */
  String first() {
    return cause().map(of -> of.name() + " " + of.confidence()).orElse("unknown");
  }
}
