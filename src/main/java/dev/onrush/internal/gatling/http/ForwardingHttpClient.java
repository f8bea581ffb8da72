package dev.onrush.internal.gatling.http;

import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.util.Pair;
import io.netty.channel.EventLoop;
import java.util.List;

/**
 * An HTTP client around another one. Its subclass decides which requests it forwards; all other
 * calls are forwarded unchanged.
 */
abstract class ForwardingHttpClient implements HttpClient {

  private final HttpClient delegate;

  ForwardingHttpClient(HttpClient delegate) {
    this.delegate = delegate;
  }

  final void forward(
      Request request,
      long clientId,
      EventLoop eventLoop,
      HttpListener listener,
      SslContextsHolder ssl) {
    delegate.sendRequest(request, clientId, eventLoop, listener, ssl);
  }

  /** Forwards HTTP/2 requests; does nothing if there are none. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  final void forward(
      List<Pair<Request, HttpListener>> requests,
      long clientId,
      EventLoop eventLoop,
      SslContextsHolder ssl) {
    if (!requests.isEmpty()) {
      delegate.sendHttp2Requests(requests.toArray(new Pair[0]), clientId, eventLoop, ssl);
    }
  }

  @Override
  public boolean isClosed() {
    return delegate.isClosed();
  }

  @Override
  public void flushClientIdChannels(long clientId, EventLoop eventLoop) {
    delegate.flushClientIdChannels(clientId, eventLoop);
  }

  @Override
  public void close() throws Exception {
    delegate.close();
  }
}
