package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import dev.onrush.internal.library.GatlingPlugin;
import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.source.SettingsCheck;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.settings.source.SourcedText;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.units.Percent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the settings of a run from all their sources and rejects malformed values. */
public final class SettingsReader {

  /**
   * The most injectors of a run. Each of them sends its figures to the one coordinator every
   * second.
   */
  private static final int MOST_INJECTORS = 1_000;

  /** The highest level of a profile, in users or in arrivals per second. */
  static final int MOST_USERS = 1_000_000;

  private static final int MOST_CALL_THREADS = 10_000;

  /**
   * The longest wait for answers at the end of a run. It is shorter than the two minutes after
   * which a run that is being stopped is stopped by force.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private static final Pattern TRACES_LINK = Pattern.compile("https?://\\S*\\{traceId}\\S*");

  private final SettingValues values;
  private final AddressSettings addresses;
  private final SecretSettings secrets;

  private SettingsReader(SettingValues values) {
    this.values = values;
    this.addresses = new AddressSettings(values);
    this.secrets = new SecretSettings(values);
  }

  /** Reads the settings of this JVM. */
  public static Settings load() {
    return load(Map.of());
  }

  /**
   * Reads the settings of this JVM. The {@code stronger} settings override all other sources.
   *
   * @param stronger settings by property name, such as {@code onrush.users} or {@code env}
   */
  public static Settings load(Map<String, String> stronger) {
    return load(stronger, Optional.empty(), Optional.empty());
  }

  /**
   * Reads the settings of this JVM for a plan that is run from Java. They include the section
   * {@code onrush.simulations.NAME} of settings files, where {@code NAME} is {@code plan}.
   */
  public static Settings load(Map<String, String> stronger, String plan) {
    return load(stronger, Optional.empty(), Optional.of(plan));
  }

  /**
   * Reads the settings of this JVM for the simulation that it runs. The {@code stronger} settings
   * override all other sources.
   *
   * @param stronger settings by property name, such as {@code onrush.users} or {@code env}
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
            new GivenSettings(System.getenv(), GatlingPlugin.systemProperties(), stronger),
            code,
            name));
  }

  /**
   * Returns the value of a setting, or its default, as a text that can be written in the settings
   * again. Empty if the setting has neither.
   */
  public static Optional<String> text(Settings settings, Setting setting) {
    Config config = settings.config();
    return config.hasPath(Setting.ROOT)
        ? new SettingValues(config.getConfig(Setting.ROOT)).textToReadBack(setting)
        : setting.byDefault();
  }

  /** Returns the value of a setting with its source; empty if the setting is not given. */
  public static Optional<SourcedText> sourced(Settings settings, Setting setting) {
    Config config = settings.config();
    return config.hasPath(setting.property())
        ? Optional.of(
            new SourcedText(
                SettingValues.text(config.getValue(setting.property())),
                config.getValue(setting.property()).origin().description()))
        : Optional.empty();
  }

  public static Settings read(SettingsSources sources) {
    Config config = sources.read();
    SettingsReader reader =
        new SettingsReader(new SettingValues(SettingsCheck.onrushSection(config)));
    try {
      return reader.settings(sources, config);
    } catch (IllegalArgumentException e) {
      throw reader.secrets.masked(e);
    }
  }

  /**
   * Returns the job of GitHub Actions that this JVM belongs to, from GitHub's own environment
   * variables. They are not settings, but are read here like all other variables.
   */
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
        values.count(Setting.USERS, MOST_USERS),
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
        thresholds(sources),
        values.flag(Setting.FAIL_ON_WARNINGS),
        impliedErrorRate(),
        values.text(Setting.BASELINE).filter(name -> !name.isBlank()),
        ServiceSettings.read(values, addresses.metrics()),
        secrets(),
        values.list(Setting.SECRET_NAMES),
        traces(),
        values.tableWithSources(Setting.GENERATOR),
        values.text(Setting.WARM_UP).map(text -> values.duration(Setting.WARM_UP, any -> true)),
        values.flag(Setting.PREVIEW),
        dashboard(),
        values.flag(Setting.GATLING_REPORT),
        values.flag(Setting.VERIFY_CERTIFICATES),
        values.flag(Setting.CHECK_TARGET),
        new Settings.Console(consoleMode(), progress()),
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
        values.duration(Setting.READY_AT_MOST, time -> !time.isZero()),
        values
            .count(Setting.CALL_THREADS, MOST_CALL_THREADS)
            .orElseGet(() -> Integer.parseInt(values.given(Setting.CALL_THREADS))),
        values.count(Setting.INJECTORS, MOST_INJECTORS),
        cluster(),
        Map.copyOf(sources.given().stronger()),
        sources.notes(),
        config);
  }

  private Map<String, SourcedText> thresholds(SettingsSources sources) {
    Map<String, SourcedText> thresholds = values.tableWithSources(Setting.THRESHOLDS);
    thresholds.putAll(sources.misspelledThresholds());
    return thresholds;
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
        values.duration(Setting.AWAIT_ANSWERS, time -> time.compareTo(LONGEST_WAIT) <= 0));
  }

  private Secrets secrets() {
    return secrets.read(cluster().secret(), dashboard().flatMap(Settings.Dashboard::token));
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
    return new DashboardSettings(values).read();
  }

  private Duration seconds(Setting setting) {
    return values.duration(
        setting,
        time -> time.toMillis() % 1000 == 0 && time.toSeconds() >= 1 && time.toHours() < 1);
  }

  private Settings.ConsoleMode consoleMode() {
    String text = values.given(Setting.CONSOLE);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "auto" -> Settings.ConsoleMode.AUTO;
      case "lines" -> Settings.ConsoleMode.LINES;
      case "none" -> Settings.ConsoleMode.NONE;
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
