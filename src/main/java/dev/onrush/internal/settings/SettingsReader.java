package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.onrush.units.Percent;
import dev.onrush.units.Quantity;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes values of settings; refuses what is not written as it should be. */
final class SettingsReader {

  /** Not one within the labels of a metric. */
  private static final String COMMA = ",(?![^{]*})";

  /** Long enough not to be guessed, and the same in an address as elsewhere. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  private static final int CLUSTER_PORT = 5701;
  private static final String DEFAULT_ERROR_RATE = "50 %";

  /** Each sends its figures to one coordinator every second. */
  private static final int MOST_INJECTORS = 1_000;

  /** A shorter path of a webhook is one that others have too. */
  private static final int SECRET_PATH = 16;

  private static final Duration LONGEST_STAY = Duration.ofDays(1);

  private final Config onrush;

  private SettingsReader(Config onrush) {
    this.onrush = onrush;
  }

  static Settings read(ClassLoader loader, Map<String, String> variables, Properties properties) {
    return read(
        new SettingsSources(loader, variables, properties, Optional.empty(), Optional.empty()),
        variables);
  }

  static Settings read(SettingsSources sources, Map<String, String> variables) {
    Config config = sources.read();
    SettingsReader reader = new SettingsReader(SettingsSources.ours(config));
    try {
      return reader.settings(sources.environment(), gitHub(variables), sources.notes(), config);
    } catch (IllegalArgumentException e) {
      throw reader.masked(e);
    }
  }

  /** The refusal of a setting repeats what was given, which may have a secret in it. */
  private IllegalArgumentException masked(IllegalArgumentException e) {
    List<String> all = new ArrayList<>(credentials());
    all.addAll(table("secrets").values());
    text("cluster.secret").ifPresent(all::add);
    text("dashboardToken").ifPresent(all::add);
    return new Secrets(Map.of(), all).masked(e);
  }

  /** GitHub's own variables: no setting of anybody's, but read where all variables are. */
  private static Optional<Settings.GitHubJob> gitHub(Map<String, String> variables) {
    return "true".equals(variables.get("GITHUB_ACTIONS"))
        ? Optional.of(
            new Settings.GitHubJob(
                Optional.ofNullable(variables.get("GITHUB_STEP_SUMMARY"))
                    .filter(file -> !file.isBlank())
                    .map(Path::of)))
        : Optional.empty();
  }

  private Settings settings(
      Optional<String> environment,
      Optional<Settings.GitHubJob> gitHub,
      List<String> notes,
      Config config) {
    return new Settings(
        environment,
        text("target").map(this::address),
        integer("users").map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty()),
        factor("scale"),
        factor("pace"),
        number("seed", "a whole number such as 42", Long::parseLong)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        hosts(),
        list("localAddresses"),
        thresholds(),
        flag("failOnWarnings", false),
        impliedErrorRate(),
        text("baseline").filter(name -> !name.isBlank()),
        new Settings.Service(metrics(), list("service.keep")),
        secrets(),
        table("generator"),
        duration(
            "warmUp",
            Duration.ofSeconds(5),
            any -> true,
            "a duration such as 5 s, or 0 s for none"),
        flag("preview", false),
        dashboard(),
        flag("gatling.report", false),
        flag("verifyCertificates", true),
        flag("checkTarget", true),
        new Settings.Console(shown(), progress()),
        Path.of(text("reports").orElse("reports")),
        list("withoutReports"),
        gitHub,
        new Settings.Export(
            text("export.prometheus").filter(t -> !t.isBlank()).map(this::listening),
            text("export.otlp").filter(t -> !t.isBlank()).map(this::collector),
            seconds("export.interval", Duration.ofSeconds(1)),
            table("export.headers"),
            seconds("export.lastScrape", Duration.ofSeconds(20))),
        text("webhook").filter(t -> !t.isBlank()).map(this::webhook),
        ending(),
        injectors(),
        cluster(),
        notes,
        config);
  }

  private Settings.Ending ending() {
    return new Settings.Ending(
        text("windDownAtMost")
            .map(
                text ->
                    duration(
                        "windDownAtMost",
                        Duration.ZERO,
                        time -> true,
                        "a time such as 30 s, or 0 s to end with the plan")),
        duration(
            "awaitAnswers",
            Duration.ofSeconds(2),
            time -> true,
            "a time such as 2 s, or 0 s for none"));
  }

  /** The dashboard's token is masked as every other secret. */
  private Secrets secrets() {
    Map<String, String> secrets = table("secrets");
    cluster().secret().ifPresent(s -> secrets.put("cluster.secret", s));
    dashboard().flatMap(Settings.Dashboard::token).ifPresent(t -> secrets.put("dashboardToken", t));
    return new Secrets(secrets, credentials());
  }

  private Settings.Cluster cluster() {
    return new Settings.Cluster(
        text("cluster.listen")
            .filter(t -> !t.isBlank())
            .map(t -> member("cluster.listen", t, 0, "an address such as 10.0.0.5:5701")),
        list("cluster.join").stream()
            .map(t -> member("cluster.join", t, 1, "addresses such as 10.0.0.5:5701,10.0.0.6:5701"))
            .toList(),
        text("cluster.secret").filter(t -> !t.isBlank()),
        goOn(),
        duration(
            "cluster.wait",
            Duration.ofMinutes(2),
            wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0,
            "1 s or longer, such as \"2 min\""));
  }

  private boolean goOn() {
    String text = text("cluster.onLoss").orElse("stop");
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "stop" -> false;
      case "go-on" -> true;
      default -> throw wrong("cluster.onLoss", text, "stop, or go-on");
    };
  }

  /** Looked up when it is needed: a name may stand for other machines by then. */
  private InetSocketAddress member(String key, String text, int lowestPort, String allowed) {
    return endpoint(text, CLUSTER_PORT, lowestPort)
        .orElseThrow(() -> wrong(key, HttpAddress.withoutCredentials(text), allowed));
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

  private Optional<Settings.Dashboard> dashboard() {
    if (!flag("dashboard", false)) {
      return Optional.empty();
    }
    String host =
        text("dashboardHost")
            .filter(h -> !h.isBlank())
            .orElse("127.0.0.1")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw wrong(
          "dashboardHost",
          HttpAddress.withoutCredentials(host),
          "a host name or an address alone, such as 127.0.0.1; its port goes into"
              + " onrush.dashboardPort");
    }
    Optional<String> token = text("dashboardToken").filter(t -> !t.isBlank());
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new IllegalArgumentException(
          "setting onrush.dashboardToken has "
              + token.get().length()
              + " characters; write 16 to 256 of A-Z a-z 0-9 . _ ~ - such as \"openssl rand -hex"
              + " 16\" prints");
    }
    if (token.isEmpty() && !HttpAddress.isLoopback(HttpAddress.sameHost(host))) {
      throw wrong(
          "dashboardHost",
          host,
          "a loopback address such as 127.0.0.1; or set onrush.dashboardToken too, since whoever"
              + " reaches the dashboard steers the run");
    }
    return Optional.of(
        new Settings.Dashboard(
            host,
            number(
                    "dashboardPort",
                    "a port from 1 to 65535, or 0 for any free one",
                    SettingsReader::port)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()),
            token,
            stay()));
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65_535) {
      throw new NumberFormatException();
    }
    return port;
  }

  private Duration stay() {
    return text("dashboardStay").filter(text -> text.strip().equals("0")).isPresent()
        ? Duration.ZERO
        : duration(
            "dashboardStay",
            Duration.ZERO,
            stay -> stay.compareTo(LONGEST_STAY) <= 0,
            "0, or a time up to 24 h such as 10 min");
  }

  private URI address(String text) {
    return http("target", text, () -> HttpAddress.base(text));
  }

  /** The address, or the setting with the reason why it is none. */
  private <T> T http(String key, String text, Supplier<T> address) {
    try {
      return address.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          given(key, HttpAddress.withoutCredentials(text)) + ", " + e.getMessage(), e);
    }
  }

  /** Credentials in it would be printed with it. */
  private URI collector(String text) {
    return http(
        "export.otlp",
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
  private Settings.Webhook webhook(String text) {
    try {
      return new Settings.Webhook(ofJavasClient(HttpAddress.full(text, "")));
    } catch (IllegalArgumentException e) {
      // Not the reason: it names parts of the address.
      throw wrong(
          "webhook",
          "***",
          "an address such as https://hooks.example.org/services/…, without a user name, a password"
              + " or a fragment");
    }
  }

  /** A path below the target, or an address. */
  private String metrics() {
    String text = text("service.metrics").map(String::strip).orElse("/metrics");
    if (text.contains("://")) {
      return http(
              "service.metrics",
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
    throw wrong(
        "service.metrics",
        text,
        "a path below the target such as /metrics, or an address such as"
            + " http://127.0.0.1:9090/metrics");
  }

  private List<String> hosts() {
    return list("allowedHosts").stream().map(this::allowedHost).toList();
  }

  private String allowedHost(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw wrong(
          "allowedHosts",
          HttpAddress.withoutCredentials(text),
          "names or addresses of hosts alone, such as staging.example.org; scheme, port, path and *"
              + " are left out");
    }
    return text;
  }

  /** {@code 127.0.0.1:9464}, or {@code 9464} on loopback. */
  private InetSocketAddress listening(String text) {
    String whole = text.strip().matches("\\d+") ? "127.0.0.1:" + text.strip() : text;
    return Optional.of(whole)
        .filter(t -> HostAndPort.split(t.strip()).port().isPresent())
        .flatMap(t -> endpoint(t, 0, 0))
        .map(found -> new InetSocketAddress(found.getHostString(), found.getPort()))
        .orElseThrow(
            () ->
                wrong(
                    "export.prometheus",
                    HttpAddress.withoutCredentials(text),
                    "a port such as 9464, which is on loopback, or an address such as"
                        + " 0.0.0.0:9464"));
  }

  private Duration seconds(String key, Duration otherwise) {
    return duration(
        key,
        otherwise,
        time -> time.toMillis() % 1000 == 0 && time.toSeconds() >= 1 && time.toHours() < 1,
        "whole seconds below an hour such as \"10 s\"");
  }

  /** What is masked beside secrets: in the value of a header, the token alone too. */
  private List<String> credentials() {
    List<String> credentials = new ArrayList<>();
    for (String header : table("export.headers").values()) {
      credentials.add(header);
      credentials.add(header.substring(header.lastIndexOf(' ') + 1));
    }
    text("webhook").ifPresent(address -> credentials.addAll(parts(address)));
    for (String key : List.of("target", "export.otlp", "service.metrics")) {
      text(key).ifPresent(address -> credentials.addAll(Secrets.credentials(address)));
    }
    return credentials;
  }

  /** An address that is a secret, and what alone is one of it: its path, unless that is short. */
  private static List<String> parts(String address) {
    List<String> parts = new ArrayList<>(Secrets.credentials(address));
    parts.add(address);
    uri(address)
        .ifPresent(
            uri ->
                Stream.of(uri.getRawPath(), uri.getRawQuery())
                    .filter(part -> part != null && part.length() >= SECRET_PATH)
                    .forEach(parts::add));
    return parts;
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<Long> integer(String key) {
    return number(
        key,
        "a whole number from 1 such as 100",
        text -> {
          int value = Integer.parseInt(text);
          if (value < 1) {
            throw new NumberFormatException();
          }
          return (long) value;
        });
  }

  private OptionalInt injectors() {
    return number(
            "injectors",
            "a whole number from 1 to " + MOST_INJECTORS + " such as 3",
            text -> {
              int value = Integer.parseInt(text);
              if (value < 1 || value > MOST_INJECTORS) {
                throw new NumberFormatException();
              }
              return OptionalInt.of(value);
            })
        .orElse(OptionalInt.empty());
  }

  private double factor(String key) {
    return number(
            key,
            "a number above 0 such as 0.1",
            text -> {
              double value = Quantity.number(text);
              if (value <= 0) {
                throw new NumberFormatException();
              }
              return value;
            })
        .orElse(1.0);
  }

  private Duration duration(
      String key, Duration otherwise, Predicate<Duration> fits, String allowed) {
    return text(key)
        .map(
            text -> {
              try {
                Duration duration = Quantity.parseDuration(text);
                if (fits.test(duration)) {
                  return duration;
                }
              } catch (IllegalArgumentException e) {
                // told below
              }
              throw wrong(key, text, allowed);
            })
        .orElse(otherwise);
  }

  private boolean flag(String key, boolean otherwise) {
    String text = text(key).orElse(String.valueOf(otherwise));
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "" -> true; // -Dpreview alone is a yes
      case "false", "no", "off" -> false;
      default -> throw wrong(key, text, "true or false");
    };
  }

  private Settings.Shown shown() {
    String text = text("console").orElse("auto");
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> Settings.Shown.AUTO;
      case "lines" -> Settings.Shown.LINES;
      case "none" -> Settings.Shown.NONE;
      default ->
          throw wrong(
              "console",
              text,
              "auto (a view on a terminal, lines elsewhere), lines (everywhere), or none");
    };
  }

  private Duration progress() {
    return duration(
        "progress",
        Duration.ofSeconds(5),
        every -> every.compareTo(Duration.ofSeconds(1)) >= 0,
        "1 s or longer, such as \"10 s\"; for no lines at all, onrush.console = none");
  }

  private Optional<Percent> impliedErrorRate() {
    String key = "impliedErrorRate";
    String text = text(key).orElse(DEFAULT_ERROR_RATE).strip();
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return Optional.empty();
    }
    try {
      Percent bound = new Percent(Quantity.SHARE.parse(text));
      if (bound.value() > 0) {
        return Optional.of(bound);
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw wrong(key, text, "a share above 0 % and up to 100 % such as \"5 %\", or off");
  }

  private List<String> list(String key) {
    if (!onrush.hasPath(key)) {
      return List.of();
    }
    ConfigValue value = onrush.getValue(key);
    Stream<String> names =
        value.unwrapped() instanceof List<?> list
            ? list.stream().map(String::valueOf)
            : Arrays.stream(String.valueOf(value.unwrapped()).split(COMMA, -1));
    return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private Map<String, Settings.Text> thresholds() {
    Map<String, Settings.Text> texts = new TreeMap<>();
    table("thresholds")
        .forEach(
            (key, value) -> {
              String path = "thresholds." + ConfigUtil.quoteString(key);
              String origin =
                  onrush.hasPath(path) ? onrush.getValue(path).origin().description() : "settings";
              texts.put(key, new Settings.Text(value, origin));
            });
    return texts;
  }

  private Map<String, String> table(String key) {
    Map<String, String> table = new TreeMap<>();
    if (onrush.hasPath(key)) {
      onrush
          .getConfig(key)
          .entrySet()
          .forEach(
              entry ->
                  table.put(
                      String.join(".", ConfigUtil.splitPath(entry.getKey())),
                      String.valueOf(entry.getValue().unwrapped())));
    }
    return table;
  }

  private <T> Optional<T> number(String key, String allowed, Function<String, T> parse) {
    return text(key)
        .map(
            text -> {
              try {
                return parse.apply(text.strip());
              } catch (NumberFormatException e) {
                throw wrong(key, text, allowed);
              }
            });
  }

  private Optional<String> text(String key) {
    if (!onrush.hasPath(key)) {
      return Optional.empty();
    }
    ConfigValue value = onrush.getValue(key);
    if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
      throw wrong(key, value.unwrapped().toString(), "a single value");
    }
    return Optional.of(String.valueOf(value.unwrapped()));
  }

  private IllegalArgumentException wrong(String key, String given, String allowed) {
    return new IllegalArgumentException(given(key, given) + "; write " + allowed);
  }

  private String given(String key, String given) {
    String where =
        onrush.hasPath(key) ? " (from " + onrush.getValue(key).origin().description() + ")" : "";
    return "setting onrush." + key + " was \"" + given + "\"" + where;
  }
}
