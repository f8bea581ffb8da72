package dev.onrush.internal.settings.address;

import java.net.URI;
import java.util.List;

/**
 * The hosts that may be loaded: loopback, and the hosts that are named in the settings.
 *
 * @param names the names as they were written
 */
public record AllowedHosts(List<String> names) {

  public AllowedHosts {
    names = List.copyOf(names);
  }

  /**
   * Rejects an address whose host is not allowed, so that a typing mistake does not put load on
   * production. Loopback is always allowed. Names are compared without regard to case.
   *
   * @throws IllegalArgumentException if the host of {@code address} is not allowed
   */
  public void check(URI address) {
    String host = HttpAddress.host(address);
    if (!contains(host)) {
      throw new IllegalArgumentException(
          "target was " + HttpAddress.withoutCredentials(address.toString()) + "; " + rule(host));
    }
  }

  /**
   * Rejects the absolute address of a request if its host is not allowed. An address without a host
   * is not checked, since nothing can be sent to it.
   *
   * @param request the name of the request
   * @param place scheme, host and port of its address
   * @throws IllegalArgumentException if the host is not allowed
   */
  public void checkRequest(String request, String place) {
    URI address;
    try {
      address = HttpAddress.declared(place);
    } catch (IllegalArgumentException e) {
      return;
    }
    String host = HttpAddress.host(address);
    if (!contains(host)) {
      throw new IllegalArgumentException(
          "request \""
              + request
              + "\" goes to "
              + HttpAddress.withoutCredentials(place)
              + "; "
              + rule(host));
    }
  }

  /** Whether a host may be loaded, however it is written. Makes no DNS query. */
  public boolean contains(String host) {
    String one = HttpAddress.canonicalHost(host);
    return HttpAddress.isLoopback(one)
        || names.stream().map(HttpAddress::canonicalHost).anyMatch(one::equals);
  }

  private String rule(String host) {
    return "only loopback and the hosts in onrush.allowedHosts may be loaded (now "
        + (names.isEmpty() ? "none" : String.join(", ", names))
        + "); add \""
        + host
        + "\" there, or write -Donrush.allowedHosts="
        + host;
  }

  /**
   * Rejects a base address that was declared to Gatling if its host is not allowed.
   *
   * @throws IllegalArgumentException if the host of {@code address} is not allowed or cannot be
   *     determined
   */
  public void check(String address) {
    check(HttpAddress.declared(address));
  }
}
