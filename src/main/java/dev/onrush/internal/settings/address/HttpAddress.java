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
 * Addresses of HTTP services as users write them: checked, and in one form, with scheme and host in
 * lower case.
 *
 * <p>Host names may have underscores, as those of Docker Compose do. {@link URI} takes them, but
 * its {@code getHost()} is null then, so hosts are read here.
 */
public final class HttpAddress {

  /** A name, or an IPv4 address. */
  private static final Pattern HOST = Pattern.compile("[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_.])?");

  /** With the index of an interface, as in {@code fe80::1%eth0}. */
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
   * Below which the paths of a plan's requests are: scheme, host, and port and path if need be.
   *
   * @throws IllegalArgumentException if it is something else; the message tells which part is
   *     wrong, and what to write, and has no credentials in it
   */
  public static URI base(String text) {
    return parse(
        text,
        false,
        "give credentials in the plan, as in http(h -> h.basicAuth(\"me\","
            + " settings().secret(\"password\"))), and write the address without them");
  }

  /**
   * An address that may have a query.
   *
   * @param credentials what to do with a name and a password that stand in it
   * @throws IllegalArgumentException as of a base address
   */
  public static URI full(String text, String credentials) {
    return parse(text, true, credentials);
  }

  private static URI parse(String text, boolean query, String credentials) {
    String stripped = text.strip();
    Matcher parts = PARTS.matcher(stripped);
    if (stripped.contains("@") && !(parts.matches() && isAuthority(parts.group(2)))) {
      // Nothing of it is shown: where a password ends cannot be told.
      throw new IllegalArgumentException(
          "which has a user name or a password in it; " + credentials);
    }
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          stripped.matches("[\\w.-]+(:\\d+)?(/\\S*)?")
              ? "which has no scheme; write an address such as http://" + stripped
              : "which is no address of HTTP; write one such as " + EXAMPLE);
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
          "which has a query, and no request's path can follow one; write "
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
          "which has an "
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

  /** Host and port, in lower case. */
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
   * The host of an address as others name it too: in lower case, without the dot that may end it,
   * and of IPv6 addresses the shortest form, without brackets.
   *
   * @throws IllegalArgumentException if it has none
   */
  public static String host(URI address) {
    String authority = address.getRawAuthority();
    if (authority == null) {
      throw new IllegalArgumentException(
          "\"" + withoutCredentials(address.toString()) + "\" has no host");
    }
    return sameHost(HostAndPort.split(authority.substring(authority.lastIndexOf('@') + 1)).host());
  }

  /** The port of an address, of HTTP or of web sockets, or that of its scheme. */
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
  public static boolean isSamePlace(URI one, URI other) {
    return host(one).equals(host(other)) && port(one) == port(other);
  }

  /**
   * A base address as Gatling has it.
   *
   * @throws IllegalArgumentException if nobody can tell where it is
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
              + "\", whose host cannot be told; write one such as "
              + EXAMPLE,
          e);
    }
  }

  /** One form for all ways to write a host. */
  public static String sameHost(String host) {
    String bare = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "").replaceAll("\\.$", "");
    if (!bare.contains(":")) {
      return bare;
    }
    try {
      return InetAddress.getByName(bare).getHostAddress(); // an address, so nobody is asked
    } catch (UnknownHostException e) {
      return bare;
    }
  }

  /**
   * Whether a host, as {@link #host} gives it, is this machine's loopback, without asking anybody.
   */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
        || host.equals("0:0:0:0:0:0:0:1");
  }

  /**
   * The same address, in a form that Java's own HTTP client takes: a name with an underscore is
   * looked up, and gives way to its address.
   *
   * @throws IllegalArgumentException if nobody knows the name
   */
  public static URI forJavasClient(URI address) {
    if (address.getHost() != null) {
      return address;
    }
    String host = host(address);
    try {
      String found = InetAddress.getByName(host).getHostAddress();
      return new URI(
          address.getScheme(),
          null,
          found,
          port(address),
          address.getPath(),
          address.getQuery(),
          null);
    } catch (UnknownHostException | URISyntaxException e) {
      throw new IllegalArgumentException(
          "the host of "
              + withoutCredentials(address.toString())
              + " is not known: "
              + e.getMessage(),
          e);
    }
  }

  /** The text with {@code ***} for a user name and a password. */
  public static String withoutCredentials(String address) {
    return CREDENTIALS
        .matcher(address)
        .replaceFirst(found -> (found.group(1) == null ? "" : found.group(1)) + "***@");
  }
}
