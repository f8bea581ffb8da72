package dev.onrush.internal.gatling.stats;

import io.gatling.core.stats.StatsEngine;
import io.gatling.http.action.sse.fsm.SseClosedState;
import io.gatling.http.action.sse.fsm.SseClosingState;
import io.gatling.http.action.sse.fsm.SseState;
import io.gatling.http.action.ws.fsm.WsIdleState;
import java.util.Set;

/**
 * Tells steps that nothing answers from requests: a message of a web socket, and the end of a
 * stream of events. Gatling logs them as requests that succeed at once, and logs the reply for
 * which a check waits as another request. Only the code that logs them is different.
 */
final class OneWaySteps {

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final Set<Class<?>> STATES =
      Set.of(WsIdleState.class, SseClosingState.class, SseClosedState.class);

  private OneWaySteps() {}

  /** Whether the call of a {@link StatsEngine} is for such a step. */
  static boolean isLoggedNow() {
    return STACK.walk(
        frames ->
            frames
                .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .dropWhile(OneWaySteps::isOnTheWay)
                .findFirst()
                .filter(STATES::contains)
                .isPresent());
  }

  private static boolean isOnTheWay(Class<?> caller) {
    return caller == OneWaySteps.class
        || caller == SseState.class
        || StatsEngine.class.isAssignableFrom(caller);
  }
}
