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
    all.addAll(table(Setting.SECRETS).values());
    text(Setting.CLUSTER_SECRET).ifPresent(all::add);
    text(Setting.DASHBOARD_TOKEN).ifPresent(all::add);
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
        text(Setting.TARGET).map(this::address),
        count(Setting.USERS, Integer.MAX_VALUE),
        factor(Setting.SCALE),
        factor(Setting.PACE),
        number(Setting.SEED, Long::parseLong).map(OptionalLong::of).orElse(OptionalLong.empty()),
        hosts(),
        list(Setting.LOCAL_ADDRESSES),
        thresholds(),
        flag(Setting.FAIL_ON_WARNINGS),
        impliedErrorRate(),
        text(Setting.BASELINE).filter(name -> !name.isBlank()),
        new Settings.Service(metrics(), list(Setting.SERVICE_KEEP)),
        secrets(),
        table(Setting.GENERATOR),
        duration(Setting.WARM_UP, any -> true),
        flag(Setting.PREVIEW),
        dashboard(),
        flag(Setting.GATLING_REPORT),
        flag(Setting.VERIFY_CERTIFICATES),
        flag(Setting.CHECK_TARGET),
        new Settings.Console(shown(), progress()),
        Path.of(given(Setting.REPORTS)),
        list(Setting.WITHOUT_REPORTS),
        gitHub,
        new Settings.Export(
            text(Setting.EXPORT_PROMETHEUS).filter(t -> !t.isBlank()).map(this::listening),
            text(Setting.EXPORT_OTLP).filter(t -> !t.isBlank()).map(this::collector),
            seconds(Setting.EXPORT_INTERVAL),
            table(Setting.EXPORT_HEADERS),
            seconds(Setting.EXPORT_LAST_SCRAPE)),
        text(Setting.WEBHOOK).filter(t -> !t.isBlank()).map(this::webhook),
        ending(),
        count(Setting.INJECTORS, MOST_INJECTORS),
        cluster(),
        notes,
        config);
  }

  private Settings.Ending ending() {
    return new Settings.Ending(
        text(Setting.WIND_DOWN_AT_MOST)
            .map(text -> duration(Setting.WIND_DOWN_AT_MOST, time -> true)),
        duration(Setting.AWAIT_ANSWERS, time -> true));
  }

  /** The dashboard's token is masked as every other secret. */
  private Secrets secrets() {
    Map<String, String> secrets = table(Setting.SECRETS);
    cluster().secret().ifPresent(s -> secrets.put(Setting.CLUSTER_SECRET.key(), s));
    dashboard()
        .flatMap(Settings.Dashboard::token)
        .ifPresent(t -> secrets.put(Setting.DASHBOARD_TOKEN.key(), t));
    return new Secrets(secrets, credentials());
  }

  private Settings.Cluster cluster() {
    return new Settings.Cluster(
        text(Setting.CLUSTER_LISTEN)
            .filter(t -> !t.isBlank())
            .map(t -> member(Setting.CLUSTER_LISTEN, t, 0)),
        list(Setting.CLUSTER_JOIN).stream().map(t -> member(Setting.CLUSTER_JOIN, t, 1)).toList(),
        text(Setting.CLUSTER_SECRET).filter(t -> !t.isBlank()),
        goOn(),
        duration(Setting.CLUSTER_WAIT, wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0));
  }

  private boolean goOn() {
    String text = given(Setting.CLUSTER_ON_LOSS);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "stop" -> false;
      case "go-on" -> true;
      default -> throw wrong(Setting.CLUSTER_ON_LOSS, text);
    };
  }

  /** Looked up when it is needed: a name may stand for other machines by then. */
  private InetSocketAddress member(Setting setting, String text, int lowestPort) {
    return endpoint(text, CLUSTER_PORT, lowestPort)
        .orElseThrow(() -> wrong(setting, HttpAddress.withoutCredentials(text)));
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
    if (!flag(Setting.DASHBOARD)) {
      return Optional.empty();
    }
    String host =
        text(Setting.DASHBOARD_HOST)
            .filter(h -> !h.isBlank())
            .or(Setting.DASHBOARD_HOST::byDefault)
            .orElseThrow()
            .strip()
            .toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw wrong(Setting.DASHBOARD_HOST, HttpAddress.withoutCredentials(host));
    }
    Optional<String> token = text(Setting.DASHBOARD_TOKEN).filter(t -> !t.isBlank());
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new IllegalArgumentException(
          "setting onrush.dashboardToken has "
              + token.get().length()
              + " characters; write 16 to 256 of A-Z a-z 0-9 . _ ~ - such as \"openssl rand -hex"
              + " 16\" prints");
    }
    if (token.isEmpty() && !HttpAddress.isLoopback(HttpAddress.sameHost(host))) {
      throw wrong(
          Setting.DASHBOARD_HOST,
          host,
          "a loopback address such as 127.0.0.1; or set onrush.dashboardToken too, since whoever"
              + " reaches the dashboard steers the run");
    }
    return Optional.of(
        new Settings.Dashboard(
            host,
            number(Setting.DASHBOARD_PORT, SettingsReader::port)
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
    return text(Setting.DASHBOARD_STAY).filter(text -> text.strip().equals("0")).isPresent()
        ? Duration.ZERO
        : duration(Setting.DASHBOARD_STAY, stay -> stay.compareTo(LONGEST_STAY) <= 0);
  }

  private URI address(String text) {
    return http(Setting.TARGET, text, () -> HttpAddress.base(text));
  }

  /** The address, or the setting with the reason why it is none. */
  private <T> T http(Setting setting, String text, Supplier<T> address) {
    try {
      return address.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          given(setting, HttpAddress.withoutCredentials(text)) + ", " + e.getMessage(), e);
    }
  }

  /** Credentials in it would be printed with it. */
  private URI collector(String text) {
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
  private Settings.Webhook webhook(String text) {
    try {
      return new Settings.Webhook(ofJavasClient(HttpAddress.full(text, "")));
    } catch (IllegalArgumentException e) {
      // Not the reason: it names parts of the address.
      throw wrong(Setting.WEBHOOK, "***");
    }
  }

  /** A path below the target, or an address. */
  private String metrics() {
    String text = given(Setting.SERVICE_METRICS).strip();
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
    throw wrong(
        Setting.SERVICE_METRICS,
        text,
        "a path below the target such as /metrics, or an address such as"
            + " http://127.0.0.1:9090/metrics");
  }

  private List<String> hosts() {
    return list(Setting.ALLOWED_HOSTS).stream().map(this::allowedHost).toList();
  }

  private String allowedHost(String text) {
    String host = text.toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw wrong(Setting.ALLOWED_HOSTS, HttpAddress.withoutCredentials(text));
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
        .orElseThrow(() -> wrong(Setting.EXPORT_PROMETHEUS, HttpAddress.withoutCredentials(text)));
  }

  private Duration seconds(Setting setting) {
    return duration(
        setting,
        time -> time.toMillis() % 1000 == 0 && time.toSeconds() >= 1 && time.toHours() < 1);
  }

  /** What is masked beside secrets: in the value of a header, the token alone too. */
  private List<String> credentials() {
    List<String> credentials = new ArrayList<>();
    for (String header : table(Setting.EXPORT_HEADERS).values()) {
      credentials.add(header);
      credentials.add(header.substring(header.lastIndexOf(' ') + 1));
    }
    text(Setting.WEBHOOK).ifPresent(address -> credentials.addAll(parts(address)));
    for (Setting setting : List.of(Setting.TARGET, Setting.EXPORT_OTLP, Setting.SERVICE_METRICS)) {
      text(setting).ifPresent(address -> credentials.addAll(Secrets.credentials(address)));
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

  private OptionalInt count(Setting setting, int most) {
    return number(
            setting,
            text -> {
              int value = Integer.parseInt(text);
              if (value < 1 || value > most) {
                throw new NumberFormatException();
              }
              return OptionalInt.of(value);
            })
        .orElse(OptionalInt.empty());
  }

  private double factor(Setting setting) {
    return number(
            setting,
            text -> {
              double value = Quantity.number(text);
              if (value <= 0) {
                throw new NumberFormatException();
              }
              return value;
            })
        .orElseGet(() -> Quantity.number(setting.byDefault().orElseThrow()));
  }

  private Duration duration(Setting setting, Predicate<Duration> fits) {
    String text = given(setting);
    try {
      Duration duration = Quantity.parseDuration(text);
      if (fits.test(duration)) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw wrong(setting, text);
  }

  private boolean flag(Setting setting) {
    String text = given(setting);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "" -> true; // -Dpreview alone is a yes
      case "false", "no", "off" -> false;
      default -> throw wrong(setting, text);
    };
  }

  private Settings.Shown shown() {
    String text = given(Setting.CONSOLE);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> Settings.Shown.AUTO;
      case "lines" -> Settings.Shown.LINES;
      case "none" -> Settings.Shown.NONE;
      default -> throw wrong(Setting.CONSOLE, text);
    };
  }

  private Duration progress() {
    return duration(Setting.PROGRESS, every -> every.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  private Optional<Percent> impliedErrorRate() {
    String text = given(Setting.IMPLIED_ERROR_RATE).strip();
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
    throw wrong(Setting.IMPLIED_ERROR_RATE, text);
  }

  private List<String> list(Setting setting) {
    return list(onrush, setting);
  }

  /** The values of a list, which may be written as one text. */
  static List<String> list(Config onrush, Setting setting) {
    if (!onrush.hasPath(setting.key())) {
      return List.of();
    }
    ConfigValue value = onrush.getValue(setting.key());
    Stream<String> names =
        value.unwrapped() instanceof List<?> list
            ? list.stream().map(String::valueOf)
            : Arrays.stream(String.valueOf(value.unwrapped()).split(COMMA, -1));
    return names.map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private Map<String, Settings.Text> thresholds() {
    Map<String, Settings.Text> texts = new TreeMap<>();
    table(Setting.THRESHOLDS)
        .forEach(
            (name, value) -> {
              String path = Setting.THRESHOLDS.key() + "." + ConfigUtil.quoteString(name);
              String origin =
                  onrush.hasPath(path) ? onrush.getValue(path).origin().description() : "settings";
              texts.put(name, new Settings.Text(value, origin));
            });
    return texts;
  }

  private Map<String, String> table(Setting setting) {
    Map<String, String> table = new TreeMap<>();
    if (onrush.hasPath(setting.key())) {
      onrush
          .getConfig(setting.key())
          .entrySet()
          .forEach(
              entry ->
                  table.put(
                      String.join(".", ConfigUtil.splitPath(entry.getKey())),
                      String.valueOf(entry.getValue().unwrapped())));
    }
    return table;
  }

  private <T> Optional<T> number(Setting setting, Function<String, T> parse) {
    return text(setting)
        .map(
            text -> {
              try {
                return parse.apply(text.strip());
              } catch (NumberFormatException e) {
                throw wrong(setting, text);
              }
            });
  }

  /** As it was written, or the default. */
  private String given(Setting setting) {
    return text(setting).or(setting::byDefault).orElseThrow();
  }

  private Optional<String> text(Setting setting) {
    if (!onrush.hasPath(setting.key())) {
      return Optional.empty();
    }
    ConfigValue value = onrush.getValue(setting.key());
    if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
      throw wrong(setting, value.unwrapped().toString(), "a single value");
    }
    return Optional.of(String.valueOf(value.unwrapped()));
  }

  private IllegalArgumentException wrong(Setting setting, String given) {
    return wrong(setting, given, setting.allowed());
  }

  private IllegalArgumentException wrong(Setting setting, String given, String allowed) {
    return new IllegalArgumentException(given(setting, given) + "; write " + allowed);
  }

  private String given(Setting setting, String given) {
    String where =
        onrush.hasPath(setting.key())
            ? " (from " + onrush.getValue(setting.key()).origin().description() + ")"
            : "";
    return "setting " + setting.property() + " was \"" + given + "\"" + where;
  }
}
