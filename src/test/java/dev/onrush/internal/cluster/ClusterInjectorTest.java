package dev.onrush.internal.cluster;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.cluster.message.MemoryNet;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageAuthenticator;
import dev.onrush.internal.cluster.message.Peer;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.cluster.message.Until;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.run.Run;
import dev.onrush.internal.run.RunInputs;
import dev.onrush.internal.run.Source;
import dev.onrush.internal.run.log.IntervalLog;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.profile.LoadProfile;
import dev.onrush.result.Command;
import dev.onrush.result.Intervention;
import dev.onrush.result.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterInjectorTest {

  private static final String SECRET = "a secret of some length";
  private static final Timeouts SHORT =
      new Timeouts(ofMillis(60), Duration.ZERO, ofSeconds(5), ofMillis(500), ofSeconds(30));
  private static final LoadProfile PROFILE =
      OnrushDsl.concurrentUsers().hold(9, Duration.ofMinutes(1));
  private static final RunInfo INFO =
      new RunInfo(
          "LoadTest",
          "Load",
          Instant.parse("2026-01-02T03:04:05Z"),
          Optional.of(PROFILE),
          42,
          List.of("r"),
          // The injector itself would end the run immediately, but only the coordinator judges.
          List.of(OnrushDsl.errorCount().atMost(0).abortAfter(ofSeconds(0))),
          GeneratorLimits.DEFAULT,
          Map.of("profile", "steady"),
          Map.of("onrush", "1.0", RunInfo.INJECTOR, "1 of 2 (i)", RunInfo.CLUSTER_RUN, "run"));

  private final Path folder;
  private final MemoryNet net = new MemoryNet();
  private final Peer coordinator = new Peer(net.transport("c"), SECRET, "run", SHORT);
  private final ClusterInjector injector =
      new ClusterInjector(
          new ClusterLink(net.transport("i"), new MessageAuthenticator(SECRET), "run", SHORT),
          "c",
          ofSeconds(30));
  private final Recorder recorder = new Recorder(PROFILE.phases(), text -> text);
  private final BlockingQueue<String> stops = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private final ClusterInjector.RunTerminator hands =
      new ClusterInjector.RunTerminator() {
        @Override
        public void stop(String reason) {
          stops.add(reason);
        }

        @Override
        public void refuse(String why) {
          refusals.add(why);
        }
      };
  private final BlockingQueue<EffectiveLoad> courses = new LinkedBlockingQueue<>();
  private volatile OptionalLong endOfLoad = OptionalLong.empty();
  private final Run run;

  ClusterInjectorTest(@TempDir Path folder) {
    this.folder = folder;
    this.run =
        new Run(
            INFO,
            RunInputs.led(Source.of(recorder)),
            folder,
            List.of(injector.measurements()),
            new Engine() {
              @Override
              public void stop(String reason) {}

              @Override
              public void follow(EffectiveLoad effective) {
                courses.add(effective);
              }

              @Override
              public OptionalLong endOfLoad() {
                return endOfLoad;
              }
            });
  }

  @AfterEach
  void close() {
    injector.close();
    net.close();
  }

  private void begun() {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    coordinator.say("i", new Message.Start(System.nanoTime() / 1_000_000));
    injector.ready("none", 9);
    injector.lead(run, hands);
    run.begin(
        Optional.empty(),
        () -> {
          injector.awaitStart();
          return Duration.ZERO;
        });
  }

  @Test
  void a_coordinator_that_goes_before_the_start_ends_an_injector_that_prepares() {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    Until.so("it has a place", () -> injector.index() == 0);

    injector.left("c");
    injector.lead(run, hands);

    assertThat(refusals).containsExactly("the coordinator c was lost before the run began");
    assertThat(stops).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> injector.ready("none", 9))
        .withMessage("the coordinator c was lost before the run began");
  }

  @Test
  void a_stop_before_the_start_is_a_refusal_and_ends_the_wait_for_the_start() throws Exception {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    Until.so("it has a place", () -> injector.index() == 0);
    injector.lead(run, hands);
    CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> injector.ready("none", 9));

    coordinator.say("i", new Message.Stop("injector 2 of 2 (b) was lost"));

    assertThat(refusals.poll(30, TimeUnit.SECONDS)).isEqualTo("injector 2 of 2 (b) was lost");
    assertThat(ready)
        .failsWithin(ofSeconds(30))
        .withThrowableThat()
        .withMessageEndingWith("injector 2 of 2 (b) was lost");
    assertThat(stops).isEmpty();
  }

  @Test
  void who_was_told_why_it_does_not_take_part_does_not_say_so_itself() {
    coordinator.say("i", new Message.Refusal("the run already has 2 injectors"));
    Until.so("it has heard", () -> injector.reason().isPresent());

    injector.refuse("the run already has 2 injectors");

    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    assertThat(coordinator.to("i").await(ofSeconds(30))).isTrue();
    assertThat(coordinator.heard).isEmpty();
  }

  @Test
  void a_message_that_cannot_be_followed_ends_the_load() {
    begun();

    injector.failed("c", new NoClassDefFoundError("x"));

    assertThat(stops)
        .containsExactly(
            "a message from the coordinator could not be handled (java.lang.NoClassDefFoundError:"
                + " x)");
  }

  @Test
  void each_second_and_the_end_are_told() {
    begun();
    recorder.timed("U", "", "r", 5, 1000, false, "500", "no");

    Until.so("it tells", () -> coordinator.heard(Message.Recorded.class).isPresent());
    run.end(Optional.empty());
    Until.so("the end is heard", () -> coordinator.heard(Message.Finished.class).isPresent());

    assertThat(coordinator.heard(Message.Ready.class)).hasValue(new Message.Ready("none", 9));
    assertThat(coordinator.heard(Message.Begun.class)).isPresent();
    Message last = coordinator.heard.get(coordinator.heard.size() - 1);
    assertThat(last).isInstanceOf(Message.Finished.class);
    assertThat(((Message.Finished) last).completed()).isFalse();
    // One request failed immediately, but the injector has no breach of its own.
    assertThat(((Message.Finished) last).detail()).startsWith("the run ended after ");
    assertThat(stops).isEmpty();
  }

  @Test
  void the_end_of_its_load_is_told() {
    begun();
    endOfLoad = OptionalLong.of(System.nanoTime());

    RunRecord result = run.end(Optional.empty());

    Until.so("the end is heard", () -> coordinator.heard(Message.Finished.class).isPresent());
    assertThat(result.timeline().endOfLoad()).isPresent();
    assertThat(coordinator.heard)
        .filteredOn(Message.Recorded.class::isInstance)
        .last()
        .extracting(message -> ((Message.Recorded) message).endOfLoad())
        .isEqualTo(result.timeline().endOfLoad());
  }

  @Test
  void a_course_that_is_told_again_is_followed_and_written_down_once() throws Exception {
    begun();
    Intervention up = new Intervention(ofMillis(10), new Command.SetLevel(20), "dashboard");

    coordinator.say("i", new Message.Steer(List.of(), List.of(up)));
    coordinator.say("i", new Message.Steer(List.of(), List.of(up)));
    EffectiveLoad first = courses.poll(30, TimeUnit.SECONDS);
    EffectiveLoad second = courses.poll(30, TimeUnit.SECONDS);
    run.end(Optional.empty());

    assertThat(first.profiles().get(0).level()).hasValue(20);
    assertThat(second.profiles().get(0).profile()).isEqualTo(first.profiles().get(0).profile());
    assertThat(IntervalLog.read(folder).interventions()).containsExactly(up);
  }

  @Test
  void when_it_is_told_to_stop_it_stops_for_that_reason() throws Exception {
    begun();

    coordinator.say("i", new Message.Stop("threshold broken: p95"));

    assertThat(stops.poll(30, TimeUnit.SECONDS)).isEqualTo("threshold broken: p95");
    assertThat(injector.reason()).hasValue("threshold broken: p95");
    assertThat(injector.hasLostCoordinator()).isFalse();
  }

  @Test
  void when_the_coordinator_is_gone_it_stops_and_leaves_its_log() throws Exception {
    begun();

    net.end("c");

    assertThat(stops.poll(30, TimeUnit.SECONDS)).isEqualTo("the coordinator c was lost");
    run.end(injector.reason());
    RunRecord left = IntervalLog.read(folder);
    assertThat(left.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(left.reason()).startsWith("the coordinator c was lost after ");
    assertThat(injector.hasLostCoordinator()).isTrue();
  }

  @Test
  void when_the_coordinator_is_silent_it_stops_too() throws Exception {
    begun();

    net.cut("c");

    assertThat(stops.poll(30, TimeUnit.SECONDS)).isEqualTo("the coordinator c was lost");
    run.end(injector.reason());
  }

  @Test
  void a_refusal_before_the_start_is_said_as_it_is() {
    coordinator.say("i", new Message.Refusal("the run already has 2 injectors"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> injector.index())
        .withMessage("the run already has 2 injectors");
  }

  @Test
  void a_coordinator_that_goes_before_the_start_is_missed() {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    assertThat(injector.place()).isEqualTo("1 of 2 (i)");
    net.end("c");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> injector.ready("none", 9))
        .withMessage("the coordinator c was lost before the run began");
  }

  /** Like a member without free memory. */
  @Test
  void an_injector_that_leaves_the_cluster_itself_waits_for_no_start() {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    assertThat(injector.place()).isEqualTo("1 of 2 (i)");
    net.end("i");

    CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> injector.ready("none", 9));

    assertThat(ready)
        .failsWithin(ofSeconds(30))
        .withThrowableThat()
        .withMessageEndingWith("the coordinator c was lost before the run began");
  }

  @Test
  void one_that_waits_for_the_start_says_so_and_misses_a_coordinator_that_is_silent() {
    coordinator.say("i", new Message.Welcome(0, 2, Map.of(), INFO));
    CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> injector.ready("none", 9));
    Until.so("it says so", () -> coordinator.heard(Message.Waiting.class).isPresent());

    net.cut("c");

    assertThat(ready)
        .failsWithin(ofSeconds(30))
        .withThrowableThat()
        .withMessageEndingWith("the coordinator c was lost before the run began");
  }

  @Test
  void exchanges_are_told_by_the_time_since_the_run_began_whatever_the_clock_says() {
    Instant anHourAhead = Instant.now().plusSeconds(3_600);
    Exchange exchange =
        new Exchange(
            "r",
            "U",
            anHourAhead.toEpochMilli() + 3_000,
            1,
            "no",
            new Exchange.Message("GET /", List.of(), ""),
            Optional.empty());

    injector
        .measurements()
        .started(
            INFO.startedAt(anHourAhead),
            folder,
            (command, flow, by) -> new Intervention(Duration.ZERO, command, by));
    injector.measurements().kept(List.of(exchange));

    Until.so("they are heard", () -> coordinator.heard(Message.Kept.class).isPresent());
    assertThat(coordinator.heard(Message.Kept.class))
        .hasValue(new Message.Kept(List.of(exchange.sentAt(3_000))));
  }

  @Test
  void the_start_is_waited_for_longer_than_a_slot_while_the_coordinator_is_there() {
    ClusterInjector hasty =
        new ClusterInjector(
            new ClusterLink(net.transport("h"), new MessageAuthenticator(SECRET), "run", SHORT),
            "c",
            ofMillis(1));
    CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> hasty.ready("none", 9));
    Until.so("it is ready", () -> coordinator.heard(Message.Ready.class).isPresent());

    coordinator.say("h", new Message.Start(System.nanoTime() / 1_000_000));

    assertThat(ready).succeedsWithin(ofSeconds(30));
  }
}
