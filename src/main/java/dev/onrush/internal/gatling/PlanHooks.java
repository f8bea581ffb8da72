package dev.onrush.internal.gatling;

import dev.onrush.plan.PlanSetup;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The steps before and after the load of a plan, which run once.
 *
 * @param service is waited for before anything is sent to it
 * @param setup the hooks of the plan: if {@code before} fails, there is no load; {@code after} runs
 *     after the load, or after a {@code before} that failed
 * @param atMost how long each hook may take, and the simulation's own {@code after}
 * @param masked hides secrets in messages about the hooks
 * @param refused ends this run before its load has begun; takes the reason
 */
public record PlanHooks(
    Service service,
    PlanSetup setup,
    Duration atMost,
    UnaryOperator<String> masked,
    Consumer<String> refused) {

  /** A service that may still be starting. */
  public interface Service {

    /**
     * Waits until the service can answer requests.
     *
     * @throws IOException if it does not become ready
     */
    void awaitReady() throws IOException;

    /**
     * Checks what can only be checked when the service is ready: connects to it, and opens the
     * sources of its metrics.
     *
     * @throws IllegalArgumentException if one of them cannot be reached; the message says why
     */
    default void connect() {}
  }

  /**
   * Returns no hooks, and a service that is ready.
   *
   * @param atMost how long the simulation's own {@code after} may take
   */
  public static PlanHooks none(Duration atMost) {
    return new PlanHooks(() -> {}, PlanSetup.NONE, atMost, UnaryOperator.identity(), why -> {});
  }
}
