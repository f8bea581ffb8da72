package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.units.Percent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the settings of a run; refuses what is not written as it should be. */
public final class SettingsReader {

  /** Long enough not to be guessed, and the same in an address as elsewhere. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  /** Each sends its figures to one coordinator every second. */
  private static final int MOST_INJECTORS = 1_000;

  private static final int MOST_CALL_THREADS = 10_000;

  private static final Pattern TRACES_LINK = Pattern.compile("https?://\\S*\\{traceId}\\S*");

  /** A shorter path of a webhook is one that others have too. */
  private static final int SECRET_PATH = 16;

  private static final Duration LONGEST_STAY = Duration.ofDays(1);

  private final SettingValues values;
  private final AddressSettings addresses;

  private SettingsReader(SettingValues values) {
    this.values = values;
    this.addresses = new AddressSettings(values);
  }

  /** Reads the settings of this JVM. */
  public static Settings load() {
    return load(Map.of());
  }

  /**
   * Reads the settings of this JVM, with others that are stronger than all of them.
   *
   * @param stronger by their names as properties: {@code onrush.users}, {@code env}
   */
  public static Settings load(Map<String, String> stronger) {
    return load(stronger, Optional.empty(), Optional.empty());
  }

  /**
   * The same for one plan that is run from Java: with the section {@code onrush.simulations.NAME}
   * of files.
   */
  public static Settings load(Map<String, String> stronger, String plan) {
    return load(stronger, Optional.empty(), Optional.of(plan));
  }

  /**
   * Reads the settings of this JVM for a simulation that it runs, with others that are stronger
   * than all of them.
   *
   * @param stronger by their names as properties: {@code onrush.users}, {@code env}
   */
  public static Settings load(Map<String, String> stronger, SimulationCode simulation) {
    return load(stronger, Optional.of(simulation), Optional.empty());
  }

  private static Settings load(
      Map<String, String> stronger, Optional<SimulationCode> code, Optional<String> name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return read(
        new SettingsSources(
            loader == null ? SettingsReader.class.getClassLoader() : loader,
            new GivenSettings(System.getenv(), System.getProperties(), stronger),
            code,
            name));
  }

  /**
   * A setting as it could be written once more: as it was, or its default; empty if it has none.
   */
  public static Optional<String> text(Settings settings, Setting setting) {
    String property = setting.property();
    if (!settings.config().hasPath(property)) {
      return setting.byDefault();
    }
    return Optional.of(
        setting.isList()
            ? String.join(
                ",", SettingValues.list(settings.config().getConfig(Setting.ROOT), setting))
            : SettingValues.text(settings.config().getValue(property)));
  }

  static Settings read(SettingsSources sources) {
    Config config = sources.read();
    SettingsReader reader = new SettingsReader(new SettingValues(SettingsCheck.ours(config)));
    try {
      return reader.settings(sources, config);
    } catch (IllegalArgumentException e) {
      throw reader.masked(e);
    }
  }

  /** The refusal of a setting repeats what was given, which may have a secret in it. */
  private IllegalArgumentException masked(IllegalArgumentException e) {
    return new Secrets(Map.of(), credentials()).masked(e);
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

  private Settings settings(SettingsSources sources, Config config) {
    return new Settings(
        sources.environment(),
        values.text(Setting.TARGET).map(addresses::target),
        new DuetSettings(values, addresses, config).read(),
        values.count(Setting.USERS, Integer.MAX_VALUE),
        values.factor(Setting.SCALE),
        values.factor(Setting.PACE),
        values.list(Setting.ONLY),
        values.flag(Setting.ONCE),
        values
            .number(Setting.SEED, Long::parseLong)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty()),
        addresses.allowedHosts(),
        values.list(Setting.LOCAL_ADDRESSES),
        values.thresholds(),
        values.flag(Setting.FAIL_ON_WARNINGS),
        impliedErrorRate(),
        values.text(Setting.BASELINE).filter(name -> !name.isBlank()),
        ServiceSettings.read(values, addresses.metrics()),
        secrets(),
        values.list(Setting.SECRET_NAMES),
        traces(),
        values.table(Setting.GENERATOR),
        values.text(Setting.WARM_UP).map(text -> values.duration(Setting.WARM_UP, any -> true)),
        values.flag(Setting.PREVIEW),
        dashboard(),
        values.flag(Setting.GATLING_REPORT),
        values.flag(Setting.VERIFY_CERTIFICATES),
        values.flag(Setting.CHECK_TARGET),
        new Settings.Console(shown(), progress()),
        Path.of(values.given(Setting.REPORTS)),
        values.count(Setting.KEEP_RUNS, Integer.MAX_VALUE),
        Path.of(values.given(Setting.BASELINES)),
        values.list(Setting.WITHOUT_REPORTS),
        gitHub(sources.given().variables()),
        new Settings.Export(
            values
                .text(Setting.EXPORT_PROMETHEUS)
                .filter(t -> !t.isBlank())
                .map(addresses::listening),
            values.text(Setting.EXPORT_OTLP).filter(t -> !t.isBlank()).map(addresses::collector),
            seconds(Setting.EXPORT_INTERVAL),
            values.table(Setting.EXPORT_HEADERS),
            seconds(Setting.EXPORT_LAST_SCRAPE)),
        values.text(Setting.WEBHOOK).filter(t -> !t.isBlank()).map(addresses::webhook),
        ending(),
        values.duration(Setting.SET_UP_AT_MOST, time -> !time.isZero()),
        values
            .count(Setting.CALL_THREADS, MOST_CALL_THREADS)
            .orElseGet(() -> Integer.parseInt(values.given(Setting.CALL_THREADS))),
        values.count(Setting.INJECTORS, MOST_INJECTORS),
        cluster(),
        Map.copyOf(sources.given().stronger()),
        sources.notes(),
        config);
  }

  private Settings.Traces traces() {
    OptionalInt port =
        values
            .number(Setting.TRACES_PORT, AddressSettings::port)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
    return new Settings.Traces(values.flag(Setting.TRACES) || port.isPresent(), port, tracesLink());
  }

  private Optional<String> tracesLink() {
    Optional<String> link = values.text(Setting.TRACES_LINK).filter(text -> !text.isBlank());
    if (link.isPresent() && !TRACES_LINK.matcher(link.get()).matches()) {
      throw values.wrong(Setting.TRACES_LINK, link.get());
    }
    return link;
  }

  private Settings.Ending ending() {
    return new Settings.Ending(
        values
            .text(Setting.WIND_DOWN_AT_MOST)
            .map(text -> values.duration(Setting.WIND_DOWN_AT_MOST, time -> true)),
        values.duration(Setting.AWAIT_ANSWERS, time -> true));
  }

  /** The dashboard's token is masked as every other secret. */
  private Secrets secrets() {
    Map<String, String> secrets = values.table(Setting.SECRETS);
    cluster().secret().ifPresent(s -> secrets.put(Setting.CLUSTER_SECRET.key(), s));
    dashboard()
        .flatMap(Settings.Dashboard::token)
        .ifPresent(t -> secrets.put(Setting.DASHBOARD_TOKEN.key(), t));
    return new Secrets(secrets, credentials());
  }

  private Settings.Cluster cluster() {
    return new Settings.Cluster(
        values
            .text(Setting.CLUSTER_LISTEN)
            .filter(t -> !t.isBlank())
            .map(t -> addresses.member(Setting.CLUSTER_LISTEN, t, 0)),
        values.list(Setting.CLUSTER_JOIN).stream()
            .map(t -> addresses.member(Setting.CLUSTER_JOIN, t, 1))
            .toList(),
        values.text(Setting.CLUSTER_SECRET).filter(t -> !t.isBlank()),
        goOn(),
        values.duration(Setting.CLUSTER_WAIT, wait -> wait.compareTo(Duration.ofSeconds(1)) >= 0));
  }

  private boolean goOn() {
    String text = values.given(Setting.CLUSTER_ON_LOSS);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "stop" -> false;
      case "go-on" -> true;
      default -> throw values.wrong(Setting.CLUSTER_ON_LOSS, text);
    };
  }

  private Optional<Settings.Dashboard> dashboard() {
    if (!values.flag(Setting.DASHBOARD)) {
      return Optional.empty();
    }
    String host =
        values
            .text(Setting.DASHBOARD_HOST)
            .filter(h -> !h.isBlank())
            .or(Setting.DASHBOARD_HOST::byDefault)
            .orElseThrow()
            .strip()
            .toLowerCase(Locale.ROOT);
    if (!HttpAddress.isHost(host) && !HttpAddress.isHost("[" + host + "]")) {
      throw values.wrong(Setting.DASHBOARD_HOST, HttpAddress.withoutCredentials(host));
    }
    Optional<String> token = values.text(Setting.DASHBOARD_TOKEN).filter(t -> !t.isBlank());
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new IllegalArgumentException(
          "setting onrush.dashboardToken has "
              + token.get().length()
              + " characters; write 16 to 256 of A-Z a-z 0-9 . _ ~ - such as \"openssl rand -hex"
              + " 16\" prints");
    }
    if (token.isEmpty() && !HttpAddress.isLoopback(HttpAddress.sameHost(host))) {
      throw values.wrong(
          Setting.DASHBOARD_HOST,
          host,
          "a loopback address such as 127.0.0.1; or set onrush.dashboardToken too, since whoever"
              + " reaches the dashboard steers the run");
    }
    return Optional.of(
        new Settings.Dashboard(
            host,
            values
                .number(Setting.DASHBOARD_PORT, AddressSettings::port)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()),
            token,
            stay()));
  }

  private Duration stay() {
    return values.text(Setting.DASHBOARD_STAY).filter(text -> text.strip().equals("0")).isPresent()
        ? Duration.ZERO
        : values.duration(Setting.DASHBOARD_STAY, stay -> stay.compareTo(LONGEST_STAY) <= 0);
  }

  private Duration seconds(Setting setting) {
    return values.duration(
        setting,
        time -> time.toMillis() % 1000 == 0 && time.toSeconds() >= 1 && time.toHours() < 1);
  }

  /** What is masked: each secret, and the credentials in each address. */
  private List<String> credentials() {
    List<String> credentials = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (setting.isMasked()) {
        credentials.addAll(masked(setting));
      }
      if (setting.kind() == Setting.Kind.ADDRESS) {
        values.text(setting).map(Secrets::credentials).ifPresent(credentials::addAll);
      }
    }
    return credentials;
  }

  private List<String> masked(Setting setting) {
    return switch (setting) {
      case VARIANTS -> DuetSettings.credentials(values);
      case EXPORT_HEADERS -> parts(setting, SettingsReader::header);
      case WEBHOOK -> parts(setting, SettingsReader::address);
      default -> values.texts(setting);
    };
  }

  private List<String> parts(Setting setting, Function<String, Stream<String>> split) {
    return values.texts(setting).stream().flatMap(split).toList();
  }

  /** In the value of a header, the token alone too. */
  private static Stream<String> header(String value) {
    return Stream.of(value, value.substring(value.lastIndexOf(' ') + 1));
  }

  /** An address that is a secret, and what alone is one of it: its path, unless that is short. */
  private static Stream<String> address(String text) {
    Stream<String> parts =
        uri(text).stream()
            .flatMap(uri -> Stream.of(uri.getRawPath(), uri.getRawQuery()))
            .filter(part -> part != null && part.length() >= SECRET_PATH);
    return Stream.concat(Stream.of(text), parts);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Settings.Shown shown() {
    String text = values.given(Setting.CONSOLE);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> Settings.Shown.AUTO;
      case "lines" -> Settings.Shown.LINES;
      case "none" -> Settings.Shown.NONE;
      default -> throw values.wrong(Setting.CONSOLE, text);
    };
  }

  private Duration progress() {
    return values.duration(Setting.PROGRESS, every -> every.compareTo(Duration.ofSeconds(1)) >= 0);
  }

  private Optional<Percent> impliedErrorRate() {
    String text = values.given(Setting.IMPLIED_ERROR_RATE).strip();
    if (text.toLowerCase(Locale.ROOT).equals("off")) {
      return Optional.empty();
    }
    return Optional.of(values.share(Setting.IMPLIED_ERROR_RATE));
  }
}
