package dev.onrush.internal.importing.request;

import java.util.HashSet;
import java.util.Set;

/** Makes names unique that people read. */
public final class UniqueNames {

  private final Set<String> used = new HashSet<>();

  /** Creates an empty set of names. */
  public UniqueNames() {}

  /** Returns the name, with a number if it is used: {@code GET /a 2}. */
  public String unique(String wanted) {
    String name = wanted;
    for (int number = 2; !used.add(name); number++) {
      name = wanted + " " + number;
    }
    return name;
  }
}
