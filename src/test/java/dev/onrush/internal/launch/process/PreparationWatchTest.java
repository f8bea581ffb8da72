package dev.onrush.internal.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationWatchTest {

  private static final StackTraceElement SLEEP = frame("java.lang.Thread", "sleep");
  private static final StackTraceElement OPEN = frame("com.shop.Graphite", "open");
  private static final StackTraceElement PLAN = frame("com.shop.SpikeTest", "plan");
  private static final StackTraceElement ONRUSH = frame("dev.onrush.internal.export.Export", "to");

  private final List<String> lines = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private List<StackTraceElement> stack = List.of();
  private long second;

  private final PreparationWatch watch =
      new PreparationWatch(
          () -> stack.toArray(StackTraceElement[]::new),
          () -> Duration.ofSeconds(second).toNanos(),
          Duration.ofMinutes(2),
          lines::add,
          refusals::add);

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, type.substring(9) + ".java", 20);
  }

  /** Checks once a second up to and including this second. */
  private void checkUntil(long last) {
    for (; second <= last; second++) {
      watch.check();
    }
  }

  @Test
  void code_that_does_not_return_is_shown_after_10_s_and_60_s_and_refused_after_the_limit() {
    stack = List.of(SLEEP, OPEN, ONRUSH, PLAN);

    checkUntil(119);

    assertThat(lines)
        .containsExactly(
            "Still waiting for com.shop.Graphite.open(Graphite.java:20) after 10 s; at most 2 min",
            "Still waiting for com.shop.Graphite.open(Graphite.java:20) after 1 min; at most 2 min");
    assertThat(refusals).isEmpty();

    checkUntil(120);

    assertThat(refusals)
        .containsExactly(
            "com.shop.Graphite.open(Graphite.java:20) did not return within 2 min before the run;"
                + " make this code faster, or increase onrush.readyAtMost");
  }

  @Test
  void the_limit_of_the_settings_counts_as_soon_as_it_is_known() {
    stack = List.of(PLAN);
    watch.limit(Duration.ofSeconds(5));

    checkUntil(5);

    assertThat(refusals)
        .containsExactly(
            "com.shop.SpikeTest.plan(SpikeTest.java:20) did not return within 5 s before the run;"
                + " make this code faster, or increase onrush.readyAtMost");
  }

  @Test
  void a_wait_of_onrush_itself_is_not_one_of_the_user_code_that_called_it() {
    stack = List.of(SLEEP, ONRUSH, PLAN);

    checkUntil(1_000);

    assertThat(lines).isEmpty();
    assertThat(refusals).isEmpty();
  }

  @Test
  void code_that_returns_and_is_called_again_has_its_time_again() {
    stack = List.of(OPEN, ONRUSH);
    checkUntil(100);
    stack = List.of(ONRUSH);
    checkUntil(101);
    stack = List.of(OPEN, ONRUSH);

    checkUntil(220);

    assertThat(refusals).isEmpty();
    assertThat(lines).as("10 s, 60 s, and both again").hasSize(4);
  }

  @Test
  void the_time_in_which_a_debugger_suspends_the_jvm_does_not_count() {
    stack = List.of(PLAN);
    checkUntil(5);
    second += 3_600;

    checkUntil(3_607);

    assertThat(refusals).isEmpty();
    assertThat(lines).isEmpty();
  }
}
