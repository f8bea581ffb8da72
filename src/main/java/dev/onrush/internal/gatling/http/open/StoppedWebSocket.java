package dev.onrush.internal.gatling.http.open;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.http.action.ws.fsm.NextWsState;
import io.gatling.http.action.ws.fsm.WsFsm;
import io.gatling.http.action.ws.fsm.WsState;
import io.gatling.http.check.ws.WsFrameCheck;
import io.gatling.http.check.ws.WsFrameCheckSequence;
import io.gatling.http.client.WebSocket;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import scala.collection.immutable.List;

/** The state of a web socket after the end of the load: nothing is sent, and no user goes on. */
final class StoppedWebSocket extends WsState {

  StoppedWebSocket(WsFsm socket) {
    super(socket);
  }

  private NextWsState same() {
    return new NextWsState(this, NextWsState.DoNothing());
  }

  @Override
  public int remainingReconnects() {
    return 0;
  }

  @Override
  public NextWsState onPerformInitialConnect(Session session, Action next) {
    return same();
  }

  @Override
  public NextWsState onWebSocketConnected(WebSocket opened, List<Cookie> cookies, long at) {
    return same();
  }

  @Override
  public NextWsState onSendTextFrame(
      String name,
      String message,
      List<WsFrameCheckSequence<WsFrameCheck>> checks,
      Session session,
      Action next) {
    return same();
  }

  @Override
  public NextWsState onSendBinaryFrame(
      String name,
      byte[] message,
      List<WsFrameCheckSequence<WsFrameCheck>> checks,
      Session session,
      Action next) {
    return same();
  }

  @Override
  public NextWsState onTextFrameReceived(String message, long at) {
    return same();
  }

  @Override
  public NextWsState onBinaryFrameReceived(byte[] message, long at) {
    return same();
  }

  @Override
  public NextWsState onWebSocketClosed(int code, String reason, long at) {
    return same();
  }

  @Override
  public NextWsState onWebSocketCrashed(Throwable e, long at) {
    return same();
  }

  @Override
  public NextWsState onClientCloseRequest(
      String name, WebSocketCloseStatus status, Session session, Action next) {
    return same();
  }

  @Override
  public NextWsState onTimeout() {
    return same();
  }
}
