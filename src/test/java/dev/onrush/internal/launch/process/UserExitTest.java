package dev.onrush.internal.launch.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserExitTest {

  private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

  /** The frames of a thread, the last call first. */
  private static StackTraceElement[] stack(String... classes) {
    return Stream.of(classes)
        .map(name -> new StackTraceElement(name, "method", null, 1))
        .toArray(StackTraceElement[]::new);
  }

  @Test
  void the_class_that_calls_system_exit_is_found_behind_what_passes_it_on() {
    assertThat(
            UserExit.caller(
                stack(
                    "java.lang.Thread",
                    HOOKS,
                    "java.lang.Shutdown",
                    "java.lang.Runtime",
                    "java.lang.System",
                    "shop.Main",
                    "java.lang.Thread")))
        .contains("shop.Main");
    assertThat(
            UserExit.caller(
                stack(
                    HOOKS,
                    "java.lang.Shutdown",
                    "java.lang.Runtime",
                    "java.lang.System",
                    "scala.sys.package$",
                    "io.gatling.app.Gatling$")))
        .contains("io.gatling.app.Gatling$");
  }

  @Test
  void a_signal_the_end_of_all_threads_and_a_second_exit_are_no_exit_of_code() {
    assertThat(UserExit.caller(stack(HOOKS, "java.lang.Shutdown", "java.lang.Terminator$1")))
        .isEmpty();
    assertThat(UserExit.caller(stack(HOOKS, "java.lang.Shutdown"))).isEmpty();
    // It waits for the thread that runs the hooks.
    assertThat(
            UserExit.caller(
                stack("java.lang.Shutdown", "java.lang.Runtime", "java.lang.System", "shop.Main")))
        .isEmpty();
  }

  @Test
  void gatling_exits_when_the_run_is_over_or_because_of_an_error() {
    assertThat(UserExit.why("io.gatling.app.Gatling$")).isEmpty();
    assertThat(UserExit.why("dev.onrush.internal.launch.Main")).isEmpty();
    assertThat(UserExit.why("shop.Main")).hasValue("shop.Main called System.exit");
    assertThat(UserExit.why("io.gatling.core.action.ChainableAction"))
        .hasValue("the run crashed: Gatling ended the JVM because of a fatal error (see its log)");
  }

  @Test
  void a_jvm_that_is_not_ending_is_not_ended_by_a_user() {
    assertThat(new UserExit().by()).isEmpty();
  }
}
