package dev.onrush.internal.gatling.stats;

import io.gatling.core.stats.StatsEngine;
import io.gatling.http.action.ws.fsm.WsIdleState;

/**
 * Tells the messages of web sockets from the replies to them. Gatling logs a message when it is
 * sent, as a request that succeeds in 0 ms, and logs the reply for which a check waits as another
 * request. Only the code that logs them is different.
 */
final class SentMessages {

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private SentMessages() {}

  /** Whether the call of a {@link StatsEngine} is for a message that a web socket sends. */
  static boolean isSendingNow() {
    return STACK.walk(
        frames ->
            frames
                .map(StackWalker.StackFrame::getDeclaringClass)
                .dropWhile(c -> c == SentMessages.class || StatsEngine.class.isAssignableFrom(c))
                .findFirst()
                .filter(c -> c == WsIdleState.class)
                .isPresent());
  }
}
