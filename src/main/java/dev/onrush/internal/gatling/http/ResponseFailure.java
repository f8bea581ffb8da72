package dev.onrush.internal.gatling.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The failure of a request because of its response or its connection, in words for reports. It has
 * no cause, since Gatling reports the first of a chain of causes, and no stack trace.
 */
public final class ResponseFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** The name of this class, as Gatling shortens it before the message. */
  private static final String NAME = "d.o.i.g.h.ResponseFailure: ";

  ResponseFailure(String message) {
    super(message);
  }

  /** Returns the failure, or one in words for reports if the failure has no such words. */
  static Throwable of(Throwable failure) {
    if (failure instanceof TooLongHttpHeaderException) {
      return new ResponseFailure("the headers of the response are longer than 1 MB");
    }
    if (failure instanceof ClosedChannelException) {
      return new ResponseFailure("the connection was closed before the request was sent");
    }
    return failure;
  }

  /** Returns the text of a failure that Gatling reports, without the name of this class. */
  public static String text(String reported) {
    return reported.startsWith(NAME) ? reported.substring(NAME.length()) : reported;
  }

  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
