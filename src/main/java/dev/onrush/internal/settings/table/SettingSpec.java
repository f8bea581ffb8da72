package dev.onrush.internal.settings.table;

/**
 * The mutable builder of a setting's entry in the table of all settings. The fields contain the
 * initial values; each method sets one of them.
 */
@SuppressWarnings("CanIgnoreReturnValueSuggester") // the table uses each returned value
final class SettingSpec {

  /** Separates the names in {@link #names}, which is a text because enums have no lists. */
  static final String NAMES = ",";

  final SettingGroup group;
  final SettingKind kind;
  final String key;
  final String explanation;
  String value = "";
  String otherwise = "";
  String allowed;
  String names = "";
  boolean hasShortName;
  boolean isMasked;
  Inheritance inheritance = Inheritance.OWN;

  SettingSpec(SettingGroup group, SettingKind kind, String key, String explanation) {
    this.group = group;
    this.kind = kind;
    this.key = key;
    this.explanation = explanation;
    this.allowed = kind.allowed();
  }

  SettingSpec byDefault(String text) {
    value = text;
    return this;
  }

  SettingSpec otherwise(String words) {
    otherwise = words;
    return this;
  }

  SettingSpec allowed(String phrase) {
    allowed = phrase;
    return this;
  }

  SettingSpec withNames(String... allowedNames) {
    names = String.join(NAMES, allowedNames);
    return this;
  }

  SettingSpec withShortName() {
    hasShortName = true;
    return this;
  }

  SettingSpec masked() {
    isMasked = true;
    return this;
  }

  SettingSpec inheritedBy(Inheritance by) {
    inheritance = by;
    return this;
  }
}
