package dev.onrush.internal.text;

import java.util.List;

/** Writes names as a list of limited length. */
public final class NameList {

  private NameList() {}

  /**
   * Returns the first names, and how many follow: {@code a, b and 3 more}.
   *
   * @param most the greatest number of names that are written
   */
  public static String of(List<String> names, int most) {
    int more = names.size() - most;
    return more <= 0
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, most)) + " and " + more + " more";
  }
}
