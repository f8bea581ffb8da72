package dev.onrush.internal.settings.table;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Measures how similar two names are. */
public final class Spelling {

  /**
   * The length from which two typing errors count as a misspelling; from {@link #SHORT} on, one
   * does.
   */
  private static final int LONG = 6;

  private static final int SHORT = 4;

  private Spelling() {}

  /**
   * Whether {@code given} is most likely a misspelling of {@code known}. In a known name of six
   * letters or more, up to two typing errors count as a misspelling; in one of four or five
   * letters, one error; in a shorter one, only two neighbouring letters in the wrong order. A
   * difference in case alone always counts.
   */
  public static boolean isMisspelled(String given, String known) {
    if (given.equals(known)) {
      return false;
    }
    int distance = distance(given, known);
    if (known.length() >= LONG) {
      return distance <= 2;
    }
    return known.length() >= SHORT
        ? distance <= 1
        : distance == 0 || (distance == 1 && sameLetters(given, known));
  }

  /** Returns the name that a misspelled one most likely means; empty if none is similar to it. */
  public static Optional<String> nearest(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> isMisspelled(given, name))
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /**
   * Returns the class that a name most likely means: one with this simple name, in any package, or
   * with a similar one; empty if there is none.
   *
   * @param given a simple name, or a full one
   * @param classes full names, in which a dollar sign precedes the name of a nested class
   */
  public static Optional<String> nearestClass(String given, Collection<String> classes) {
    String wanted = simpleName(given);
    return classes.stream()
        .filter(name -> simpleName(name).equals(wanted) || isMisspelled(wanted, simpleName(name)))
        .min(
            Comparator.<String>comparingInt(name -> distance(wanted, simpleName(name)))
                .thenComparingInt(name -> distance(given, name)));
  }

  private static String simpleName(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  private static boolean sameLetters(String a, String b) {
    return letters(a).equals(letters(b));
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT)
        .chars()
        .sorted()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * Returns the number of letters that have to be added, removed, replaced, or swapped with their
   * neighbour, regardless of case. This is the edit distance of Damerau and Levenshtein, without
   * edits within a swap.
   */
  public static int distance(String a, String b) {
    String from = a.toLowerCase(Locale.ROOT);
    String to = b.toLowerCase(Locale.ROOT);
    int[][] rows = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      rows[i][0] = i;
    }
    for (int j = 0; j <= to.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      for (int j = 1; j <= to.length(); j++) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int edits = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
        rows[i][j] = Math.min(edits, rows[i - 1][j - 1] + (same ? 0 : 1));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[from.length()][to.length()];
  }
}
