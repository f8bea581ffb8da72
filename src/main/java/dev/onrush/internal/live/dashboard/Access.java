package dev.onrush.internal.live.dashboard;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.address.UrlHost;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of access to the dashboard and to its commands. A page of another site that is open in
 * the same browser can also send requests to loopback; such a request is recognised by the headers
 * that browsers add.
 */
final class Access {

  /** An address without a name, so that no name server can have resolved it. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  /** The addresses that the name {@code localhost} usually stands for. */
  private static final Set<String> LOCALHOST = Set.of("127.0.0.1", "[::1]");

  private static final String BEARER = "Bearer ";

  /** The answer to a request that is not allowed. */
  record Refusal(int status, String text) {}

  /** The hosts of the dashboard's addresses, in their canonical form. */
  private final Set<String> names = new TreeSet<>();

  private final boolean anyLiteral;
  private final String remedy;
  private final int port;
  private final Optional<byte[]> token;

  /**
   * Creates the rules for a server.
   *
   * @param host the host name from the settings
   * @param bound the address that the server listens on
   * @param token the token that each request must have, if there is one
   */
  Access(String host, InetSocketAddress bound, Optional<String> token) {
    this.port = bound.getPort();
    this.anyLiteral = bound.getAddress().isAnyLocalAddress();
    this.token = token.map(t -> t.getBytes(StandardCharsets.UTF_8));
    Stream.of("localhost", "127.0.0.1", "::1", host, UrlHost.of(bound.getAddress()))
        .map(Access::canonical)
        .forEach(names::add);
    this.remedy = anyLiteral ? ofThisMachine(port) : "It is at " + addresses(host, bound) + ".";
  }

  private static String ofThisMachine(int port) {
    return "Use the IP address of this machine, as in http://10.0.0.5:"
        + port
        + ", or set onrush.dashboardHost to the name in this address.";
  }

  /** Returns the addresses at which the server can be reached, in a text. */
  private static String addresses(String host, InetSocketAddress bound) {
    Set<String> reachable = new TreeSet<>(List.of(UrlHost.of(bound.getAddress())));
    if (!host.contains(":")) { // not an IPv6 address, which is written in brackets in a URL
      reachable.add(host.toLowerCase(Locale.ROOT));
    }
    if (LOCALHOST.contains(UrlHost.of(bound.getAddress()))) {
      reachable.add("localhost");
    }
    return reachable.stream()
        .map(name -> "http://" + name + ":" + bound.getPort())
        .collect(Collectors.joining(" and "));
  }

  /**
   * Returns one form for all spellings of a host. Browsers shorten IPv6 addresses, and leave out
   * their interfaces.
   */
  private static String canonical(String host) {
    return HttpAddress.canonicalHost(host).replaceFirst("%.*", "");
  }

  /** Returns why a request is refused; empty if it is allowed. */
  Optional<Refusal> refusal(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isOurs(hosts.get(0))) {
      return refused(403, "The dashboard is not at this address. " + remedy);
    }
    if (!showsToken(exchange)) {
      return refused(
          401,
          "This dashboard requires a token: add ?token=TOKEN to its address, where TOKEN is the"
              + " setting onrush.dashboardToken.");
    }
    return Optional.empty();
  }

  /** Returns why a request of a page's script is refused; empty if it is allowed. */
  Optional<Refusal> refusalOfScript(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String own = "http://" + headers.getFirst("Host");
    List<String> origins = headers.getOrDefault("Origin", List.of());
    List<String> sites = headers.getOrDefault("Sec-Fetch-Site", List.of());
    return origins.stream().allMatch(origin -> origin.equalsIgnoreCase(own))
            && sites.stream().allMatch(site -> site.equals("same-origin"))
        ? Optional.empty()
        : refused(
            403, "Only the dashboard's own page may send this request; it came from another page.");
  }

  /**
   * Whether an answer is shown to somebody, as far as the browser says: not as a picture in another
   * page, and not fetched in advance.
   */
  static boolean isSeen(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    return headers.getOrDefault("Sec-Fetch-Dest", List.of()).stream().allMatch("document"::equals)
        && !headers.containsKey("Sec-Purpose");
  }

  private static Optional<Refusal> refused(int status, String text) {
    return Optional.of(new Refusal(status, text));
  }

  private boolean isOurs(String host) {
    String asked = host.toLowerCase(Locale.ROOT);
    String suffix = ":" + port;
    String name =
        asked.endsWith(suffix)
            ? asked.substring(0, asked.length() - suffix.length())
            : port == 80 ? asked : "";
    return names.contains(canonical(name)) || (anyLiteral && LITERAL.matcher(name).matches());
  }

  private boolean showsToken(HttpExchange exchange) {
    if (token.isEmpty()) {
      return true;
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String query = exchange.getRequestURI().getRawQuery();
    Optional<String> shown =
        authorization != null && authorization.startsWith(BEARER)
            ? Optional.of(authorization.substring(BEARER.length()))
            : Arrays.stream(query == null ? new String[0] : query.split("&", -1))
                .filter(parameter -> parameter.startsWith("token="))
                .map(parameter -> parameter.substring("token=".length()))
                .findFirst();
    // Takes the same time however much of the token is right.
    return shown.isPresent()
        && MessageDigest.isEqual(token.get(), shown.get().getBytes(StandardCharsets.UTF_8));
  }
}
