package dev.onrush.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tokens and passwords by name; prints none of them. */
public final class Secrets {

  /** Shorter values would mask half of every text. */
  private static final int SHORTEST = 4;

  private static final String MASK = "***";

  private final Map<String, String> values;

  /** What is masked too, and has no name to ask for it. */
  private final List<String> others;

  public Secrets(Map<String, String> values) {
    this(values, List.of());
  }

  /**
   * Secrets by name, and others that are only masked.
   *
   * @param others those too short to be told from common words are left out
   */
  Secrets(Map<String, String> values, Collection<String> others) {
    this.values = new TreeMap<>(values);
    this.others = others.stream().filter(other -> other.length() >= SHORTEST).toList();
    values.forEach(
        (name, value) -> {
          if (value.length() < SHORTEST) {
            throw new IllegalArgumentException(
                "secret \""
                    + name
                    + "\" has "
                    + value.length()
                    + " characters; at least "
                    + SHORTEST
                    + " are needed so that it can be masked");
          }
        });
  }

  /**
   * The value of a secret.
   *
   * @throws IllegalArgumentException if there is none; the message says how to give it
   */
  public String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "secret \""
              + name
              + "\" is not set; give it as onrush.secrets."
              + name
              + " in a file, as in "
              + name
              + " = ${?MY_TOKEN}, or as the environment variable ONRUSH_SECRETS_"
              + SettingsSources.variable(name));
    }
    return value;
  }

  public Set<String> names() {
    return values.keySet();
  }

  /** The text with every secret in it replaced by {@code ***}. */
  public String mask(String text) {
    String masked = text;
    List<String> all = new ArrayList<>(values.values());
    all.addAll(others);
    for (String value : longestFirst(all)) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** Names only. */
  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }

  private static List<String> longestFirst(Collection<String> values) {
    return values.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }
}
