package dev.onrush.internal.settings.table;

/** The tables of all settings in docs/settings.md, generated from {@link Setting}. */
public final class SettingTables {

  private SettingTables() {}

  /** Returns a Markdown table for each group. */
  public static String markdown() {
    StringBuilder text = new StringBuilder();
    for (SettingGroup group : SettingGroup.values()) {
      text.append("## ").append(group.title()).append("\n\n");
      text.append("| `-D` | variable | default | meaning | injectors |\n|---|---|---|---|---|\n");
      for (Setting setting : SettingsHelp.of(group)) {
        text.append("| `")
            .append(SettingsHelp.name(setting))
            .append("` | ")
            .append(variable(setting))
            .append(" | ")
            .append(
                setting
                    .byDefault()
                    .map(value -> "`" + value + "`")
                    .orElse(SettingsHelp.words(setting)))
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
}
