package dev.onrush.bench;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.gatling.http.guard.OpeningTimers;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.plan.ClassArrivals;
import dev.onrush.plan.Task;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import dev.onrush.plan.Weights;
import dev.onrush.profile.LoadProfile.ArrivalRate;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeout;
import io.gatling.javaapi.core.CoreDsl;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures separately what is done for each request, each iteration and each arrival, and what is
 * done once a second: nanoseconds and bytes of each.
 *
 * <p>{@code mvn -q -Pbench test-compile exec:exec -Dbench=HotPath}; set the number of forks of each
 * with {@code -Dbench.rounds=5}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class HotPath {

  private static final int NAMES = 200;
  private static final int SAMPLES_A_FLIP = 10_000;
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** As many as the users of a large run have, so that they do not fit into the nearest caches. */
  private static final int TIMERS = 20_000;

  private static final long LATER = TimeUnit.HOURS.toMillis(1);

  /** In nanoseconds; so long that all timers are looked at. */
  private static final long STANDSTILL = TimeUnit.SECONDS.toNanos(1);

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private LongConsumer pauses = nanos -> {};
  private LongConsumer requests = nanos -> {};
  private EventLoop requesting = loops.next();
  private int postponements;
  private final String[] names =
      IntStream.range(0, NAMES).mapToObj(n -> "Request " + n).toArray(String[]::new);
  private final SplittableRandom random = new SplittableRandom(1);
  private final Recorder recorder = new Recorder(List.of(), text -> text);
  private Timeline timeline = new Timeline();
  private Duration now = Duration.ZERO;
  private Duration moment = Duration.ZERO;
  private double next;
  private int sample;
  private Weights weights = Weights.of(List.of());
  private UserSchedule schedule = schedule(List.of(UserClass.named("Browsing")));
  private ClassArrivals arrivals = schedule.arrivals(0, 1, random::nextDouble);

  /** Called by JMH. */
  @Setup
  public void setUp() throws InterruptedException {
    pauses = OpeningTimers.of(loop(HotPath::pause));
    requesting = loop(HotPath::request);
    UserClass browsing = UserClass.named("Browsing").weight(8);
    for (int i = 0; i < 5; i++) {
      browsing = browsing.task(i + 1, "Task " + i, CoreDsl.exec(session -> session));
    }
    UserClass active =
        UserClass.named("Active").weight(2).task("Act", CoreDsl.exec(session -> session));
    List<Task> tasks = browsing.tasks();
    weights = Weights.of(tasks);
    schedule = schedule(List.of(browsing, active));
    arrivals = schedule.arrivals(0, 1, random::nextDouble);
  }

  private static UserSchedule schedule(List<UserClass> classes) {
    return new UserSchedule(
        classes,
        ArrivalRate.none()
            .rampTo(OnrushDsl.perSecond(10_000), Duration.ofMinutes(1))
            .holdFor(Duration.ofDays(1)));
  }

  /** Records a response and counts it, which another thread does in a run. */
  @Benchmark
  public void recordAResponse() {
    sample++;
    recorder.timed("Browsing", "", names[sample % 8], sample, sample & 1023, true, "200", "");
    if (sample % SAMPLES_A_FLIP == 0) {
      now = now.plus(SECOND);
      Interval unused = recorder.takeInterval(now);
    }
  }

  /** Picks the next task of a user. */
  @Benchmark
  public int pickATask() {
    return weights.pick(random);
  }

  /** Asks whether an arrival is due, and when the next one is. */
  @Benchmark
  public Duration askTheSchedule() {
    moment = moment.plusNanos(100_000);
    if (next <= schedule.arrivalsBy(moment)) {
      next = arrivals.next();
    }
    return schedule.dueAt(next);
  }

  /** Turns a second of 200 request names with 50 responses each into a row of the timeline. */
  @Benchmark
  @OutputTimeUnit(TimeUnit.NANOSECONDS)
  public Row flipAnInterval() {
    for (int i = 0; i < SAMPLES_A_FLIP; i++) {
      recorder.timed("Browsing", "", names[i % NAMES], i, i & 4095, true, "200", "");
    }
    now = now.plus(SECOND);
    Interval interval = recorder.takeInterval(now);
    if (timeline.rows().size() > 1_000) {
      timeline = new Timeline();
    }
    return timeline.add(interval);
  }

  /** Looks at the timers of users who pause, after a standstill of their event loop. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public void lookAtATimer() {
    pauses.accept(STANDSTILL);
  }

  /** Postpones the timers of requests that wait for their connection, each a hundred times. */
  @Benchmark
  @OperationsPerInvocation(TIMERS)
  public void postponeATimer() {
    if (postponements % 100 == 0) {
      requests = OpeningTimers.of(requesting);
    }
    postponements++;
    requests.accept(STANDSTILL);
  }

  /** Returns an event loop that has this many timers, whose thread sleeps meanwhile. */
  private EventLoop loop(Consumer<EventLoop> timer) throws InterruptedException {
    EventLoop loop = loops.next();
    loop.submit(() -> IntStream.range(0, TIMERS).forEach(i -> timer.accept(loop))).sync();
    return loop;
  }

  private static void pause(EventLoop loop) {
    Future<?> unused = loop.schedule(() -> {}, LATER, TimeUnit.MILLISECONDS);
  }

  private static void request(EventLoop loop) {
    RequestTimeout.requestTimeout(LATER, new SilentListener()).start(loop);
  }

  /** Ends the event loops; called by JMH. */
  @TearDown
  public void tearDown() {
    Future<?> unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  public static void main(String[] args) throws RunnerException {
    System.out.println(markdown(Integer.getInteger("bench.rounds", 5)));
  }

  static String markdown(int forks) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(HotPath.class.getName() + ".*")
                    .forks(forks)
                    .jvmArgs("-Xmx1G", "--add-opens=java.base/java.lang=ALL-UNNAMED")
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    StringBuilder text =
        new StringBuilder("| one call | ns | ± (99.9 %) | bytes |\n|---|---:|---:|---:|\n");
    for (RunResult result : results) {
      Result<?> time = result.getPrimaryResult();
      Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %,.1f | %,.1f | %,.1f |%n",
              time.getLabel(),
              time.getScore(),
              time.getScoreError(),
              bytes == null ? Double.NaN : bytes.getScore()));
    }
    return text.toString();
  }

  /** A request that nothing happens to. */
  private static final class SilentListener implements HttpListener {

    @Override
    public void onFinalClientRequest(Request request) {}

    @Override
    public void onHttpResponse(HttpResponseStatus status, HttpHeaders headers) {}

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {}

    @Override
    public void onThrowable(Throwable e) {}
  }
}
