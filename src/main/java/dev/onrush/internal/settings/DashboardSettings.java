package dev.onrush.internal.settings;

import dev.onrush.internal.settings.address.HttpAddress;
import dev.onrush.internal.settings.source.SettingValues;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.units.Quantity;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads the settings of the dashboard. */
record DashboardSettings(SettingValues values) {

  /**
   * A token: long enough not to be guessed, and only of characters that need no encoding in an
   * address.
   */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,256}");

  private static final Duration LONGEST_STAY = Duration.ofDays(1);

  /**
   * Returns the settings of the dashboard; empty if it is off. All of them are read in either case,
   * so that a mistake is reported even if the dashboard is off.
   *
   * @throws IllegalArgumentException if a setting of the dashboard is wrong, or the dashboard would
   *     listen beyond loopback without a token
   */
  Optional<Settings.Dashboard> read() {
    String host = host();
    Optional<String> token = token();
    OptionalInt port =
        values
            .number(Setting.DASHBOARD_PORT, AddressSettings::port)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
    Duration stay = stay();
    if (!values.flag(Setting.DASHBOARD)) {
      return Optional.empty();
    }
    if (token.isEmpty() && !HttpAddress.isLoopback(HttpAddress.canonicalHost(host))) {
      throw values.wrong(
          Setting.DASHBOARD_HOST,
          host,
          "a loopback address such as 127.0.0.1; or set onrush.dashboardToken too, since anyone"
              + " who can reach the dashboard can control the run");
    }
    return Optional.of(new Settings.Dashboard(host, port, token, stay));
  }

  private String host() {
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
    return host;
  }

  private Optional<String> token() {
    Optional<String> token = values.text(Setting.DASHBOARD_TOKEN).filter(t -> !t.isBlank());
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      throw new IllegalArgumentException(
          "setting onrush.dashboardToken"
              + values.source(Setting.DASHBOARD_TOKEN)
              + " has "
              + Quantity.count(token.get().length(), "character")
              + "; write 16 to 256 of A-Z a-z 0-9 . _ ~ -, for example the output of"
              + " \"openssl rand -hex 16\"");
    }
    return token;
  }

  private Duration stay() {
    return values.text(Setting.DASHBOARD_STAY).filter(text -> text.strip().equals("0")).isPresent()
        ? Duration.ZERO
        : values.duration(Setting.DASHBOARD_STAY, stay -> stay.compareTo(LONGEST_STAY) <= 0);
  }
}
