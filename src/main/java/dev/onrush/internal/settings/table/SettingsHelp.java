package dev.onrush.internal.settings.table;

import java.util.List;

/** Generates explanations of all settings from {@link Setting}. */
public final class SettingsHelp {

  private SettingsHelp() {}

  /** Returns a Markdown table for each group, as in the documentation. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    for (SettingGroup group : SettingGroup.values()) {
      text.append("## ").append(group.title()).append("\n\n");
      text.append("| `-D` | variable | default | meaning | injectors |\n|---|---|---|---|---|\n");
      for (Setting setting : of(group)) {
        text.append("| `")
            .append(name(setting.given(), setting))
            .append("` | ")
            .append(variable(setting))
            .append(" | ")
            .append(setting.byDefault().map(value -> "`" + value + "`").orElse(words(setting)))
            .append(" | ")
            .append(setting.explanation())
            .append(" | ")
            .append(
                switch (setting.inheritance()) {
                  case OWN -> "their own";
                  case OWN_ALONE -> "a separate value each";
                  case SENT -> "the coordinator's";
                  case COORDINATOR_ONLY -> "not used";
                })
            .append(" |\n");
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String variable(Setting setting) {
    return setting
        .variable()
        .map(v -> "`" + Setting.VARIABLE_PREFIX + v + (setting.isTable() ? "NAME" : "") + "`")
        .orElse("none");
  }

  private static String words(Setting setting) {
    return setting.defaultText().isEmpty() ? "none" : setting.defaultText();
  }

  /** Returns the explanations as plain text for a console. */
  public static String text() {
    StringBuilder text = new StringBuilder();
    for (SettingGroup group : SettingGroup.values()) {
      text.append(group.title()).append('\n');
      for (Setting setting : of(group)) {
        text.append("  -D")
            .append(name(setting.given(), setting))
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

  private static String name(String given, Setting setting) {
    return setting.isTable() ? given + ".NAME" : given;
  }

  private static List<Setting> of(SettingGroup group) {
    return Setting.all().filter(setting -> setting.group() == group).toList();
  }
}
