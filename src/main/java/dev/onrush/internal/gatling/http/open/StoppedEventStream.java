package dev.onrush.internal.gatling.http.open;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.http.action.sse.fsm.NextSseState;
import io.gatling.http.action.sse.fsm.ServerSentEvent;
import io.gatling.http.action.sse.fsm.SseFsm;
import io.gatling.http.action.sse.fsm.SseState;
import io.gatling.http.check.sse.SseMessageCheckSequence;
import scala.collection.immutable.List;

/** The state of an event stream after the end of the load: no event counts, and no user goes on. */
final class StoppedEventStream extends SseState {

  StoppedEventStream(SseFsm stream) {
    super(stream);
  }

  private NextSseState same() {
    return new NextSseState(this, NextSseState.DoNothing());
  }

  @Override
  public NextSseState onSseStreamConnected(long at) {
    return same();
  }

  @Override
  public NextSseState onSetCheck(
      String name, List<SseMessageCheckSequence> checks, Session session, Action next) {
    return same();
  }

  @Override
  public NextSseState onSseReceived(ServerSentEvent event, long at) {
    return same();
  }

  @Override
  public NextSseState onSseEndOfStream(long at) {
    return same();
  }

  @Override
  public NextSseState onSseStreamClosed(long at) {
    return same();
  }

  @Override
  public NextSseState onSseStreamCrashed(Throwable e, long at) {
    return same();
  }

  @Override
  public NextSseState onClientCloseRequest(String name, Session session, Action next) {
    return same();
  }

  @Override
  public NextSseState onTimeout() {
    return same();
  }
}
