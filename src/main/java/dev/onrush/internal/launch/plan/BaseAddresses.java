package dev.onrush.internal.launch.plan;

import dev.onrush.internal.gatling.chain.AbsoluteAddresses;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.plan.LoadPlan;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The base addresses of a plan's HTTP protocol: the addresses of the target, unless the plan's
 * {@code http(…)} sets others.
 *
 * <p>A run against a different service than intended is worse than no run, so it is refused.
 *
 * @param http the base addresses of requests and of server-sent events
 * @param webSockets the base addresses of web sockets
 */
public record BaseAddresses(List<URI> http, List<URI> webSockets) {

  public BaseAddresses {
    http = List.copyOf(http);
    webSockets = List.copyOf(webSockets);
  }

  /**
   * Separates base addresses by their schemes.
   *
   * @param declared the addresses declared to Gatling, in any order and possibly repeated
   * @throws IllegalArgumentException if the location of an address cannot be determined
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
   * Refuses base addresses if none of them has the target's host and port.
   *
   * @param plan the name of the plan
   * @throws IllegalArgumentException if requests or web sockets go elsewhere, or if there is no
   *     base address for requests, so that all of them go to absolute addresses
   */
  public void check(String plan, URI target) {
    if (http.isEmpty()) {
      throw leftOut(plan, "the target is " + target);
    }
    check(plan, http, target, "leave its baseUrl(…) out, and set the address with -Dtarget");
    check(
        plan,
        webSockets,
        target,
        "leave its wsBaseUrl(…) out, or write the whole address in connect(…)");
  }

  /**
   * Refuses requests whose path does not begin with a slash, unless a base address ends with one.
   * They would go to another host or port than the target's.
   *
   * @throws IllegalArgumentException if there is such a request
   */
  public void checkPaths(LoadPlan plan) {
    if (Stream.concat(http.stream(), webSockets.stream())
        .anyMatch(b -> b.toString().endsWith("/"))) {
      return;
    }
    for (AbsoluteAddresses.RequestAddress sent : AbsoluteAddresses.withoutSlash(plan)) {
      throw new IllegalArgumentException(
          "request \""
              + sent.request()
              + "\" has the path \""
              + sent.address()
              + "\", which does not begin with a slash; write \"/"
              + sent.address()
              + "\"");
    }
  }

  /** Creates the refusal of an {@code http(…)} that does not use the builder that it was given. */
  static IllegalArgumentException leftOut(String plan, String given) {
    return new IllegalArgumentException(
        "http(…) of plan \""
            + plan
            + "\" leaves out the base address, and "
            + given
            + "; build on its argument, as in http(h -> h.acceptHeader(…))");
  }

  private static void check(String plan, List<URI> bases, URI target, String remedy) {
    if (!bases.isEmpty()
        && bases.stream().noneMatch(b -> HttpAddress.isSameHostAndPort(b, target))) {
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

  /**
   * All base addresses as text, without web socket addresses at the same place as a request
   * address.
   */
  public String text() {
    return text(
        Stream.concat(
            http.stream(),
            webSockets.stream()
                .filter(w -> http.stream().noneMatch(h -> HttpAddress.isSameHostAndPort(h, w)))));
  }

  private static String text(Stream<URI> addresses) {
    return addresses
        .map(URI::toString)
        .map(HttpAddress::withoutCredentials)
        .collect(Collectors.joining(", "));
  }
}
