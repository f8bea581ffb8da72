package dev.onrush.internal.gatling.target;

import dev.onrush.units.Quantity;
import io.gatling.core.Predef$;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.http.client.HttpClientConfig;
import io.gatling.http.client.impl.SslHandlers;
import io.gatling.http.engine.HttpClientFactory;
import io.gatling.http.util.SslContextsFactory;
import io.netty.channel.Channel;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The TLS handshake of the target check, with the trust settings of the run's own requests. */
final class TlsHandshake implements AutoCloseable {

  private final Duration timeout;

  /** Created for the first handshake. */
  private @Nullable HttpClientConfig config;

  TlsHandshake(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * Performs the handshake on a connection and returns what went wrong; empty if it succeeded. The
   * handler is notified of a close only while it is in the pipeline. Therefore it is added on the
   * event loop, where the connection cannot be closed between the test that it is open and the
   * addition of the handler.
   */
  Optional<TargetFailure> shakeHands(String host, int port, Channel channel) {
    HttpClientConfig client = config();
    SslHandler handler =
        SslHandlers.newSslHandler(
            client.getDefaultSslContextsHolder().getSslContext(),
            channel.alloc(),
            host,
            port,
            client);
    handler.setHandshakeTimeoutMillis(timeout.toMillis());
    Promise<Channel> shaken = channel.eventLoop().newPromise();
    channel.eventLoop().execute(() -> begin(handler, channel, shaken));
    return Optional.ofNullable(shaken.awaitUninterruptibly().cause()).map(this::failure);
  }

  private static void begin(SslHandler handler, Channel channel, Promise<Channel> shaken) {
    if (!channel.isActive()) {
      var unused = shaken.setFailure(new ClosedChannelException());
      return;
    }
    var unused = PromiseNotifier.cascade(handler.handshakeFuture(), shaken);
    channel.pipeline().addFirst(handler);
  }

  private TargetFailure failure(Throwable cause) {
    Optional<Throwable> certificate =
        causes(cause).filter(CertificateException.class::isInstance).findFirst();
    if (certificate.isPresent()) {
      Throwable deepest = causes(certificate.get()).reduce((a, b) -> b).orElseThrow();
      return new TargetFailure(
          "has a certificate that is not trusted (" + TargetFailure.text(deepest) + ")",
          "add its issuer to gatling.ssl.trustStore, or trust every certificate with"
              + " -Donrush.verifyCertificates=false",
          cause);
    }
    if (cause instanceof SslHandshakeTimeoutException) {
      return new TargetFailure(
          "did not answer the TLS handshake within " + Quantity.duration(timeout),
          "check which service listens there, or correct the address",
          cause);
    }
    return new TargetFailure(
        cause instanceof NotSslRecordException
            ? "does not speak TLS"
            : cause instanceof ClosedChannelException
                ? "closed the connection in the TLS handshake"
                : "did not finish the TLS handshake (" + TargetFailure.text(cause) + ")",
        "check which service listens there, or correct the address",
        cause);
  }

  private HttpClientConfig config() {
    HttpClientConfig made = config;
    if (made == null) {
      GatlingConfiguration configuration = Predef$.MODULE$._configuration();
      SslContextsFactory contexts =
          new SslContextsFactory(
              configuration.ssl(), configuration.http().enableHostnameVerification());
      made = new HttpClientFactory(contexts, configuration).newClientConfig();
      config = made;
    }
    return made;
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause).limit(20);
  }

  @Override
  public void close() {
    if (config != null && config.getDefaultSslContextsHolder() instanceof AutoCloseable contexts) {
      try {
        contexts.close();
      } catch (Exception e) {
        throw new IllegalStateException("TLS contexts cannot be closed", e);
      }
    }
  }
}
