package dev.onrush.internal.gatling.http.open;

import dev.onrush.internal.gatling.field.GatlingField;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.http.action.sse.SseListener;
import io.gatling.http.action.sse.fsm.SseConnectingState;
import io.gatling.http.action.sse.fsm.SseFsm;
import io.gatling.http.action.sse.fsm.SsePerformingCheckState;
import io.gatling.http.action.sse.fsm.SseStream;
import io.gatling.http.action.ws.WsListener;
import io.gatling.http.action.ws.fsm.WsClosingState;
import io.gatling.http.action.ws.fsm.WsConnectingState;
import io.gatling.http.action.ws.fsm.WsFsm;
import io.gatling.http.action.ws.fsm.WsPerformingCheckState;
import io.gatling.http.client.HttpListener;
import java.util.Optional;
import scala.Option;
import scala.util.Left;

/**
 * A web socket or a stream of server-sent events, as seen at the end of a run. The state of
 * Gatling's automaton determines whether the conversation waits for an answer. Only its event loop
 * reads and writes that state.
 */
abstract class Conversation {

  /**
   * A request that waits for its answer.
   *
   * @param start when the request was sent, on Gatling's clock
   * @param silent whether the request itself is in no figure
   */
  record Waiting(Session session, String name, long start, boolean silent) {

    Waiting(Session session, String name, long start) {
      this(session, name, start, false);
    }
  }

  /** The request whose answer the conversation waits for; empty if there is none. */
  abstract Optional<Waiting> waiting();

  /** Lets the answer come, and replaces the next action of the user by {@code end}. */
  abstract void endWith(Action end);

  /** Stops the conversation: nothing more is sent over it, and nothing that arrives is counted. */
  abstract void stop();

  /** Returns the automaton of a request that opens a conversation; empty for any other request. */
  static Optional<Object> automaton(HttpListener listener) {
    if (listener instanceof WsListener) {
      return Optional.of(WebSocket.AUTOMATON.get(listener));
    }
    if (listener instanceof SseListener) {
      return Optional.of(((SseStream) EventStream.STREAM.get(listener)).fsm());
    }
    return Optional.empty();
  }

  /** Returns the conversation that an automaton controls. */
  static Conversation of(Object automaton) {
    return automaton instanceof WsFsm socket
        ? new WebSocket(socket)
        : new EventStream((SseFsm) automaton);
  }

  private static final class WebSocket extends Conversation {
    private static final GatlingField AUTOMATON = GatlingField.of(WsListener.class, "fsm");
    private static final GatlingField STATE = GatlingField.of(WsFsm.class, "currentState");
    private static final GatlingField ON_CONNECTED = GatlingField.of(WsFsm.class, "onConnected");
    private static final GatlingField NEXT_OF_CONNECTING =
        GatlingField.of(WsConnectingState.class, "next");
    private static final GatlingField NEXT_OF_CHECK =
        GatlingField.of(WsPerformingCheckState.class, "next");
    private static final GatlingField NEXT_OF_CLOSING =
        GatlingField.of(WsClosingState.class, "next");
    private static final GatlingField CLOSING_SESSION =
        GatlingField.of(WsClosingState.class, "session");
    private static final GatlingField CLOSING_NAME =
        GatlingField.of(WsClosingState.class, "actionName");
    private static final GatlingField CLOSING_START =
        GatlingField.of(WsClosingState.class, "closeStart");

    private final WsFsm socket;

    WebSocket(WsFsm socket) {
      this.socket = socket;
    }

    @Override
    Optional<Waiting> waiting() {
      Object state = STATE.get(socket);
      if (state instanceof WsPerformingCheckState check) {
        return Optional.of(
            new Waiting(
                check.session(),
                check.currentCheck().resolvedName(),
                check.checkSequenceStart(),
                check.currentCheck().isSilent()));
      }
      if (state instanceof WsConnectingState connecting) {
        return Optional.of(
            new Waiting(
                connecting.session(),
                socket.connectRequest().getName(),
                connecting.connectStart()));
      }
      if (state instanceof WsClosingState) {
        return Optional.of(
            new Waiting(
                (Session) CLOSING_SESSION.get(state),
                (String) CLOSING_NAME.get(state),
                (Long) CLOSING_START.get(state)));
      }
      return Optional.empty();
    }

    @Override
    void endWith(Action end) {
      Object state = STATE.get(socket);
      if (state instanceof WsPerformingCheckState) {
        NEXT_OF_CHECK.set(state, new Left<>(end));
      } else if (state instanceof WsConnectingState) {
        NEXT_OF_CONNECTING.set(state, new Left<>(end));
        ON_CONNECTED.set(socket, Option.empty()); // its chain would send requests
      } else {
        NEXT_OF_CLOSING.set(state, end);
      }
    }

    @Override
    void stop() {
      socket.cancelTimeout();
      STATE.set(socket, new StoppedWebSocket(socket));
    }
  }

  private static final class EventStream extends Conversation {
    private static final GatlingField STREAM = GatlingField.of(SseListener.class, "stream");
    private static final GatlingField STATE = GatlingField.of(SseFsm.class, "currentState");
    private static final GatlingField NEXT_OF_CHECK =
        GatlingField.of(SsePerformingCheckState.class, "next");
    private static final GatlingField NEXT_OF_CONNECTING =
        GatlingField.of(SseConnectingState.class, "next");
    private static final GatlingField CONNECTING_SESSION =
        GatlingField.of(SseConnectingState.class, "session");
    private static final GatlingField CONNECTING_START =
        GatlingField.of(SseConnectingState.class, "connectStart");

    private final SseFsm stream;

    EventStream(SseFsm stream) {
      this.stream = stream;
    }

    @Override
    Optional<Waiting> waiting() {
      Object state = STATE.get(stream);
      if (state instanceof SsePerformingCheckState check) {
        return Optional.of(
            new Waiting(check.session(), check.currentCheck().name(), check.checkSequenceStart()));
      }
      if (state instanceof SseConnectingState) {
        return Optional.of(
            new Waiting(
                (Session) CONNECTING_SESSION.get(state),
                stream.connectActionName(),
                (Long) CONNECTING_START.get(state)));
      }
      return Optional.empty();
    }

    @Override
    void endWith(Action end) {
      Object state = STATE.get(stream);
      (state instanceof SsePerformingCheckState ? NEXT_OF_CHECK : NEXT_OF_CONNECTING)
          .set(state, end);
    }

    @Override
    void stop() {
      stream.cancelTimeout();
      STATE.set(stream, new StoppedEventStream(stream));
    }
  }
}
