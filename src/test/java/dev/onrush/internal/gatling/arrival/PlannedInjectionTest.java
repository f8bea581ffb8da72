package dev.onrush.internal.gatling.arrival;

import static dev.onrush.dsl.OnrushDsl.concurrentUsers;
import static dev.onrush.dsl.OnrushDsl.userClass;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.stats.SilentStats;
import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.internal.gatling.user.Population;
import dev.onrush.internal.gatling.user.VirtualUser;
import dev.onrush.plan.Slice;
import dev.onrush.plan.UserClass;
import dev.onrush.plan.UserSchedule;
import io.gatling.core.scenario.Scenario;
import io.gatling.javaapi.core.CoreDsl;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.runtime.BoxedUnit;

class PlannedInjectionTest {

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  @AfterEach
  void close() {
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void a_user_that_left_in_a_pause_is_replaced_after_it_and_is_not_late() throws Exception {
    UserClass one = userClass("U").task("t", CoreDsl.exec(session -> session));
    UserSchedule schedule = new UserSchedule(List.of(one), concurrentUsers().hold(1, ofHours(2)));
    PlanClock clock = new PlanClock(schedule);
    Population population = new Population(one, clock, 0, 0);
    BlockingQueue<Long> lags = new LinkedBlockingQueue<>();
    ArrivalScheduler.UserStarter users = arrivals(population, lags);
    users.startDue(schedule, Duration.ZERO);
    lags.take();

    clock.follow(schedule, true);
    population.gone();
    users.startDue(schedule, ofHours(1));
    clock.follow(schedule, false);
    while (System.nanoTime() < clock.nanoTime(ofMillis(20))) { // after the first arrival
      Thread.onSpinWait();
    }
    users.startDue(schedule, ofHours(1).plusMillis(20));

    assertThat(lags.take()).isZero(); // due in an hour
  }

  private ArrivalScheduler.UserStarter arrivals(Population population, BlockingQueue<Long> lags) {
    Scenario scenario =
        new Scenario(
            "U",
            new Step("entry", session -> lags.add(VirtualUser.of(session).lag)),
            session -> session,
            session -> BoxedUnit.UNIT,
            null);
    return (ArrivalScheduler.UserStarter)
        new PlannedInjection(population, new ArrivalScheduler(2, trouble -> {}), 42, Slice.WHOLE)
            .start(scenario, new AtomicLong(), loops, new SilentStats());
  }

  @Test
  void users_that_the_profile_lets_go_are_not_replaced_by_a_look_that_comes_late()
      throws Exception {
    UserClass one = userClass("U").task("t", CoreDsl.exec(session -> session));
    UserSchedule schedule =
        new UserSchedule(
            List.of(one), concurrentUsers().hold(3, ofSeconds(9)).hold(1, ofSeconds(1)));
    PlanClock clock = new PlanClock(schedule);
    Population population = new Population(one, clock, 0, 0);
    BlockingQueue<Long> lags = new LinkedBlockingQueue<>();
    ArrivalScheduler.UserStarter users = arrivals(population, lags);
    users.startDue(schedule, ofMillis(8_900));
    assertThat(population.expected()).isEqualTo(3);

    clock.beginAt(System.nanoTime() - ofMillis(9_500).toNanos());
    assertThat(population.releaseIfSurplus()).isTrue();
    assertThat(population.releaseIfSurplus()).isTrue();
    users.startDue(schedule, ofMillis(9_500));
    assertThat(population.expected()).isEqualTo(1);

    clock.beginAt(System.nanoTime() - ofSeconds(11).toNanos());
    assertThat(population.releaseIfSurplus()).isTrue();
    users.startDue(schedule, ofSeconds(11));

    assertThat(population.expected()).isZero();
    for (int user = 0; user < 3; user++) {
      assertThat(lags.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(lags).isEmpty();
  }

  @Test
  void a_user_that_left_of_its_own_is_active_until_it_is_replaced() {
    UserClass one = userClass("U").task("t", CoreDsl.exec(session -> session));
    UserSchedule schedule = new UserSchedule(List.of(one), concurrentUsers().hold(1, ofSeconds(9)));
    Population population = new Population(one, new PlanClock(schedule), 0, 0);
    ArrivalScheduler.UserStarter users = arrivals(population, new LinkedBlockingQueue<>());
    users.startDue(schedule, ofMillis(100));
    AtomicInteger ended = new AtomicInteger();

    population.gone();
    population.vacated(ended::incrementAndGet);
    assertThat(ended).hasValue(0);
    users.startDue(schedule, ofMillis(105));
    assertThat(ended).hasValue(1);
    assertThat(population.expected()).isEqualTo(1);

    users.startDue(schedule, ofSeconds(9));
    population.vacated(ended::incrementAndGet);
    assertThat(ended).as("nobody comes after the end").hasValue(2);
  }

  @Test
  void a_user_that_left_of_its_own_is_replaced_by_a_look_that_comes_late_but_not_after_the_end() {
    UserClass one = userClass("U").task("t", CoreDsl.exec(session -> session));
    UserSchedule schedule = new UserSchedule(List.of(one), concurrentUsers().hold(2, ofSeconds(9)));
    PlanClock clock = new PlanClock(schedule);
    Population population = new Population(one, clock, 0, 0);
    ArrivalScheduler.UserStarter users = arrivals(population, new LinkedBlockingQueue<>());
    users.startDue(schedule, ofMillis(100));

    clock.beginAt(System.nanoTime() - ofSeconds(5).toNanos());
    population.gone();
    users.startDue(schedule, ofSeconds(6));
    assertThat(population.expected()).isEqualTo(2);

    clock.beginAt(System.nanoTime() - ofSeconds(10).toNanos());
    population.gone(); // the profile would let it go as well
    assertThat(population.releaseIfSurplus()).isTrue();
    users.startDue(schedule, ofSeconds(10));
    assertThat(population.expected()).isZero();
  }

  @Test
  void nobody_is_started_any_more_when_the_load_was_ended_early() {
    UserClass one = userClass("U").task("t", CoreDsl.exec(session -> session));
    UserSchedule schedule = new UserSchedule(List.of(one), concurrentUsers().hold(1, ofHours(2)));
    Population population = new Population(one, new PlanClock(schedule), 0, 0);
    ArrivalScheduler.UserStarter users = arrivals(population, new LinkedBlockingQueue<>());
    users.startDue(schedule, ofMillis(100));
    assertThat(users.isComplete()).isFalse();

    assertThat(loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(60_000))
        .isTrue();
    population.gone();
    users.startDue(schedule, ofMillis(200));

    assertThat(users.isComplete()).isTrue();
    assertThat(population.expected()).isZero();
  }
}
