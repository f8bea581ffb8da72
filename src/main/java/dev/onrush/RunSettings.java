package dev.onrush;

import com.typesafe.config.Config;
import dev.onrush.internal.settings.SettingProperties;
import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.SimulationCode;
import dev.onrush.units.Given;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The settings of a run: from files, environment variables and {@code -D}, and from Java.
 * Immutable; secrets are masked in its text.
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
   * The settings of this JVM.
   *
   * @throws IllegalArgumentException if one is wrong; the message says which, and what is allowed
   */
  public static RunSettings load() {
    return new RunSettings(Map.of());
  }

  /**
   * The same with one setting more, which is stronger than files, environment and {@code -D}.
   *
   * @param name as after {@code -D}: {@code users}, {@code onrush.thresholds.p95}
   * @throws IllegalArgumentException if there is none of this name, or the value is wrong
   */
  public RunSettings with(String name, String value) {
    Map<String, String> more =
        Map.of(Given.value(name, "name of a setting"), Given.value(value, "setting " + name));
    return new RunSettings(SettingProperties.overlaid(given, more));
  }

  /**
   * The same with another target.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public RunSettings withTarget(URI target) {
    return with("onrush.target", Given.value(target, "target").toString());
  }

  /**
   * The same with another target.
   *
   * @param address such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if it cannot be one
   */
  public RunSettings withTarget(String address) {
    return with("onrush.target", Given.value(address, "target"));
  }

  /**
   * The same as a duet, which compares the target with another version of the service in one run.
   * The other is A, the target is B.
   *
   * @throws IllegalArgumentException if it cannot be an address of a service
   */
  public RunSettings withAgainst(URI a) {
    return with("onrush.against", Given.value(a, "address to compare with").toString());
  }

  /**
   * The same with another folder, in which each run has its own.
   *
   * @throws IllegalArgumentException if it is null
   */
  public RunSettings withReports(Path folder) {
    return with("onrush.reports", Given.value(folder, "folder of reports").toString());
  }

  /** The same with another seed. */
  public RunSettings withSeed(long seed) {
    return with("onrush.seed", String.valueOf(seed));
  }

  /** The base address of the service; empty if a service is started for the run. */
  public Optional<URI> target() {
    return settings.target();
  }

  /**
   * The base address of A, the version that the target is compared with; empty if the run is no
   * duet, or both services of it are started.
   */
  public Optional<URI> against() {
    return settings.duet().flatMap(Settings.Duet::against);
  }

  /** The peak of the profile in users, or arrivals per second; empty if the plan's own is kept. */
  public OptionalInt users() {
    return settings.users();
  }

  /** The factor on users and rates; 1 by default. */
  public double scale() {
    return settings.scale();
  }

  /** The factor on durations; 1 by default. */
  public double pace() {
    return settings.pace();
  }

  /** The seed of every random choice; empty if one is drawn. */
  public OptionalLong seed() {
    return settings.seed();
  }

  /** The name given with {@code -Denv}. */
  public Optional<String> environment() {
    return settings.environment();
  }

  /**
   * The addresses of this machine from which users connect in turn; empty for the system's choice.
   */
  public List<String> localAddresses() {
    return settings.localAddresses();
  }

  /** The folder in which each run has its own. */
  public Path reports() {
    return settings.reports();
  }

  /**
   * A secret, from {@code onrush.secrets.NAME}; it is masked wherever anything is printed.
   *
   * @throws IllegalArgumentException if there is none of this name; the message says which there
   *     are
   */
  public String secret(String name) {
    return settings.secrets().value(name);
  }

  /** Everything as it was read, for settings of your own outside {@code onrush}. */
  public Config config() {
    return settings.config();
  }

  /** With the section of files that is for this plan. */
  Settings ofPlan(String name) {
    return SettingsReader.load(given, name);
  }

  /** With the section of files that is for this simulation. */
  Settings ofSimulation(Class<?> simulation, boolean plain) {
    return SettingsReader.load(given, new SimulationCode(simulation, plain));
  }

  @Override
  public String toString() {
    return "RunSettings" + given.keySet();
  }
}
