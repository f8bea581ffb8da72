package dev.onrush.internal.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class RefusalTest {

  private static final StackTraceElement USER =
      new StackTraceElement("com.example.SpikeTest", "plan", "SpikeTest.java", 31);
  private static final StackTraceElement OURS =
      new StackTraceElement("dev.onrush.profile.Stage", "<init>", "Stage.java", 7);
  private static final StackTraceElement JDK =
      new StackTraceElement("java.util.List", "of", "List.java", 9);
  private static final StackTraceElement GATLING =
      new StackTraceElement("io.gatling.app.Runner", "run", "Runner.scala", 1);

  private static <T extends Throwable> T at(T thrown, StackTraceElement... frames) {
    thrown.setStackTrace(frames);
    return thrown;
  }

  @Test
  void what_onrush_refuses_is_its_message_and_the_users_line() {
    assertThat(Refusal.text(at(new IllegalArgumentException("users were -1"), OURS, USER, GATLING)))
        .isEqualTo("users were -1, at com.example.SpikeTest.plan(SpikeTest.java:31)");
    assertThat(Refusal.text(at(new IllegalArgumentException("users were -1"), OURS, GATLING)))
        .isEqualTo("users were -1");
    assertThat(
            Refusal.text(
                at(
                    new IllegalArgumentException("task \"a; b\" had no request; write one; or two"),
                    OURS,
                    USER)))
        .isEqualTo(
            "task \"a; b\" had no request, at com.example.SpikeTest.plan(SpikeTest.java:31); write one;"
                + " or two");
    IOException full = new IOException("disk full");
    assertThat(Refusal.text(at(new UncheckedIOException("no folder", full), OURS, GATLING)))
        .isEqualTo("no folder");
  }

  @Test
  void what_the_users_code_throws_is_named_with_its_line() {
    assertThat(Refusal.text(at(new NullPointerException("boo"), JDK, USER, OURS, GATLING)))
        .isEqualTo(
            "the simulation's code threw NullPointerException: boo, at"
                + " com.example.SpikeTest.plan(SpikeTest.java:31)");
    assertThat(Refusal.text(at(new IllegalArgumentException("two\n  lines"), JDK, USER, GATLING)))
        .isEqualTo(
            "the simulation's code threw IllegalArgumentException: two lines, at"
                + " com.example.SpikeTest.plan(SpikeTest.java:31)");
  }

  @Test
  void what_cannot_tell_its_message_is_named_with_its_line() {
    RuntimeException unreadable =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("no order");
          }
        };

    assertThat(Refusal.text(at(unreadable, USER, OURS, GATLING)))
        .isEqualTo(
            "the simulation's code threw IllegalStateException whose getMessage() failed, at"
                + " com.example.SpikeTest.plan(SpikeTest.java:31)");
  }

  @Test
  void what_is_wrapped_tells_its_cause() {
    Throwable cause = at(new IOException("no such file"), JDK, USER);

    assertThat(Refusal.text(at(new IllegalStateException("no accounts", cause), USER, GATLING)))
        .isEqualTo(
            "the simulation's code threw IllegalStateException: no accounts, caused by IOException:"
                + " no such file, at com.example.SpikeTest.plan(SpikeTest.java:31)");
    assertThat(
            Refusal.text(
                at(new ExceptionInInitializerError(at(new ArithmeticException(), USER)), GATLING)))
        .isEqualTo(
            "the simulation's code threw ArithmeticException, at"
                + " com.example.SpikeTest.plan(SpikeTest.java:31)");
  }

  @Test
  void what_no_code_of_the_users_has_a_part_in_is_a_defect() {
    assertThat(Refusal.isDefect(at(new NullPointerException(), OURS, GATLING))).isTrue();
    assertThat(Refusal.isDefect(at(new NullPointerException(), OURS, USER))).isFalse();
    assertThat(Refusal.isDefect(at(new IllegalArgumentException("x"), OURS, GATLING))).isFalse();
  }

  @Test
  void a_missing_file_of_a_feeder_is_named_without_gatlings_anonymous_class_or_a_stack_trace() {
    // Gatling's own exception is anonymous too, and has no stack trace.
    Throwable missing = at(new FileNotFoundException("Resource accounts.csv not found") {});

    assertThat(Refusal.text(missing))
        .isEqualTo(
            "the simulation's code threw FileNotFoundException: Resource accounts.csv not found");
    assertThat(Refusal.isDefect(missing)).isFalse();
  }
}
