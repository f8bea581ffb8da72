package dev.onrush;

import com.typesafe.config.Config;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.internal.settings.table.SettingProperties;
import dev.onrush.units.Given;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of a run, from files, environment variables, {@code -D} options and Java. Immutable;
 * {@link #toString} shows only the names of settings given from Java, never a value.
 *
 * <pre>{@code
 * RunSettings settings = RunSettings.load().with("users", "20").withTarget(service.uri());
 * }</pre>
 *
 * @since 0.1.0
 */
public final class RunSettings {

  private final Map<String, String> given;
  private final Settings settings;

  private RunSettings(Map<String, String> given) {
    this.given = given;
    this.settings = SettingsReader.load(given);
  }

  RunSettings(Settings settings) {
    this.given = settings.stronger();
    this.settings = settings;
  }

  /**
   * Returns the settings of this JVM.
   *
   * @throws IllegalArgumentException if a setting is wrong; the message names the setting and says
   *     what is allowed
   */
  public static RunSettings load() {
    return new RunSettings(Map.of());
  }

  /**
   * Returns these settings with one more setting, which overrides files, environment variables and
   * {@code -D}. The value of a threshold is checked when the run begins, because it depends on the
   * plan.
   *
   * @param name as it is written after {@code -D}: {@code users}, {@code onrush.thresholds.p95}
   * @throws IllegalArgumentException if there is no setting of this name, or {@code value} is wrong
   */
  public RunSettings with(String name, String value) {
    Map<String, String> more =
        Map.of(Given.value(name, "name of a setting"), Given.value(value, "setting " + name));
    return new RunSettings(SettingProperties.overlaid(given, more));
  }

  /**
   * Returns these settings with another target.
   *
   * @throws IllegalArgumentException if {@code target} is not the base address of a service
   */
  public RunSettings withTarget(URI target) {
    return with("onrush.target", Given.value(target, "target").toString());
  }

  /**
   * Returns these settings with another target.
   *
   * @param address such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if {@code address} is not the base address of a service
   */
  public RunSettings withTarget(String address) {
    return with("onrush.target", Given.value(address, "target"));
  }

  /**
   * Returns these settings for a duet, which compares the target with another version of the
   * service in one run. The other version is A, and the target is B.
   *
   * @throws IllegalArgumentException if {@code a} is not the base address of a service
   */
  public RunSettings withAgainst(URI a) {
    return with("onrush.against", Given.value(a, "address to compare with").toString());
  }

  /**
   * Returns these settings with another folder for reports. Each run gets a folder of its own in
   * it.
   *
   * @throws IllegalArgumentException if {@code folder} is null
   */
  public RunSettings withReports(Path folder) {
    return with("onrush.reports", Given.value(folder, "folder of reports").toString());
  }

  /** Returns these settings with another seed. */
  public RunSettings withSeed(long seed) {
    return with("onrush.seed", String.valueOf(seed));
  }

  /** The base address of the service; empty if a service is started for the run. */
  public Optional<URI> target() {
    return settings.target();
  }

  /**
   * The base address of A, the version that the target is compared with. Empty if the run is not a
   * duet, or if both services of the duet are started for the run.
   */
  public Optional<URI> against() {
    return settings.duet().flatMap(Settings.Duet::against);
  }

  /**
   * The peak of the profile before {@link #scale()}, in users or arrivals per second; empty if the
   * profile keeps the peak that the plan gives it.
   */
  public OptionalInt users() {
    return settings.users();
  }

  /** The factor on users and rates, also on a peak that {@link #users()} sets; 1 by default. */
  public double scale() {
    return settings.scale();
  }

  /** The factor on durations; 1 by default. */
  public double pace() {
    return settings.pace();
  }

  /** The seed of every random choice; empty if the run draws a seed. */
  public OptionalLong seed() {
    return settings.seed();
  }

  /**
   * The name of the environment, given with {@code -Denv} or the environment variable {@code
   * ONRUSH_ENV}.
   */
  public Optional<String> environment() {
    return settings.environment();
  }

  /**
   * The addresses of this machine from which users connect in turn; empty if the operating system
   * chooses the address.
   */
  public List<String> localAddresses() {
    return settings.localAddresses();
  }

  /** The folder for reports, in which each run gets a folder of its own. */
  public Path reports() {
    return settings.reports();
  }

  /**
   * The value of a secret, from {@code onrush.secrets.NAME}. It is masked in all output.
   *
   * @throws IllegalArgumentException if {@code name} is null, or there is no secret of this name;
   *     the message says how to set it
   */
  public String secret(String name) {
    return settings.secrets().value(Given.value(name, "name of a secret"));
  }

  /** The whole configuration as it was read, for settings of your own outside {@code onrush}. */
  public Config config() {
    return settings.config();
  }

  /** Returns the settings for this plan, including its section in the settings files. */
  Settings ofPlan(String name) {
    return SettingsReader.load(given, name);
  }

  /** Returns the settings for this simulation, including its section in the settings files. */
  Settings ofSimulation(Class<?> simulation, boolean plain) {
    return SettingsReader.load(given, new SimulationCode(simulation, plain));
  }

  @Override
  public String toString() {
    return "RunSettings" + given.keySet();
  }
}
