package dev.onrush.internal.settings.table;

import java.util.List;

/** Generates the explanations that the command {@code settings} prints, from {@link Setting}. */
public final class SettingsHelp {

  private SettingsHelp() {}

  static String words(Setting setting) {
    return setting.defaultText().isEmpty() ? "none" : setting.defaultText();
  }

  /** Returns the explanations as plain text for a console. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    for (SettingGroup group : SettingGroup.values()) {
      text.append(group.title()).append('\n');
      for (Setting setting : of(group)) {
        text.append("  -D")
            .append(name(setting))
            .append("\n      ")
            .append(setting.explanation())
            .append("; default: ")
            .append(words(setting))
            .append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  static String name(Setting setting) {
    return setting.isTable() ? setting.given() + ".NAME" : setting.given();
  }

  static List<Setting> of(SettingGroup group) {
    return Setting.all().filter(setting -> setting.group() == group).toList();
  }
}
