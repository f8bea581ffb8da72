package dev.onrush.internal.importing.request;

import java.util.HashSet;
import java.util.Set;

/** Names for people, each once. */
public final class UniqueNames {

  private final Set<String> used = new HashSet<>();

  /** No name is used yet. */
  public UniqueNames() {}

  /** The same name, with a number if it is used: {@code GET /a 2}. */
  public String once(String wanted) {
    String name = wanted;
    for (int number = 2; !used.add(name); number++) {
      name = wanted + " " + number;
    }
    return name;
  }
}
