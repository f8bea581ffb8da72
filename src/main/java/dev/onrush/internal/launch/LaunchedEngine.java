package dev.onrush.internal.launch;

import dev.onrush.internal.gatling.Instrumentation;
import dev.onrush.internal.gatling.app.GatlingDefaults;
import dev.onrush.internal.launch.role.Role;
import dev.onrush.internal.run.Engine;
import dev.onrush.internal.settings.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The engine of a run that Gatling has loaded. The role of this JVM stops the load, and Gatling, as
 * it is instrumented, ends it.
 */
abstract class LaunchedEngine implements Engine {

  /**
   * The time that a user needs to finish its task, in addition to the time for its last request.
   */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** The maximum time for one user to perform all tasks, one after the other. */
  private static final Duration ONCE = Duration.ofMinutes(10);

  private final Role role;
  private final Instrumentation instrumentation;

  LaunchedEngine(Role role, Instrumentation instrumentation) {
    this.role = role;
    this.instrumentation = instrumentation;
  }

  @Override
  public final void stop(String reason) {
    role.stop(reason, instrumentation::stop);
  }

  @Override
  public final void endLoad() {
    instrumentation.endLoad();
  }

  @Override
  public final OptionalLong endOfLoad() {
    return role.endOfLoad(instrumentation::endOfLoad);
  }

  @Override
  public final Optional<String> tearDown() {
    return instrumentation.tearDown();
  }

  @Override
  public final Optional<String> cause() {
    return instrumentation.cause();
  }

  @Override
  public final Optional<String> hookFailure() {
    return instrumentation.hookFailure();
  }

  @Override
  public final Duration windDownAtMost() {
    Settings settings = role.settings();
    return settings
        .ending()
        .windDownAtMost()
        .orElseGet(() -> settings.once() ? ONCE : GatlingDefaults.requestTimeout().plus(SLACK));
  }
}
