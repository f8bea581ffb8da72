package dev.onrush.internal.settings.table;

import java.util.Locale;
import java.util.Optional;

/** The kinds of values. Each kind has a phrase that describes the allowed values. */
public enum SettingKind {
  TEXT("a single value"),
  FLAG("true or false"),
  COUNT("a whole number from 1 to 2,147,483,647"),
  NUMBER("a number"),
  FACTOR("a number above 0 such as 0.1"),
  DURATION("a time up to 1,000 days such as \"5 s\""),
  ADDRESS("an address such as http://127.0.0.1:8080"),
  LIST("a list"),
  /** Names of the user's choice, each with a value. */
  TABLE("an object"),
  /**
   * Predefined names, each with a table. The paths in the table cannot be expressed by names of
   * environment variables.
   */
  TABLES("an object");

  private final String allowed;

  SettingKind(String allowed) {
    this.allowed = allowed;
  }

  /** Returns the value that the text of a flag has; empty for any other text. */
  public static Optional<Boolean> flag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> Optional.of(true);
      case "false", "no", "off" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** The allowed values, as a phrase that ends an error message: {@code write …}. */
  String allowed() {
    return allowed;
  }

  boolean isTable() {
    return this == TABLE || this == TABLES;
  }

  /**
   * Whether a blank text is not a valid value. For the other kinds, a blank text or list means that
   * the setting has no value.
   */
  boolean isNeverBlank() {
    return switch (this) {
      case FLAG, COUNT, NUMBER, FACTOR, DURATION -> true;
      case TEXT, ADDRESS, LIST, TABLE, TABLES -> false;
    };
  }
}
