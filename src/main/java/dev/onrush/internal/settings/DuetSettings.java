package dev.onrush.internal.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.onrush.internal.settings.secret.Secrets;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.source.SettingsCheck;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.units.Percent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings of a duet.
 *
 * @param config all settings, within and outside of {@code onrush}
 */
record DuetSettings(SettingValues values, AddressSettings addresses, Config config) {

  /** The value in place of an address of A if both A and B are to be started. */
  static final String STARTED = "started";

  private static final String A = "a";
  private static final String B = "b";

  /** The settings below {@code onrush} that may be set for one variant alone. */
  private static final List<Setting> OF_A_SERVICE =
      List.of(Setting.SERVICE_METRICS, Setting.SERVICE_KEEP, Setting.SERVICE_POSTGRES);

  /**
   * Returns the settings of the duet; empty if the run is not a duet. All of them are read in
   * either case, so that a mistake is reported even if the run is not a duet.
   */
  Optional<Settings.Duet> read() {
    boolean full = isFull();
    Percent margin = values.share(Setting.DUET_MARGIN);
    boolean stop = values.flag(Setting.STOP_WHEN_CERTAIN);
    Settings.Variant a = variant(A);
    Settings.Variant b = variant(B);
    return values
        .text(Setting.AGAINST)
        .filter(text -> !text.isBlank())
        .map(text -> new Settings.Duet(against(text), full, margin, stop, a, b));
  }

  private Optional<URI> against(String text) {
    return text.strip().toLowerCase(Locale.ROOT).equals(STARTED)
        ? Optional.empty()
        : Optional.of(addresses.against(text));
  }

  private boolean isFull() {
    String text = values.given(Setting.DUET);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "half" -> false;
      case "full" -> true;
      default -> throw values.wrong(Setting.DUET, text);
    };
  }

  private Settings.Variant variant(String name) {
    Config own = ConfigFactory.empty();
    for (Map.Entry<List<String>, ConfigValue> of : values.paths(Setting.VARIANTS).entrySet()) {
      List<String> path = of.getKey();
      check(path, of.getValue());
      if (path.get(0).equals(name)) {
        String key = ConfigUtil.joinPath(path.subList(1, path.size()));
        own = own.withValue(key, of.getValue());
      }
    }
    Config all = own.withFallback(config);
    SettingValues ofVariant = new SettingValues(SettingsCheck.onrushSection(all));
    return new Settings.Variant(
        all, ServiceSettings.read(ofVariant, new AddressSettings(ofVariant).metrics()));
  }

  private static void check(List<String> path, ConfigValue value) {
    boolean ours = path.size() > 1 && path.get(1).equals(Setting.ROOT);
    String key = ours ? String.join(".", path.subList(2, path.size())) : "";
    if (!(path.get(0).equals(A) || path.get(0).equals(B))
        || path.size() < 2
        || (ours && OF_A_SERVICE.stream().noneMatch(s -> s.key().equals(key)))) {
      throw new IllegalArgumentException(
          "setting "
              + Setting.VARIANTS.property()
              + "."
              + String.join(".", path)
              + " (from "
              + value.origin().description()
              + ") does not belong to a variant; write a or b, followed by "
              + String.join(", ", OF_A_SERVICE.stream().map(Setting::property).toList())
              + " or settings of the service that is started, such as "
              + Setting.VARIANTS.property()
              + ".b.reference.pool.size");
    }
  }

  /**
   * Returns the values to mask: the addresses of the variants' databases, and the credentials in
   * the addresses of their metrics.
   */
  static List<String> credentials(SettingValues values) {
    List<String> credentials = new ArrayList<>();
    values
        .paths(Setting.VARIANTS)
        .forEach(
            (path, value) -> {
              String key = String.join(".", path.subList(1, path.size()));
              String text = SettingValues.text(value);
              if (key.equals(Setting.SERVICE_POSTGRES.property())) {
                credentials.add(text);
              } else if (key.equals(Setting.SERVICE_METRICS.property())) {
                credentials.addAll(Secrets.credentials(text));
              }
            });
    return credentials;
  }
}
