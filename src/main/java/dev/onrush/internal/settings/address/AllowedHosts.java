package dev.onrush.internal.settings.address;

import java.net.URI;
import java.util.List;

/**
 * The hosts that may be loaded: loopback, and those that are named.
 *
 * @param names as they were written
 */
public record AllowedHosts(List<String> names) {

  public AllowedHosts {
    names = List.copyOf(names);
  }

  /**
   * Refuses to load a host that nobody has named, so that a slip of the pen does not hit
   * production. Loopback is always allowed. Names are the same in upper and lower case.
   *
   * @throws IllegalArgumentException if {@code address} is elsewhere
   */
  public void check(URI address) {
    String host = HttpAddress.host(address);
    if (!HttpAddress.isLoopback(host)
        && names.stream().map(HttpAddress::sameHost).noneMatch(host::equals)) {
      throw new IllegalArgumentException(
          "target was "
              + HttpAddress.withoutCredentials(address.toString())
              + "; beyond loopback only hosts named in onrush.allowedHosts are loaded, which are "
              + (names.isEmpty() ? "none" : String.join(", ", names))
              + "; add \""
              + host
              + "\" there, or -Donrush.allowedHosts="
              + host);
    }
  }

  /**
   * The same of an address as Gatling has it.
   *
   * @throws IllegalArgumentException if it is elsewhere, or nobody can tell where it is
   */
  public void check(String address) {
    check(HttpAddress.declared(address));
  }
}
