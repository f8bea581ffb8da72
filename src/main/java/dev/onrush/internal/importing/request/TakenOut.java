package dev.onrush.internal.importing.request;

import dev.onrush.internal.importing.session.Values;
import dev.onrush.internal.text.SecretNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is nobody's business is taken out, and listed. */
public final class TakenOut {

  private final SecretNames names;
  private final Map<String, Integer> found = new TreeMap<>();

  /**
   * Nothing is taken out yet.
   *
   * @param more names of secrets, beside those that are known
   */
  public TakenOut(Collection<String> more) {
    this.names = new SecretNames(more);
  }

  /** The value, or what is written in its place. */
  public String checked(String name, String value, String where) {
    if (value.isEmpty()) {
      return value;
    }
    if (names.isSecret(name)) {
      return note("the values of " + name + " of " + where);
    }
    return Values.isPrivate(value)
        ? note("mail addresses and long random values in " + name + " of " + where)
        : value;
  }

  /** Whether a value of this name is a secret. */
  public boolean isSecret(String name) {
    return names.isSecret(name);
  }

  /** Whether a text has a value in it whose name is that of a secret. */
  public boolean hasSecret(String text) {
    return !names.mask(text).equals(text);
  }

  /** Notes what was taken out; returns what is written in its place. */
  public String note(String what) {
    found.merge(what, 1, Integer::sum);
    return Values.TAKEN_OUT;
  }

  /** What was taken out, each once. */
  public List<String> list() {
    return List.copyOf(found.keySet());
  }
}
