package dev.onrush.internal.gatling;

import dev.onrush.plan.Hook;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The hooks of a plan, which run once.
 *
 * @param before runs before the load; if it fails, nothing is sent
 * @param after runs after the load, or after a {@code before} that failed
 * @param atMost how long each hook may take
 * @param masked hides secrets in messages about the hooks
 * @param refused ends this run before its load has begun; takes the reason
 */
public record PlanHooks(
    Optional<Hook> before,
    Optional<Hook> after,
    Duration atMost,
    UnaryOperator<String> masked,
    Consumer<String> refused) {

  /** No hooks. */
  public static final PlanHooks NONE =
      new PlanHooks(
          Optional.empty(), Optional.empty(), Duration.ZERO, UnaryOperator.identity(), why -> {});
}
