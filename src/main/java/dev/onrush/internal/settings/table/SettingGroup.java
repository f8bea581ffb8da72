package dev.onrush.internal.settings.table;

/** The sections into which the explanations of settings are divided. */
enum SettingGroup {
  TARGET("Target and network"),
  SIZE("Load and length of a run"),
  JUDGED("Thresholds and verdict"),
  CONSOLE("Console and dashboard"),
  REPORTS("Reports and exports"),
  INJECTORS("Several injectors"),
  SECRETS("Secrets");

  private final String title;

  SettingGroup(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
