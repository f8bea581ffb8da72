package dev.onrush.internal.gatling.http;

import dev.onrush.internal.gatling.http.guard.ResponseGuard;
import dev.onrush.internal.gatling.http.open.OpenRequests;
import dev.onrush.internal.text.UserCode;
import io.gatling.http.action.sse.SseListener;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A listener to server-sent events that delegates to Gatling's own. If a check throws an error, the
 * stream fails.
 */
final class EventListener implements HttpListener {

  private final SseListener delegate;
  private final OpenRequests open;

  EventListener(SseListener delegate, OpenRequests open) {
    this.delegate = delegate;
    this.open = open;
  }

  @Override
  public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
    try {
      delegate.onHttpResponseBodyChunk(chunk, last);
    } catch (StackOverflowError | LinkageError e) {
      delegate.onThrowable(new IllegalStateException(UserCode.text(e), e));
    }
  }

  @Override
  public void onFinalClientRequest(Request request) {
    delegate.onFinalClientRequest(request);
  }

  @Override
  public void onHttpResponse(HttpResponseStatus status, HttpHeaders headers) {
    delegate.onHttpResponse(status, headers);
  }

  @Override
  public void onThrowable(Throwable e) {
    delegate.onThrowable(e);
  }

  @Override
  public void onSend() {
    delegate.onSend();
  }

  @Override
  public void onProtocolAwareness(boolean isHttp2) {
    delegate.onProtocolAwareness(isHttp2);
  }

  @Override
  public void onWrite(Channel channel) {
    ResponseGuard unused = ResponseGuard.guard(channel, open);
    delegate.onWrite(channel);
  }
}
