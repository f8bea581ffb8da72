package dev.onrush;

import static dev.onrush.dsl.OnrushDsl.*;
import static io.gatling.javaapi.core.CoreDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Series.Kind;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of Java code in plans that run in this JVM. */
@Tag("load")
@Tag("long")
class CallTest {

  @TempDir Path reports;

  private final CountingServer server = new CountingServer();

  @AfterEach
  void close() {
    server.close();
  }

  private RunSettings settings() {
    return WithSettings.load(Map.of())
        .withTarget(URI.create(server.uri()))
        .withReports(reports)
        .withSeed(42)
        .with("onrush.warmUp", "0 s");
  }

  /**
   * A service in this JVM that takes a given time, and logs the time and the thread of each call.
   */
  private static final class Stub {
    final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    final Set<String> threads = ConcurrentHashMap.newKeySet();

    String serve(Duration delay) {
      long begun = System.nanoTime();
      threads.add(Thread.currentThread().getName().replaceFirst("\\d+$", ""));
      while (System.nanoTime() - begun < delay.toNanos()) {
        LockSupport.parkNanos(delay.toNanos() - (System.nanoTime() - begun));
        boolean unused = Thread.interrupted(); // with which the next park would not wait
      }
      nanos.add(System.nanoTime() - begun);
      return "served";
    }

    /** The mean of the logged times in milliseconds. */
    double mean() {
      return nanos.stream().mapToLong(n -> n).average().orElseThrow() / 1e6;
    }
  }

  private static Distribution times(RunRecord result, String name) {
    return result
        .timeline()
        .select(s -> s.kind() == Kind.REQUEST && s.name().equals(name))
        .all()
        .times();
  }

  private static Distribution waits(RunRecord result) {
    return result
        .timeline()
        .select(s -> s.kind() == Kind.CALL && !s.name().equals(Series.CALL_RUNNING))
        .all()
        .times();
  }

  private static Map<String, Long> errors(RunRecord result) {
    return result.timeline().failures().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                (FailureCluster c) -> c.request() + ": " + c.failure().text(),
                FailureCluster::count));
  }

  private RunRecord ofStub(Stub stub, Duration delay, int threads) {
    LoadPlan plan =
        loadPlan("Stub")
            .users(userClass("U").task(call("Serve", session -> stub.serve(delay))))
            .profile(concurrentUsers().hold(32, ofSeconds(4)))
            .thresholds(errorCount().atMost(0), mean().of("Serve").below(ofSeconds(10)));
    return Runs.run(
        plan,
        settings()
            .with("onrush.call.threads", String.valueOf(threads))
            .with("onrush.generator.missing", "5 %"));
  }

  /**
   * 32 users call 8 threads without a pause: 8 calls run and 24 wait, three times as long as a
   * call.
   */
  private void eight_threads_for_32_users(Duration delay) {
    Stub stub = new Stub();

    RunRecord result = ofStub(stub, delay, 8);

    Distribution times = times(result, "Serve");
    assertThat(times.count()).isEqualTo(stub.nanos.size());
    assertThat(times.mean()).isCloseTo(stub.mean(), within(0.1 * stub.mean()));
    Distribution waits = waits(result);
    assertThat(waits.count()).isEqualTo(stub.nanos.size());
    assertThat(waits.mean() / times.mean()).isBetween(2.5, 3.5);
    assertThat(stub.threads).containsExactly("onrush-call-");
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .startsWith("calls waited for a thread for 7")
        .endsWith("; all threads were busy, so increase onrush.call.threads (would be PASS)");
    assertThat(result.judgements()).extracting(Judgement::verdict).containsOnly(Verdict.INVALID);
  }

  @Test
  void response_times_of_50_ms_are_those_of_the_stub_and_waits_for_its_8_threads_are_apart() {
    eight_threads_for_32_users(ofMillis(50));
  }

  @Test
  void response_times_of_100_ms_are_those_of_the_stub_and_waits_for_its_8_threads_are_apart() {
    eight_threads_for_32_users(ofMillis(100));
  }

  @Test
  void with_a_thread_for_each_user_nobody_waits_and_the_run_is_judged() {
    Stub stub = new Stub();

    RunRecord result = ofStub(stub, ofMillis(100), 32);

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(times(result, "Serve").count()).isEqualTo(stub.nanos.size());
    assertThat(
            result
                .timeline()
                .select(s -> s.name().equals(Series.CALL_QUEUED))
                .all()
                .times()
                .count())
        .isZero();
    assertThat(result.info().facts().get("call threads"))
        .isEqualTo(
            "32 "
                + (Runtime.version().feature() < 24 ? "platform" : "virtual")
                + " threads at most");
  }

  @Test
  void failures_of_every_kind_are_counted_and_the_user_goes_on() {
    AtomicInteger after = new AtomicInteger();
    AtomicReference<Object> saved = new AtomicReference<>();
    LoadPlan plan =
        loadPlan("Failures")
            .users(
                userClass("U")
                    .task(
                        "All",
                        group("Orders")
                            .on(
                                exec(
                                    call(
                                        "Throws",
                                        s -> fail(new IllegalStateException("no order 7\nmore"))),
                                    call("Null text", s -> fail(new IllegalStateException())),
                                    call("Memory", s -> fail(new StackOverflowError("deep"))),
                                    call("Checked", s -> 0).check("inserted", n -> n == 1),
                                    call("Check throws", s -> "a\nb")
                                        .check("odd", text -> fail(new IllegalStateException("!"))),
                                    call("Nothing to save", s -> null).saveAs("nothing"),
                                    call("Slow", s -> new Stub().serve(ofSeconds(20)))
                                        .timeout(ofMillis(50)),
                                    call("Check hangs", s -> "order")
                                        .check("shipped", order -> hangs())
                                        .timeout(ofSeconds(10)))),
                        exec(call("Saved", s -> 42).check("all", n -> n == 42).saveAs("answer")),
                        exec(call("Read #{answer}", s -> s.getInt("answer")).saveAs("again")),
                        exec(
                            session -> {
                              saved.set(session.get("again"));
                              after.incrementAndGet();
                              return session;
                            }),
                        exec(call("Last", s -> fail(new java.io.IOException("gone")))),
                        exitHereIfFailed(),
                        exec(call("Never", s -> 1))))
            .profile(arrivalRate().hold(perSecond(1), ofSeconds(2)))
            .thresholds(errorCount().atMost(100));

    RunRecord result = Runs.run(plan, settings());

    assertThat(after).hasValue(2);
    assertThat(saved).hasValue(42);
    assertThat(errors(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Orders / Throws: IllegalStateException: no order 7", 2L,
                "Orders / Null text: IllegalStateException", 2L,
                "Orders / Memory: StackOverflowError: deep", 2L,
                "Orders / Checked: check \"inserted\" failed; result was 0", 2L,
                "Orders / Check throws: check \"odd\" threw IllegalStateException: !; result was a",
                    2L,
                "Orders / Nothing to save: nothing to save as \"nothing\": result was null", 2L,
                "Orders / Slow: no result within 50 ms", 2L,
                "Orders / Check hangs: check had no outcome within 10 s", 2L,
                "Last: IOException: gone", 2L));
    assertThat(times(result, "Read 42").count()).isEqualTo(2);
    assertThat(times(result, "Never").count()).isZero();
    assertThat(times(result, "Orders / Slow").min()).isBetween(50.0, 5_000.0);
    assertThat(result.timeline().select(s -> s.kind() == Kind.DUE).all().requests())
        .isEqualTo(2 * 11);
  }

  /** Returns when its thread is interrupted. */
  private static boolean hangs() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.park();
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private static <T, E extends Throwable> T fail(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void calls_under_way_at_the_end_are_counted_and_interrupted_and_do_not_hold_up_the_end() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger interrupted = new AtomicInteger();
    LoadPlan plan =
        loadPlan("End")
            .users(
                userClass("U")
                    .task(
                        call(
                                "Hangs",
                                s -> {
                                  while (true) {
                                    try {
                                      never.await();
                                    } catch (InterruptedException e) {
                                      interrupted.incrementAndGet(); // and continues to wait
                                    }
                                  }
                                })
                            .timeout(ofSeconds(600))))
            .profile(concurrentUsers().hold(3, ofSeconds(5)))
            .thresholds(requestCount().atLeast(1));
    long begun = System.nanoTime();

    RunRecord result =
        Runs.run(
            plan,
            settings()
                .with("onrush.windDownAtMost", "1 s")
                .with("onrush.awaitAnswers", "100 ms")
                .with("onrush.call.threads", "2"));

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ofSeconds(300));
    assertThat(result.timeline().all().unanswered()).isEqualTo(2);
    while (interrupted.get() < 2) { // each call on its own thread, until the test is aborted
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(interrupted).hasValue(2);
    // The third user always waited for a thread.
    assertThat(waits(result).count()).isEqualTo(3);
    assertThat(waits(result).max()).isGreaterThan(1_500);
  }

  @Test
  void functions_after_a_call_and_after_a_metric_are_watched() {
    LoadPlan plan =
        loadPlan("Watched")
            .users(
                userClass("U")
                    .task(
                        "All",
                        exec(call("Call", s -> 1)),
                        exec(
                            session -> {
                              throw new IllegalStateException("after a call");
                            }),
                        exec(counter("done").add(1)),
                        exec(
                            session -> {
                              throw new IllegalStateException("after a metric");
                            })))
            .profile(arrivalRate().hold(perSecond(1), ofSeconds(1)))
            .thresholds(errorCount().atMost(100));

    RunRecord result = Runs.run(plan, settings());

    assertThat(errors(result).keySet())
        .containsExactlyInAnyOrder(
            "exec: j.l.IllegalStateException: after a call",
            "exec: j.l.IllegalStateException: after a metric");
  }
}
