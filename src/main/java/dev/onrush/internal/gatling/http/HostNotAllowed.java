package dev.onrush.internal.gatling.http;

import java.io.IOException;

/** Thrown in place of sending a request to a host that may not be loaded. */
final class HostNotAllowed extends IOException {
  private static final long serialVersionUID = 1;

  HostNotAllowed(String host) {
    super(host + " is not in onrush.allowedHosts; nothing was sent");
  }

  /** Returns this exception without a stack trace, which nobody needs. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
