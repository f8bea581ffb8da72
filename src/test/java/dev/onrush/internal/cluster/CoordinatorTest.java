package dev.onrush.internal.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.cluster.message.MemoryNet;
import dev.onrush.internal.cluster.message.Message;
import dev.onrush.internal.cluster.message.MessageAuthenticator;
import dev.onrush.internal.cluster.message.Peer;
import dev.onrush.internal.cluster.message.Timeouts;
import dev.onrush.internal.cluster.message.Until;
import dev.onrush.internal.control.EffectiveLoad;
import dev.onrush.internal.exchange.Exchange;
import dev.onrush.internal.exchange.Exchanges;
import dev.onrush.internal.exchange.Exchanges.Kept;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.ExactFigures;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.text.SecretNames;
import dev.onrush.internal.verdict.generator.GeneratorHealth;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.result.Command;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Intervention;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoordinatorTest {

  private static final String SECRET = "a secret of some length";

  /** Long enough that a slow machine is not mistaken for a lost injector. */
  private static final Timeouts PATIENT =
      new Timeouts(ofMillis(60), Duration.ZERO, ofSeconds(60), ofSeconds(60), ofSeconds(60));

  /** A machine that stands still for less than five seconds loses no injector. */
  private static final Timeouts SHORT_SILENCE =
      new Timeouts(ofMillis(60), Duration.ZERO, ofSeconds(5), ofSeconds(60), ofSeconds(60));

  private static final Exchange FAILED =
      new Exchange(
          "r", "U", 5, 1, "no", new Exchange.Message("GET /", List.of(), ""), Optional.empty());

  private static final LoadProfile PROFILE =
      OnrushDsl.concurrentUsers().hold(9, Duration.ofMinutes(1));
  private static final RunInfo INFO =
      SampleInfo.load()
          .on(PROFILE)
          .requests("r")
          .judged(OnrushDsl.errorCount().atMost(0))
          .shape(Map.of("profile", "steady"))
          .facts(Map.of("onrush", "1.0"))
          .info();

  private final MemoryNet net = new MemoryNet();
  private Timeouts timeouts = PATIENT;
  private Duration awaitAnswers = Duration.ZERO;
  private final List<Peer> peers = new ArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    net.close();
  }

  private Coordinator coordinator(int injectors, boolean goOn, Duration longestWait) {
    return coordinator(net, injectors, goOn, longestWait);
  }

  private Coordinator coordinator(
      MemoryNet net, int injectors, boolean goOn, Duration longestWait) {
    return new Coordinator(
        new ClusterLink(net.transport("lead"), new MessageAuthenticator(SECRET), "run", timeouts),
        new ClusterTerms(injectors, longestWait, goOn, awaitAnswers),
        new SharedPlan(
            INFO, Map.of("profile", "steady", "seed", "42"), Map.of("onrush.users", "9")),
        process -> OptionalInt.empty(),
        new PrintStream(printed, true, UTF_8));
  }

  private Peer come(String name) {
    return come(net, name);
  }

  private Peer come(MemoryNet net, String name) {
    Peer peer = new Peer(net.transport(name), SECRET, "run", PATIENT);
    peers.add(peer);
    peer.say("lead", new Message.Hello(1, "1.0"));
    Until.so("it has a place", () -> peer.heard(Message.Welcome.class).isPresent());
    return peer;
  }

  private void ready(Peer peer) {
    peer.say("lead", new Message.Planned(Map.of("profile", "steady", "seed", "42")));
    peer.say("lead", new Message.Ready("none", 10));
  }

  /** Returns a started run with the injectors a, b and so on. */
  private Coordinator started(int injectors, boolean goOn) {
    Coordinator coordinator = coordinator(injectors, goOn, ofSeconds(30));
    for (int i = 0; i < injectors; i++) {
      ready(come(String.valueOf((char) ('a' + i))));
    }
    RunInfo known = coordinator.assemble(Optional::empty);
    assertThat(known.facts().get("injectors")).startsWith(injectors + ": a");
    assertThat(coordinator.start(over::countDown, index -> Optional.empty()).get())
        .isGreaterThanOrEqualTo(Duration.ZERO);
    peers.forEach(peer -> Until.so("it starts", () -> peer.heard(Message.Start.class).isPresent()));
    return coordinator;
  }

  private static Interval second(int number, Recorder recorder) {
    return recorder.takeInterval(ofSeconds(number));
  }

  private static Message told(Interval interval) {
    return new Message.Recorded(interval, Optional.empty());
  }

  private static Recorder recorder() {
    return new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
  }

  @Test
  void what_is_lost_doubled_or_late_on_the_way_is_counted_once() {
    Coordinator coordinator = started(3, false);
    net.trouble(0.25, 0.25, ofMillis(10));
    Recorder whole = recorder();
    List<Recorder> parts = List.of(recorder(), recorder(), recorder());
    Random random = new Random(1);
    Timeline merged = new Timeline();
    for (int second = 1; second <= 12; second++) {
      for (int i = 0; i < 300; i++) {
        Recorder part = parts.get(random.nextInt(3));
        long micros = (long) Math.exp(5 + 9 * random.nextDouble());
        boolean ok = random.nextInt(10) > 0;
        for (Recorder of : List.of(part, whole)) {
          of.timed("U", "", "r", 5, micros, ok, ok ? "200" : "503", ok ? "" : "no");
          if (i % 100 == 0) {
            of.userStarted("U");
          }
        }
      }
      for (int i = 0; i < 3; i++) {
        peers.get(i).say("lead", told(second(second, parts.get(i))));
      }
      merged.add(coordinator.takeInterval(ofSeconds(second)));
    }
    peers.forEach(peer -> assertThat(peer.to("lead").await(ofSeconds(30))).as(peer.name).isTrue());
    Exchanges exchanges =
        new Exchanges(
            Kept.NOTABLE, new SecretNames(List.of()), Optional.empty(), UnaryOperator.identity());
    coordinator.keepExchanges(exchanges::add);
    peers.forEach(peer -> peer.say("lead", new Message.Kept(List.of(FAILED, FAILED))));
    peers.forEach(peer -> peer.say("lead", new Message.Finished(true, "", List.of("a note"))));
    coordinator.awaitEnd(ofSeconds(30));
    assertThat(exchanges.take(true))
        .hasSize(3) // three exchanges of each kind
        .allSatisfy(one -> assertThat(one.sentAt(FAILED.at())).isEqualTo(FAILED));
    merged.add(coordinator.takeInterval(ofSeconds(13)));

    Timeline expected = new Timeline();
    expected.add(whole.takeInterval(ofSeconds(13)));
    assertThat(ExactFigures.of(merged)).isEqualTo(ExactFigures.of(expected));
    assertThat(merged.all().requests()).isEqualTo(12 * 300);
    assertThat(merged.users().get("U").active()).isEqualTo(12 * 3);
    assertThat(coordinator.trouble()).isEmpty();
    assertThat(coordinator.notes()).contains("a note");
  }

  @Test
  void a_second_waits_for_the_reports_of_all_injectors() throws Exception {
    timeouts =
        new Timeouts(ofMillis(60), ofSeconds(60), ofSeconds(60), ofSeconds(60), ofSeconds(60));
    Coordinator coordinator = started(2, false);
    Recorder early = recorder();
    Recorder late = recorder();
    early.timed("U", "", "r", 5, 1_000, true, "200", "");
    late.timed("U", "", "r", 5, 1_000, true, "200", "");
    peers.get(0).say("lead", told(second(1, early)));
    List<Interval> taken = new CopyOnWriteArrayList<>();
    Thread taking = new Thread(() -> taken.add(coordinator.takeInterval(ofMillis(1_003))));
    taking.start();
    Until.so("it waits", () -> taking.getState() == Thread.State.TIMED_WAITING);

    peers.get(1).say("lead", told(second(1, late)));
    taking.join(60_000);

    Timeline timeline = new Timeline();
    timeline.add(taken.get(0));
    assertThat(timeline.all().requests()).isEqualTo(2);
  }

  @Test
  void an_exchange_of_an_injector_has_the_time_of_the_coordinators_clock() {
    Instant before = Instant.now();
    Coordinator coordinator = started(1, false);
    Instant after = Instant.now();
    List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    coordinator.keepExchanges(exchanges::add);

    peers.get(0).say("lead", new Message.Kept(List.of(FAILED.sentAt(3_000))));
    Until.so("it is kept", () -> !exchanges.isEmpty());

    assertThat(Instant.ofEpochMilli(exchanges.get(0).at()))
        .isBetween(before.truncatedTo(ChronoUnit.MILLIS).plusSeconds(3), after.plusSeconds(3));
  }

  @Test
  void only_injectors_that_reported_when_they_began_are_said_to_have_begun_together() {
    Coordinator coordinator = started(3, true);
    assertThat(coordinator.notes())
        .containsExactly("3 injectors; 3 did not report when they began");

    begin(coordinator, 0, 1_000);
    assertThat(coordinator.notes())
        .containsExactly("3 injectors; 2 did not report when they began");
    begin(coordinator, 1, 1_004);
    assertThat(coordinator.notes())
        .containsExactly(
            "3 injectors, of which 2 began within 4 ms of each other; 1 did not report when it"
                + " began");
    begin(coordinator, 2, 1_001);
    assertThat(coordinator.notes())
        .containsExactly("3 injectors, which began within 4 ms of each other");
  }

  private void begin(Coordinator coordinator, int injector, long late) {
    List<String> before = coordinator.notes();
    peers.get(injector).say("lead", new Message.Begun(late));
    Until.so("it is noted", () -> !coordinator.notes().equals(before));
  }

  @Test
  void one_that_is_gone_ends_the_run_and_what_it_told_stays() throws Exception {
    Coordinator coordinator = started(3, false);
    Recorder recorder = recorder();
    recorder.timed("U", "", "r", 5, 1000, true, "200", "");
    peers.get(1).say("lead", told(second(1, recorder)));
    assertThat(peers.get(1).to("lead").await(ofSeconds(30))).isTrue();

    net.end("b");
    Until.so("it is missed", () -> coordinator.trouble().isPresent());
    Interval sum = coordinator.takeInterval(ofSeconds(1));

    assertThat(coordinator.trouble()).hasValue("injector 2 of 3 (b) was lost");
    assertThat(sum.injectors().get("injector 2 of 3 (b)").lost()).isTrue();
    Timeline timeline = new Timeline();
    timeline.add(sum);
    assertThat(timeline.all().requests()).isEqualTo(1);
    for (Peer other : List.of(peers.get(0), peers.get(2))) {
      Until.so("it is told to stop", () -> other.heard(Message.Stop.class).isPresent());
      other.say("lead", new Message.Finished(false, "the run ended after 00:01", List.of()));
    }
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.trouble()).hasValue("injector 2 of 3 (b) was lost");
    assertThat(coordinator.hasFollowedItsPlan()).isFalse();
  }

  @Test
  void one_that_hangs_is_lost_after_its_silence_and_the_run_goes_on_if_it_shall() throws Exception {
    timeouts = SHORT_SILENCE;
    Coordinator coordinator = started(2, true);

    net.cut("b");
    Timeline timeline = new Timeline();
    Recorder recorder = recorder();
    for (int second = 1; ; second++) {
      peers.get(0).say("lead", told(second(second, recorder)));
      assertThat(peers.get(0).to("lead").await(ofSeconds(30))).isTrue();
      if (timeline.add(coordinator.takeInterval(ofSeconds(second))).injectors().values().stream()
          .anyMatch(injector -> injector.lost())) {
        break;
      }
      Thread.onSpinWait();
    }

    assertThat(coordinator.trouble()).isEmpty();
    assertThat(peers.get(0).heard(Message.Stop.class)).isEmpty();
    assertThat(GeneratorHealth.findings(timeline.rows(), GeneratorLimits.DEFAULT, List.of()))
        .extracting(GeneratorFinding::text)
        .singleElement()
        .asString()
        .startsWith("injector 2 of 2 (b) was lost at ")
        .endsWith("; half of the load was missing from then on");
    assertThat(coordinator.hasFollowedItsPlan()).isFalse();
    peers.get(0).say("lead", new Message.Finished(true, "", List.of()));
    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.trouble()).isEmpty();
    assertThat(coordinator.hasFollowedItsPlan()).isTrue();
  }

  @Test
  void a_coordinator_that_stood_still_is_named_when_its_injectors_have_given_it_up() {
    timeouts = SHORT_SILENCE;
    Coordinator coordinator = started(2, false);

    long begin = System.nanoTime();
    Until.so(
        "it has not looked for long",
        () -> System.nanoTime() - begin > SHORT_SILENCE.silence().toNanos());
    peers.forEach(peer -> peer.say("lead", new Message.Begun(1)));
    Until.so(
        "messages that had arrived are accepted",
        () -> peers.stream().allMatch(peer -> peer.to("lead").await(ofMillis(10))));
    coordinator.takeInterval(ofSeconds(7));
    net.end("b");
    Until.so("b has left", () -> coordinator.trouble().isPresent());

    assertThat(coordinator.trouble())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .matches(
                        "the coordinator stood still for \\d+ s, and injector 2 of 2 \\(b\\)"
                            + " was lost"));
  }

  @Test
  void an_injector_whose_messages_wait_for_the_coordinator_is_not_lost() {
    timeouts = SHORT_SILENCE;
    Coordinator coordinator = started(2, false);
    CountDownLatch looked = new CountDownLatch(1);
    coordinator.keepExchanges(
        unused -> { // on the thread that handles messages, which is blocked meanwhile
          long begin = System.nanoTime();
          while (System.nanoTime() - begin <= SHORT_SILENCE.silence().toNanos()) {
            for (Peer peer : peers) {
              peer.say("lead", new Message.Begun(1));
              assertThat(peer.to("lead").await(ofSeconds(30))).isTrue();
            }
          }
          assertThat(coordinator.takeInterval(ofSeconds(1)).injectors().values())
              .hasSize(2)
              .noneMatch(injector -> injector.lost());
          looked.countDown();
        });

    peers.get(0).say("lead", new Message.Kept(List.of(FAILED)));
    Until.so(
        "the coordinator has looked",
        () -> looked.getCount() == 0 || coordinator.trouble().isPresent());

    assertThat(coordinator.trouble()).isEmpty();
  }

  @Test
  void one_that_is_lost_after_another_has_followed_its_plan_does_not_end_a_run_that_goes_on()
      throws Exception {
    Coordinator coordinator = started(2, true);
    peers.get(0).say("lead", new Message.Finished(true, "", List.of()));
    assertThat(peers.get(0).to("lead").await(ofSeconds(30))).isTrue();

    net.end("b");

    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.trouble()).isEmpty();
    assertThat(coordinator.hasFollowedItsPlan()).isTrue();
    assertThat(coordinator.takeInterval(ofSeconds(1)).injectors().get("injector 2 of 2 (b)").lost())
        .isTrue();
  }

  @Test
  void a_run_that_goes_on_ends_when_its_last_injector_is_lost() throws Exception {
    Coordinator coordinator = started(1, true);

    net.end("a");

    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.trouble()).hasValue("injector 1 of 1 (a) was lost");
    assertThat(coordinator.hasFollowedItsPlan()).isFalse();
  }

  @Test
  void after_a_partition_nobody_comes_back_into_the_run() {
    timeouts = SHORT_SILENCE;
    Coordinator coordinator = started(2, true);
    net.cut("b");
    Until.so(
        "it is lost",
        () -> {
          peers.get(0).say("lead", told(second(1, recorder())));
          return coordinator
              .takeInterval(ofSeconds(1))
              .injectors()
              .get("injector 2 of 2 (b)")
              .lost();
        });

    net.heal("b");
    Recorder late = recorder();
    late.timed("U", "", "r", 5, 1000, true, "200", "");
    peers.get(1).say("lead", told(second(2, late)));
    Until.so("it is told", () -> peers.get(1).heard(Message.Refusal.class).isPresent());

    Timeline timeline = new Timeline();
    timeline.add(coordinator.takeInterval(ofSeconds(2)));
    assertThat(timeline.all().requests()).isZero();
    Peer again = new Peer(net.transport("b2"), SECRET, "run", PATIENT);
    again.say("lead", new Message.Hello(2, "1.0"));
    Until.so("it hears", () -> again.heard(Message.Refusal.class).isPresent());
    assertThat(again.heard(Message.Refusal.class).get().why())
        .isEqualTo("the run has already started without this injector");
  }

  @Test
  void one_that_does_not_stop_when_it_is_told_is_left_behind() throws Exception {
    timeouts =
        new Timeouts(ofMillis(60), Duration.ZERO, ofSeconds(60), ofMillis(500), ofSeconds(60));
    Coordinator coordinator = started(2, false);

    coordinator.stop("enough");
    peers.get(0).say("lead", new Message.Finished(false, "stopped", List.of()));
    Until.so(
        "both are through",
        () -> {
          peers.get(1).say("lead", told(second(1, recorder())));
          return coordinator.takeInterval(ofSeconds(1)).injectors().values().stream()
              .anyMatch(injector -> injector.lost());
        });

    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    Until.so("b is told", () -> peers.get(1).heard(Message.Stop.class).isPresent());
    assertThat(peers.get(1).heard(Message.Stop.class)).hasValue(new Message.Stop("enough"));
    // The run was meant to end, so this is not a fault of an injector.
    assertThat(coordinator.trouble()).isEmpty();
  }

  /** An injector reports a second in which it has ended its load. */
  private void end(Peer peer, Duration at) {
    peer.say("lead", new Message.Recorded(second(6, recorder()), Optional.of(at)));
    assertThat(peer.to("lead").await(ofSeconds(30))).isTrue();
  }

  /** The coordinator is notified on its own threads. */
  private static void awaitEnd(Coordinator coordinator, long zero, Duration after) {
    Until.so(
        "the load has ended after " + after,
        () ->
            coordinator.endOfLoad().stream()
                .mapToObj(at -> Duration.ofNanos(at - zero).minus(after).abs())
                .anyMatch(apart -> apart.compareTo(ofSeconds(50)) < 0));
  }

  /** The last injector's report counts, not the time at which the coordinator told them to stop. */
  @Test
  void the_load_has_ended_when_the_last_injector_has_ended_its_own() {
    timeouts = PATIENT;
    Coordinator coordinator = started(3, false);
    long zero = System.nanoTime();
    coordinator.stop("threshold broken");

    end(peers.get(0), ofSeconds(500));
    end(peers.get(1), ofSeconds(700));
    assertThat(coordinator.endOfLoad()).isEmpty();
    end(peers.get(2), ofSeconds(600));
    awaitEnd(coordinator, zero, ofSeconds(700));

    net.end("b");
    Until.so(
        "it is lost",
        () -> coordinator.takeInterval(ofSeconds(6)).injectors().get("injector 2 of 3 (b)").lost());
    awaitEnd(coordinator, zero, ofSeconds(600));
  }

  @Test
  void a_load_whose_last_users_have_left_was_not_ended() {
    timeouts = PATIENT;
    Coordinator coordinator = started(2, false);
    long zero = System.nanoTime();

    end(peers.get(0), ofSeconds(500));
    peers.get(1).say("lead", new Message.Finished(true, "", List.of()));
    assertThat(peers.get(1).to("lead").await(ofSeconds(30))).isTrue();
    assertThat(coordinator.endOfLoad()).isEmpty();

    coordinator.stop("stopped by hand");
    awaitEnd(coordinator, zero, ofSeconds(500));
  }

  @Test
  void one_that_waits_for_answers_when_it_is_told_to_stop_is_not_lost() throws Exception {
    timeouts = new Timeouts(ofMillis(60), Duration.ZERO, ofSeconds(60), ofMillis(1), ofSeconds(60));
    awaitAnswers = ofSeconds(60);
    Coordinator coordinator = started(1, false);

    coordinator.stop("enough");
    long stopped = System.nanoTime();
    Until.so("it has not stopped at once", () -> System.nanoTime() - stopped > 2_000_000);
    Recorder answered = recorder();
    answered.timed("U", "", "r", 5, 1000, true, "200", "");
    Interval meanwhile = coordinator.takeInterval(ofSeconds(1));
    peers.get(0).say("lead", told(second(2, answered)));
    peers.get(0).say("lead", new Message.Finished(false, "stopped", List.of()));

    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(meanwhile.injectors().values()).noneMatch(injector -> injector.lost());
    Timeline timeline = new Timeline();
    timeline.add(coordinator.takeInterval(ofSeconds(2)));
    assertThat(timeline.all().requests()).isEqualTo(1);
  }

  @Test
  void one_that_ends_early_by_itself_is_trouble_with_its_own_words() throws Exception {
    Coordinator coordinator = started(1, false);

    peers
        .get(0)
        .say(
            "lead", new Message.Finished(false, "the run crashed after 00:02 of 01:00", List.of()));

    assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(coordinator.trouble())
        .hasValue("injector 1 of 1 (a) ended early (the run crashed after 00:02 of 01:00)");
    assertThat(coordinator.hasFollowedItsPlan()).isFalse();
  }

  @Test
  void what_is_done_by_hand_reaches_every_injector() {
    Coordinator coordinator = started(2, false);
    Intervention up = new Intervention(ofSeconds(3), new Command.SetLevel(20), "dashboard");

    coordinator.follow(EffectiveLoad.of(List.of(FlowLoad.only(PROFILE))).with(up));

    for (Peer peer : peers) {
      Until.so("it hears", () -> peer.heard(Message.Steer.class).isPresent());
      assertThat(peer.heard(Message.Steer.class))
          .hasValue(new Message.Steer(List.of(), List.of(up)));
    }
  }

  @Test
  void a_change_is_made_so_early_that_it_reaches_every_injector_before_it_takes_effect() {
    Coordinator coordinator = started(2, false);

    // The coordinator's clock is 200 ms behind; 300 ms are for the message, more if it was slow.
    assertThat(coordinator.notice()).isBetween(ofMillis(500), ofMillis(1_500));
  }

  @Test
  void users_for_whom_the_machine_of_one_injector_has_no_room_are_refused() {
    Coordinator coordinator = started(2, false); // at most 10 users each

    assertThatNoException().isThrownBy(() -> coordinator.checkFits(index -> 10));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.checkFits(index -> 10 + index))
        .withMessage(
            "injector 2 of 2 (b) would have 11 users at this level; its machine allows 10; choose a"
                + " lower level, or start the run with more injectors");
  }

  @Test
  void an_injector_gets_its_place_its_settings_and_the_run() {
    Coordinator coordinator = coordinator(2, false, ofSeconds(30));

    Message.Welcome first = come("a").heard(Message.Welcome.class).orElseThrow();
    Message.Welcome second = come("b").heard(Message.Welcome.class).orElseThrow();

    assertThat(List.of(first.index(), second.index())).containsExactly(0, 1);
    assertThat(first.settings()).containsExactly(Map.entry("onrush.users", "9"));
    assertThat(first.info()).isEqualTo(INFO.with(RunInfo.CLUSTER_RUN, "run"));
    Peer third = new Peer(net.transport("x"), SECRET, "run", PATIENT);
    third.say("lead", new Message.Hello(1, "1.0"));
    Until.so("it hears", () -> third.heard(Message.Refusal.class).isPresent());
    assertThat(third.heard(Message.Refusal.class).get().why())
        .isEqualTo("the run already has 2 injectors");
    coordinator.close();
  }

  @Test
  void an_injector_with_another_plan_is_refused_with_what_differs() {
    Coordinator coordinator = coordinator(1, false, ofSeconds(30));
    Peer peer = come("a");

    peer.say("lead", new Message.Planned(Map.of("profile", "spike", "seed", "42")));

    String why =
        "injector 1 of 1 (a) has a different plan: profile is \"spike\" there and \"steady\" here;"
            + " start all from the same simulation, data and settings";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.assemble(Optional::empty))
        .withMessage(why);
    Until.so("it hears", () -> peer.heard(Message.Refusal.class).isPresent());
    assertThat(peer.heard(Message.Refusal.class)).hasValue(new Message.Refusal(why));
  }

  @Test
  void all_injectors_hear_why_the_run_is_refused() {
    Coordinator coordinator = coordinator(2, false, ofSeconds(30));
    ready(come("a"));
    come("b").say("lead", new Message.Planned(Map.of("profile", "spike", "seed", "42")));
    assertThatIllegalArgumentException().isThrownBy(() -> coordinator.assemble(Optional::empty));

    coordinator.refuse("injector 2 of 2 (b) has a different plan");
    coordinator.close();

    Until.so("it hears", () -> peers.get(0).heard(Message.Refusal.class).isPresent());
    assertThat(peers.get(0).heard(Message.Refusal.class))
        .hasValue(new Message.Refusal("injector 2 of 2 (b) has a different plan"));
  }

  @Test
  void an_injector_of_another_version_is_refused() {
    Coordinator coordinator = coordinator(1, false, ofSeconds(30));
    Peer peer = new Peer(net.transport("a"), SECRET, "run", PATIENT);

    peer.say("lead", new Message.Hello(1, "0.9"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.assemble(Optional::empty))
        .withMessage(
            "injector a has Onrush 0.9, and the coordinator 1.0; give all the same version");
  }

  @Test
  void injectors_that_do_not_come_are_missed_with_what_to_do() {
    Coordinator coordinator = coordinator(3, false, ofSeconds(1));
    ready(come("a"));
    Until.so("it is ready", () -> printed.toString(UTF_8).contains("Ready: injector 1 of 3 (a)"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.assemble(Optional::empty))
        .withMessage(
            "injectors was 3; 1 had joined and 1 was ready after 1 s; start the others with"
                + " -Dcluster.join=lead and the same secret, or set a longer wait with"
                + " -Dcluster.wait");
  }

  @Test
  void one_that_goes_before_the_start_may_come_again() {
    Coordinator coordinator = coordinator(1, false, ofSeconds(30));
    come("a");
    net.end("a");

    Peer again = new Peer(net.transport("a"), SECRET, "run", PATIENT); // at the same address
    Until.so(
        "its place is free",
        () -> {
          again.say("lead", new Message.Hello(1, "1.0"));
          return again.heard(Message.Welcome.class).isPresent();
        });
    ready(again);

    assertThat(coordinator.assemble(Optional::empty).facts()).containsEntry("injectors", "1: a");
  }

  @Test
  void one_that_goes_after_all_were_assembled_is_a_loss_and_the_load_does_not_begin() {
    for (boolean goOn : List.of(true, false)) {
      MemoryNet net = new MemoryNet();
      Coordinator coordinator = coordinator(net, 2, goOn, ofSeconds(30));
      Peer first = come(net, "a");
      ready(first);
      ready(come(net, "b"));
      coordinator.assemble(Optional::empty);

      net.end("b");
      Until.so("it is missed", () -> coordinator.trouble().isPresent());

      assertThatIllegalArgumentException()
          .isThrownBy(() -> coordinator.start(over::countDown, index -> Optional.empty()))
          .withMessage(
              "injector 2 of 2 (b) was lost before the load began, so no load was sent; start the"
                  + " run again");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  coordinator.start(
                      over::countDown,
                      index ->
                          Optional.of(
                              "ended with status " + (136 + index) + "; the end of its log")))
          .withMessage(
              "injector 2 of 2 (b) was lost before the load began, so no load was sent; it ended"
                  + " with status 137; the end of its log");
      Until.so("the other is told", () -> first.heard(Message.Stop.class).isPresent());
      assertThat(first.heard(Message.Start.class)).isEmpty();
      assertThat(
              coordinator.takeInterval(ofSeconds(1)).injectors().get("injector 2 of 2 (b)").lost())
          .isTrue();
      net.close();
    }
  }

  @Test
  void one_that_is_silent_before_all_are_ready_loses_its_slot() {
    timeouts = new Timeouts(ofMillis(60), Duration.ZERO, ofMillis(1), ofSeconds(60), ofSeconds(60));
    Coordinator coordinator = coordinator(1, false, ofSeconds(1));
    come("a");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.assemble(Optional::empty))
        .withMessageStartingWith("injectors was 1; 0 had joined and 0 were ready after 1 s");
  }

  @Test
  void one_that_is_silent_when_all_were_ready_is_lost_and_the_load_does_not_begin() {
    timeouts = SHORT_SILENCE;
    Coordinator coordinator = coordinator(2, true, ofSeconds(30));
    ready(come("a"));
    ready(come("b"));
    coordinator.assemble(Optional::empty);

    long ready = System.nanoTime();
    Until.so(
        "only a was heard of for long",
        () -> {
          peers.get(0).say("lead", new Message.Waiting());
          return peers.get(0).to("lead").await(ofSeconds(30))
              && System.nanoTime() - ready > SHORT_SILENCE.silence().toNanos();
        });

    assertThatIllegalArgumentException()
        .isThrownBy(() -> coordinator.start(over::countDown, index -> Optional.empty()))
        .withMessage(
            "injector 2 of 2 (b) was lost (no message from it for 5 s) before the load began, so no"
                + " load was sent; start the run again");
  }

  @Test
  void one_that_is_interrupted_before_all_are_assembled_may_come_again() {
    Coordinator coordinator = coordinator(1, false, ofSeconds(30));
    come("a").say("lead", new Message.Finished(false, "the run was interrupted", List.of()));
    Until.so("it is heard", () -> peers.get(0).to("lead").await(ofMillis(10)));

    Peer again = new Peer(net.transport("a2"), SECRET, "run", PATIENT);
    Until.so(
        "its place is free",
        () -> {
          again.say("lead", new Message.Hello(1, "1.0"));
          return again.heard(Message.Welcome.class).isPresent();
        });
    ready(again);

    assertThat(coordinator.assemble(Optional::empty).facts()).containsEntry("injectors", "1: a2");
  }
}
