package dev.onrush.internal.gatling.arrival;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.gatling.user.PlanClock;
import dev.onrush.plan.UserSchedule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The thread that starts users, when a user cannot be started. */
class ArrivalSchedulerTest {

  @BeforeAll
  static void words_need_a_configuration() {
    GatlingDefaults.loadUnlessLoaded();
  }

  private static UserSchedule schedule(Duration duration) {
    return new UserSchedule(
        List.of(userClass("U").task("Ask", get("/ask"))), concurrentUsers().hold(1, duration));
  }

  /** Fails a given number of times, then reports that all users are started. */
  private static final class Failing implements ArrivalScheduler.UserStarter {
    final CountDownLatch done = new CountDownLatch(1);
    final AtomicInteger asked = new AtomicInteger();
    private final int failures;
    private final PlanClock clock;

    Failing(int failures, Duration profile) {
      this.failures = failures;
      this.clock = new PlanClock(schedule(profile));
    }

    @Override
    public PlanClock clock() {
      return clock;
    }

    @Override
    public Duration startDue(UserSchedule schedule, Duration now) {
      if (asked.incrementAndGet() <= failures) {
        throw new NoClassDefFoundError("broken on purpose");
      }
      done.countDown();
      return now;
    }

    @Override
    public void complete() {
      done.countDown();
    }

    @Override
    public boolean isComplete() {
      return done.getCount() == 0;
    }
  }

  private static List<String> told(Failing... classes) throws InterruptedException {
    List<String> told = new CopyOnWriteArrayList<>();
    ArrivalScheduler injector = new ArrivalScheduler(classes.length, told::add);
    for (Failing one : classes) {
      injector.add(one);
    }
    for (Failing one : classes) {
      assertThat(one.done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    return told;
  }

  @Test
  void a_class_that_fails_is_asked_again_and_others_are_not_kept_waiting()
      throws InterruptedException {
    Failing failing = new Failing(3, ofHours(1));

    assertThat(told(new Failing(0, ofHours(1)), failing))
        .hasSize(3)
        .containsOnly("users were not started (java.lang.NoClassDefFoundError: broken on purpose)");
    assertThat(failing.asked).hasValue(4);
  }

  @Test
  void a_class_that_fails_to_the_end_of_the_profile_is_complete_then() throws InterruptedException {
    Failing failing = new Failing(Integer.MAX_VALUE, ofMillis(500));

    assertThat(told(failing)).isNotEmpty();
  }
}
