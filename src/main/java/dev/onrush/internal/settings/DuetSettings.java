package dev.onrush.internal.settings;

import dev.onrush.units.Percent;
import java.util.Locale;
import java.util.Optional;

/** The settings of a duet. */
record DuetSettings(SettingValues values, AddressSettings addresses) {

  /** All are read, so that a mistake in one is told where there is no duet, too. */
  Optional<Settings.Duet> read() {
    boolean full = isFull();
    Percent margin = values.share(Setting.DUET_MARGIN);
    boolean stop = values.flag(Setting.STOP_WHEN_CERTAIN);
    return values
        .text(Setting.AGAINST)
        .filter(text -> !text.isBlank())
        .map(text -> new Settings.Duet(addresses.against(text), full, margin, stop));
  }

  private boolean isFull() {
    String text = values.given(Setting.DUET);
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "half" -> false;
      case "full" -> true;
      default -> throw values.wrong(Setting.DUET, text);
    };
  }
}
