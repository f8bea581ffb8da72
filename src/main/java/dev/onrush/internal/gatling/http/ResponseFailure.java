package dev.onrush.internal.gatling.http;

import java.io.IOException;

/**
 * The failure of a request because of its response, in words for reports. It has no cause, since
 * Gatling reports the first of a chain of causes, and no stack trace.
 */
public final class ResponseFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** The name of this class, as Gatling shortens it before the message. */
  private static final String NAME = "d.o.i.g.h.ResponseFailure: ";

  ResponseFailure(String message) {
    super(message);
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
