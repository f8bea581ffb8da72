package dev.onrush.internal.settings.address;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks addresses of HTTP services as users write them, and converts them to one form with scheme
 * and host in lower case.
 *
 * <p>Host names may contain underscores, as the service names of Docker Compose do. {@link URI}
 * accepts them, but its {@code getHost()} is then null, so this class extracts hosts itself.
 */
public final class HttpAddress {

  /** A host name or an IPv4 address. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?");

  /** An IPv6 address, optionally with an interface, as in {@code fe80::1%eth0}. */
  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(?:%[\\w.-]+)?");

  private static final Pattern PARTS =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\\?[^#]*)?(#.*)?");

  private static final Pattern CREDENTIALS =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", Pattern.DOTALL);

  private static final Set<String> SECURE = Set.of("https", "wss");

  private static final String EXAMPLE = "http://127.0.0.1:8080";

  private HttpAddress() {}

  /**
   * Parses a base address, to which the paths of a plan's requests are appended. It has a scheme
   * and a host, and optionally a port and a path.
   *
   * @throws IllegalArgumentException if {@code text} is not a base address; the message says which
   *     part is wrong and what to write instead, and contains no credentials
   */
  public static URI base(String text) {
    return parse(
        text,
        false,
        "give credentials in the plan, as in http(h -> h.basicAuth(\"me\","
            + " settings().secret(\"password\"))), and write the address without them");
  }

  /**
   * Parses an address that may have a query.
   *
   * @param credentials what the message advises if the address contains a user name and a password
   * @throws IllegalArgumentException if {@code text} is not an address, with a message as in {@link
   *     #base}
   */
  public static URI full(String text, String credentials) {
    return parse(text, true, credentials);
  }

  private static URI parse(String text, boolean query, String credentials) {
    String stripped = text.strip();
    Matcher parts = PARTS.matcher(stripped);
    if (stripped.contains("@") && !(parts.matches() && isAuthority(parts.group(2)))) {
      // No part of the text is shown, since it is unclear where a password ends.
      throw new IllegalArgumentException(
          "which contains a user name or a password; " + credentials);
    }
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          stripped.matches("[\\w.-]+(:\\d+)?(/\\S*)?")
              ? "which has no scheme; write an address such as http://" + stripped
              : "which is not an HTTP address; write one such as " + EXAMPLE);
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "whose scheme is " + scheme + "; write http or https, as in " + EXAMPLE);
    }
    String path = query ? parts.group(3) : parts.group(3).replaceAll("/+$", "");
    String address = scheme + "://" + authority(parts.group(2)) + path;
    if (parts.group(5) != null) {
      throw new IllegalArgumentException(
          "which has a fragment, and fragments are never sent; write " + address);
    }
    if (parts.group(4) != null && !query) {
      throw new IllegalArgumentException(
          "which has a query, and a request's path cannot follow a query; write "
              + address
              + ", and the query in the requests");
    }
    return uri(parts.group(4) == null ? address : address + parts.group(4));
  }

  private static URI uri(String address) {
    try {
      return new URI(address);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "which is not valid: "
              + e.getReason().toLowerCase(Locale.ROOT)
              + (e.getIndex() < 0 ? "" : ", character " + (e.getIndex() + 1) + " of " + address)
              + "; write an address such as "
              + EXAMPLE,
          e);
    }
  }

  private static boolean isAuthority(String text) {
    try {
      return !authority(text).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Checks a host and port, and returns them in lower case. */
  private static String authority(String text) {
    HostAndPort split = HostAndPort.split(text);
    String host = split.host().toLowerCase(Locale.ROOT);
    if (host.startsWith("[") && !text.startsWith("[")) {
      throw new IllegalArgumentException(
          "whose host is an IPv6 address without brackets; write them, as in http://[::1]:8080");
    }
    if (host.isEmpty()) {
      throw new IllegalArgumentException("which has no host; write an address such as " + EXAMPLE);
    }
    if (!isHost(host)) {
      throw new IllegalArgumentException("whose host is \"" + host + "\"; write " + ascii(host));
    }
    if (split.port().isEmpty()) {
      return host;
    }
    String port = split.port().get();
    if (!port.matches("\\d{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException(
          "whose port is \"" + port + "\"; write a port from 1 to 65535, as in " + EXAMPLE);
    }
    return host + ":" + port;
  }

  private static String ascii(String host) {
    try {
      String ascii = IDN.toASCII(host);
      return !ascii.equals(host) && HOST.matcher(ascii).matches()
          ? ascii
          : "a host name, an IPv4 address, or an IPv6 address in brackets";
    } catch (IllegalArgumentException e) {
      return "a host name, an IPv4 address, or an IPv6 address in brackets";
    }
  }

  /** Whether this is a name, an IPv4 address, or an IPv6 address in brackets, in lower case. */
  public static boolean isHost(String host) {
    return (host.startsWith("[") && host.endsWith("]"))
        ? IPV6.matcher(host.substring(1, host.length() - 1)).matches()
        : HOST.matcher(host).matches();
  }

  /**
   * Returns the host of an address in one form for all spellings: in lower case, without a trailing
   * dot, and an IPv6 address without brackets, as {@link InetAddress#getHostAddress()} writes it.
   *
   * @throws IllegalArgumentException if {@code address} has no host
   */
  public static String host(URI address) {
    String authority = address.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException(
          "\"" + withoutCredentials(address.toString()) + "\" has no host");
    }
    return canonicalHost(
        HostAndPort.split(authority.substring(authority.lastIndexOf('@') + 1)).host());
  }

  /** Returns the port of an HTTP or WebSocket address, or the default port of its scheme. */
  public static int port(URI address) {
    String authority = String.valueOf(address.getRawAuthority());
    return HostAndPort.split(authority.substring(authority.lastIndexOf('@') + 1))
        .port()
        .filter(port -> port.matches("\\d{1,5}"))
        .map(Integer::parseInt)
        .orElse(
            SECURE.contains(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT))
                ? 443
                : 80);
  }

  /** Whether two addresses have the same host and port, whatever their schemes and paths are. */
  public static boolean isSameHostAndPort(URI one, URI other) {
    return host(one).equals(host(other)) && port(one) == port(other);
  }

  /**
   * Parses a base address that was declared to Gatling.
   *
   * @throws IllegalArgumentException if the host of {@code address} cannot be determined
   */
  public static URI declared(String address) {
    try {
      URI parsed = new URI(address);
      String unused = host(parsed);
      return parsed;
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "base address was \""
              + withoutCredentials(address)
              + "\", whose host cannot be determined; write an address such as "
              + EXAMPLE,
          e);
    }
  }

  /** Returns one form for all spellings of a host. Makes no DNS query. */
  public static String canonicalHost(String host) {
    String bare = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "").replaceAll("\\.$", "");
    if (!IPV6.matcher(bare).matches()) {
      return bare;
    }
    try {
      return InetAddress.getByName(bare).getHostAddress();
    } catch (UnknownHostException e) {
      return bare;
    }
  }

  /**
   * Whether a host, in the form of {@link #host}, is the loopback of this machine. Makes no DNS
   * query.
   */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /**
   * Returns the address in a form that Java's own HTTP client accepts. A host name with an
   * underscore is looked up and replaced by its IP address; path and query stay as they are.
   *
   * @throws IllegalArgumentException if the host name is not known
   */
  public static URI forJavasClient(URI address) {
    if (address.getHost() != null) {
      return address;
    }
    String host = host(address);
    try {
      String found = InetAddress.getByName(host).getHostAddress();
      String query = address.getRawQuery();
      // The constructors of URI with several arguments would encode path and query once more.
      return new URI(
          address.getScheme()
              + "://"
              + (found.contains(":") ? "[" + found + "]" : found)
              + ":"
              + port(address)
              + address.getRawPath()
              + (query == null ? "" : "?" + query));
    } catch (UnknownHostException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "the host of "
              + withoutCredentials(address.toString())
              + " is not known: "
              + e.getMessage(),
          e);
    }
  }

  /** Returns the text with {@code ***} in place of a user name and a password. */
  public static String withoutCredentials(String address) {
    return CREDENTIALS
        .matcher(address)
        .replaceFirst(found -> (found.group(1) == null ? "" : found.group(1)) + "***@");
  }
}
