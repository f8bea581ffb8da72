package dev.onrush.internal.settings;

import dev.onrush.internal.settings.address.AllowedHosts;
import dev.onrush.internal.settings.address.HostAndPort;
import dev.onrush.internal.settings.address.HttpAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings that are addresses: hosts, ports and URLs. */
final class AddressSettings {

  private static final int CLUSTER_PORT = 5701;

  private final SettingValues values;

  AddressSettings(SettingValues values) {
    this.values = values;
  }

  /** Looked up when it is needed: a name may stand for other machines by then. */
  InetSocketAddress member(Setting setting, String text, int lowestPort) {
    return endpoint(text, CLUSTER_PORT, lowestPort)
        .orElseThrow(() -> values.wrong(setting, HttpAddress.withoutCredentials(text)));
  }

  /** A host, with a port if it is another than {@code port}; a number alone is no host. */
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

  /** The address, or the setting with the reason why it is none. */
  private <T> T http(Setting setting, String text, Supplier<T> address) {
    try {
      return address.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          values.given(setting, HttpAddress.withoutCredentials(text)) + ", " + e.getMessage(), e);
    }
  }

  /** Credentials in it would be printed with it. */
  URI collector(String text) {
    return http(
        Setting.EXPORT_OTLP,
        text,
        () -> ofJavasClient(HttpAddress.full(text, "credentials go into onrush.export.headers")));
  }

  /** Java's own HTTP client, which posts and pushes, takes no such name. */
  private static URI ofJavasClient(URI address) {
    if (address.getHost() == null) {
      throw new IllegalArgumentException(
          "whose host has a form that Java's own HTTP client does not take; write its address in"
              + " numbers, or another name for it, without underscores");
    }
    return address;
  }

  /** The address is a secret even if it is none. */
  Settings.Webhook webhook(String text) {
    try {
      return new Settings.Webhook(ofJavasClient(HttpAddress.full(text, "")));
    } catch (IllegalArgumentException e) {
      // Not the reason: it names parts of the address.
      throw values.wrong(Setting.WEBHOOK, text);
    }
  }

  /** A path below the target, or an address. */
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
      // told below
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

  /** {@code 127.0.0.1:9464}, or {@code 9464} on loopback. */
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
