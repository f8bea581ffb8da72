package dev.onrush.internal.gatling;

import dev.onrush.plan.Hook;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a plan does once.
 *
 * @param before the load; if it fails, nothing is sent
 * @param after the load, or a {@code before} that failed
 * @param atMost how long each may take
 * @param masked hides secrets in what is told of them
 * @param refused ends this run that has not begun; told why
 */
public record PlanHooks(
    Optional<Hook> before,
    Optional<Hook> after,
    Duration atMost,
    UnaryOperator<String> masked,
    Consumer<String> refused) {

  /** Of a JVM that does none. */
  public static final PlanHooks NONE =
      new PlanHooks(
          Optional.empty(), Optional.empty(), Duration.ZERO, UnaryOperator.identity(), why -> {});
}
