package dev.onrush.internal.launch.plan;

import dev.onrush.internal.settings.address.HttpAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The base addresses of a plan's protocol of HTTP: those of the target, unless the plan's {@code
 * http(…)} sets others.
 *
 * <p>A run against another service than was asked for is worse than none, so it is refused.
 *
 * @param http of requests, and of server-sent events
 * @param webSockets of web sockets
 */
public record BaseAddresses(List<URI> http, List<URI> webSockets) {

  public BaseAddresses {
    http = List.copyOf(http);
    webSockets = List.copyOf(webSockets);
  }

  /**
   * Tells base addresses apart by their schemes.
   *
   * @param declared to Gatling, in any order and several times
   * @throws IllegalArgumentException if of one nobody can tell where it is
   */
  public static BaseAddresses of(List<String> declared) {
    List<URI> all = declared.stream().distinct().map(HttpAddress::declared).toList();
    return new BaseAddresses(
        all.stream().filter(a -> !isOfWebSockets(a)).toList(),
        all.stream().filter(BaseAddresses::isOfWebSockets).toList());
  }

  private static boolean isOfWebSockets(URI address) {
    return String.valueOf(address.getScheme()).matches("(?i)wss?");
  }

  /**
   * Refuses addresses of which none is the target's host and port.
   *
   * @param plan its name
   * @throws IllegalArgumentException if it sends requests, or web sockets, elsewhere, or if there
   *     is no base address for requests, which all go to absolute addresses then
   */
  public void check(String plan, URI target) {
    if (http.isEmpty()) {
      throw leftOut(plan, "the target is " + target);
    }
    check(
        plan, http, target, "leave its baseUrl(…) out, and say with -Dtarget where the service is");
    check(
        plan,
        webSockets,
        target,
        "leave its wsBaseUrl(…) out, or write the whole address in connect(…)");
  }

  /** The refusal of an {@code http(…)} that does not go on from what it was given. */
  static IllegalArgumentException leftOut(String plan, String given) {
    return new IllegalArgumentException(
        "http(…) of plan \""
            + plan
            + "\" leaves out the base address, and "
            + given
            + "; go on from its argument, as in http(h -> h.acceptHeader(…))");
  }

  private static void check(String plan, List<URI> bases, URI target, String remedy) {
    if (!bases.isEmpty() && bases.stream().noneMatch(b -> HttpAddress.isSamePlace(b, target))) {
      throw new IllegalArgumentException(
          "http(…) of plan \""
              + plan
              + "\" sets the base address"
              + (bases.size() == 1 ? " " : "es ")
              + text(bases.stream())
              + ", and the target is "
              + target
              + "; "
              + remedy);
    }
  }

  /** All of them, without those of web sockets to where requests go too. */
  public String text() {
    return text(
        Stream.concat(
            http.stream(),
            webSockets.stream()
                .filter(w -> http.stream().noneMatch(h -> HttpAddress.isSamePlace(h, w)))));
  }

  private static String text(Stream<URI> addresses) {
    return addresses
        .map(URI::toString)
        .map(HttpAddress::withoutCredentials)
        .collect(Collectors.joining(", "));
  }
}
