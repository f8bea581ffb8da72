package dev.onrush.internal.settings.address;

import java.util.Optional;

/**
 * A host and a port, as they were written.
 *
 * @param host the host; an IPv6 address is in brackets
 * @param port the text after the host's colon
 */
public record HostAndPort(String host, Optional<String> port) {

  /** Splits a host and its port. An IPv6 address without brackets has no port. */
  public static HostAndPort split(String text) {
    int bracket = text.lastIndexOf(']');
    int colon = text.indexOf(':', Math.max(0, bracket));
    if (bracket < 0 && colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
      return new HostAndPort("[" + text + "]", Optional.empty());
    }
    return colon < 0
        ? new HostAndPort(text, Optional.empty())
        : new HostAndPort(text.substring(0, colon), Optional.of(text.substring(colon + 1)));
  }
}
