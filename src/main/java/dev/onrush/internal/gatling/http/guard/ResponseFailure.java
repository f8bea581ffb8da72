package dev.onrush.internal.gatling.http.guard;

import dev.onrush.units.Quantity;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The failure of a request because of its response or its connection, in words for reports. It has
 * no cause, since Gatling reports the first of a chain of causes, and no stack trace.
 */
public final class ResponseFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** The name of this class, as Gatling shortens it before the message. */
  private static final String NAME = "d.o.i.g.h.g.ResponseFailure: ";

  /** The timeout in a message of Gatling, whose digits the table of errors would replace. */
  private static final Pattern MILLIS = Pattern.compile("(\\d{1,18}) ms$");

  /** The timeout in a message of Gatling or Netty. */
  private static final Pattern TIMEOUT = Pattern.compile("timed? ?out.* after (\\d{1,12}) ?ms");

  private static final String NOT_ALLOWED = " is not in onrush.allowedHosts";

  /**
   * Failures without a status code that Gatling reports like those of a request, although nothing
   * was sent.
   */
  private static final Pattern NOTHING_SENT =
      Pattern.compile(
          "Too many redirects, max is \\d+"
              + "|Client issued (?:text|binary) frame but server has closed the WebSocket and max"
              + " reconnects is reached"
              + "|.+"
              + Pattern.quote(NOT_ALLOWED));

  private static final Pattern REFUSED_SOCKET =
      Pattern.compile(
          ".*WebSocketClientHandshakeException: Invalid handshake response getStatus: (.+)");

  private static final Pattern NOT_CONNECTED =
      Pattern.compile(
          ".*ConnectTimeoutException: connection timed out after (\\d{1,18}) ms: /?(.+)");

  private static final Pattern NO_TLS = Pattern.compile(".*NotSslRecordException: .+");

  ResponseFailure(String message) {
    super(message);
  }

  /** Returns the failure of a request to a host that must not be loaded. */
  public static ResponseFailure hostNotAllowed(String host) {
    return new ResponseFailure(host + NOT_ALLOWED);
  }

  /** Returns the failure, or one in words for reports if the failure has no such words. */
  public static Throwable of(Throwable failure) {
    if (failure instanceof TooLongHttpHeaderException) {
      return new ResponseFailure("the headers of the response are longer than 1 MB");
    }
    if (failure instanceof RequestTimeoutException) {
      return new ResponseFailure(
          MILLIS
              .matcher(String.valueOf(failure.getMessage()))
              .replaceFirst(m -> Quantity.duration(Duration.ofMillis(Long.parseLong(m.group(1))))));
    }
    if (failure instanceof ClosedChannelException) {
      return new ResponseFailure("the connection was closed before the request was sent");
    }
    return failure;
  }

  /**
   * Returns the time, in nanoseconds, within which a connection was not opened or a response did
   * not come; empty if this is not why the request failed.
   */
  public static OptionalLong timeout(Throwable failure) {
    if (failure instanceof RequestTimeoutException
        || failure instanceof ConnectTimeoutException
        || failure instanceof SslHandshakeTimeoutException) {
      Matcher millis = TIMEOUT.matcher(String.valueOf(failure.getMessage()));
      if (millis.find()) {
        return OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis.group(1))));
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Returns the text of a failure that Gatling reports, without the name of this class, and in
   * words if it is that of a refused web socket, of a connection that was not opened in time, or of
   * a service without TLS.
   */
  public static String text(String reported) {
    if (reported.startsWith(NAME)) {
      return reported.substring(NAME.length());
    }
    Matcher refused = REFUSED_SOCKET.matcher(reported);
    if (refused.matches()) {
      return "the web socket was refused with " + refused.group(1);
    }
    Matcher late = NOT_CONNECTED.matcher(reported);
    if (late.matches()) {
      Duration timeout = Duration.ofMillis(Long.parseLong(late.group(1)));
      return "no connection to " + late.group(2) + " within " + Quantity.duration(timeout);
    }
    return NO_TLS.matcher(reported).matches()
        ? "the response is not TLS; does the service expect http?"
        : reported;
  }

  /** Whether a failure without a status code says that nothing was sent. */
  public static boolean isUnsent(String reported) {
    return NOTHING_SENT.matcher(text(reported)).matches();
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
