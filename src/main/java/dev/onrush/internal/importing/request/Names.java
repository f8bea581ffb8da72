package dev.onrush.internal.importing.request;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Makes unique names of variables and methods from other texts. */
public final class Names {

  private static final Pattern WORDS = Pattern.compile("[^A-Za-z0-9]+");
  private static final int LONGEST = 60;

  private final Set<String> used = new HashSet<>();

  /** Creates an empty set of names. */
  public Names() {}

  /**
   * Returns the words of a text in {@code camelCase}, with a number if the name is used.
   *
   * @param otherwise the name if the text contains neither letters nor digits, and the prefix if
   *     the name would begin with a digit or be a keyword
   */
  public String unique(String text, String otherwise) {
    String name = camelCase(text);
    if (name.isEmpty()) {
      name = otherwise;
    }
    if (Character.isDigit(name.charAt(0)) || SourceVersion.isKeyword(name)) {
      name = otherwise + capital(name);
    }
    return unique(name);
  }

  /**
   * Returns the name, with a number if it is used. Names that differ only in case count as the
   * same.
   */
  public String unique(String name) {
    String free = name;
    for (int number = 2; !used.add(free.toLowerCase(Locale.ROOT)); number++) {
      free = name + number;
    }
    return free;
  }

  /** Converts {@code GET /api/v1/groups} to {@code getApiV1Groups}. */
  public static String camelCase(String text) {
    StringBuilder name = new StringBuilder();
    for (String word : WORDS.split(text, -1)) {
      if (!word.isEmpty() && name.length() < LONGEST) {
        String lower =
            word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word;
        name.append(name.length() == 0 ? small(lower) : capital(lower));
      }
    }
    return name.toString();
  }

  /** Returns words for the name of an id in a path: {@code group Id} after {@code groups}. */
  public static String ofIdAfter(String segment) {
    return segment.isEmpty() ? "id" : singular(segment) + " Id";
  }

  /** Converts {@code categories} to {@code category}, and {@code groups} to {@code group}. */
  public static String singular(String word) {
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    if (word.matches(".*(?:sses|xes|ches|shes)")) {
      return word.substring(0, word.length() - 2);
    }
    return word.endsWith("s") && !word.endsWith("ss") && word.length() > 2
        ? word.substring(0, word.length() - 1)
        : word;
  }

  /**
   * Returns only the letters and digits, in lower case: {@code order_id} and {@code orderId} are
   * the same name.
   */
  public static String plain(String name) {
    return WORDS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** Returns the word with a capital letter first. */
  public static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String small(String word) {
    return word.substring(0, 1).toLowerCase(Locale.ROOT) + word.substring(1);
  }
}
