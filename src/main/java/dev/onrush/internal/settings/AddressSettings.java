package dev.onrush.internal.settings;

import dev.onrush.internal.settings.address.AllowedHosts;
import dev.onrush.internal.settings.address.HostAndPort;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.table.Setting;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the settings that are addresses: hosts, ports and URLs. */
final class AddressSettings {

  private static final int CLUSTER_PORT = 5701;

  private final SettingValues values;

  AddressSettings(SettingValues values) {
    this.values = values;
  }

  /**
   * Returns the unresolved address of a member of a cluster. Its host is looked up on use, since
   * the name may refer to another machine by then.
   */
  InetSocketAddress member(Setting setting, String text, int lowestPort) {
    return endpoint(text, CLUSTER_PORT, lowestPort)
        .orElseThrow(() -> values.wrong(setting, HttpAddress.withoutCredentials(text)));
  }

  /**
   * Parses a host with an optional port, which is {@code port} by default. A number alone is not a
   * host.
   */
  private static Optional<InetSocketAddress> endpoint(String text, int port, int lowestPort) {
    HostAndPort split = HostAndPort.split(text.strip());
    String host = split.host().toLowerCase(Locale.ROOT);
    try {
      int given = split.port().isEmpty() ? port : port(split.port().get().strip());
      return HttpAddress.isHost(host) && !host.matches("\\d+") && given >= lowestPort
          ? Optional.of(InetSocketAddress.createUnresolved(host, given))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65_535) {
      throw new NumberFormatException();
    }
    return port;
  }

  URI target(String text) {
    return http(Setting.TARGET, text, () -> HttpAddress.base(text));
  }

  URI against(String text) {
    return http(Setting.AGAINST, text, () -> HttpAddress.base(text));
  }

  /**
   * Returns the address, or throws an exception that names the setting and the reason why the text
   * is not an address.
   */
  private <T> T http(Setting setting, String text, Supplier<T> address) {
    try {
      return address.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          values.given(setting, HttpAddress.withoutCredentials(text)) + ", " + e.getMessage(), e);
    }
  }

  /**
   * Returns the address of a collector. Credentials in it are rejected, since they would be printed
   * with the address.
   */
  URI collector(String text) {
    return http(
        Setting.EXPORT_OTLP,
        text,
        () -> ofJavasClient(HttpAddress.full(text, "credentials go into onrush.export.headers")));
  }

  /**
   * Rejects a host name that Java's own HTTP client does not accept. The client sends the webhook's
   * messages and pushes the metrics.
   */
  private static URI ofJavasClient(URI address) {
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "whose host has a form that Java's own HTTP client does not accept; write its IP"
              + " address, or another name without underscores");
    }
    return address;
  }

  /**
   * Returns the webhook's address. The text is treated as a secret even if it is not a valid
   * address.
   */
  Settings.Webhook webhook(String text) {
    try {
      return new Settings.Webhook(ofJavasClient(HttpAddress.full(text, "")));
    } catch (IllegalArgumentException e) {
      // The reason is left out, since it contains parts of the address.
      throw values.wrong(Setting.WEBHOOK, text);
    }
  }

  /** Returns a path below the target, or an address. */
  String metrics() {
    String text = values.given(Setting.SERVICE_METRICS).strip();
    if (text.contains("://")) {
      return http(
              Setting.SERVICE_METRICS,
              text,
              () -> HttpAddress.full(text, "leave them out: metrics are read without credentials"))
          .toString();
    }
    try {
      if (new URI(text).getRawFragment() == null && !text.isEmpty()) {
        return text;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw values.wrong(
        Setting.SERVICE_METRICS,
        text,
        "a path below the target such as /metrics, or an address such as"
            + " http://127.0.0.1:9090/metrics");
  }

  AllowedHosts allowedHosts() {
    return new AllowedHosts(
        values.list(Setting.ALLOWED_HOSTS).stream().map(this::allowedHost).toList());
  }

  private String allowedHost(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw values.wrong(Setting.ALLOWED_HOSTS, HttpAddress.withoutCredentials(text));
    }
    return text;
  }

  /**
   * Parses an address to listen on, such as {@code 127.0.0.1:9464}. A port alone, such as {@code
   * 9464}, is a port of loopback.
   */
  InetSocketAddress listening(String text) {
    String whole = text.strip().matches("\\d+") ? "127.0.0.1:" + text.strip() : text;
    return Optional.of(whole)
        .filter(t -> HostAndPort.split(t.strip()).port().isPresent())
        .flatMap(t -> endpoint(t, 0, 0))
        .map(found -> new InetSocketAddress(found.getHostString(), found.getPort()))
        .orElseThrow(
            () -> values.wrong(Setting.EXPORT_PROMETHEUS, HttpAddress.withoutCredentials(text)));
  }
}
