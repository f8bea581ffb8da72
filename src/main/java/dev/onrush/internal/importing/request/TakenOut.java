package dev.onrush.internal.importing.request;

import dev.onrush.internal.importing.session.UrlText;
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

  /**
   * The value, or what is written in its place.
   *
   * @param name of it; empty if it has none, and only its look can tell what it is
   * @param otherwise what it is in words, if it has no name
   * @param where it is
   */
  public String checked(String name, String otherwise, String value, String where) {
    if (value.isEmpty()) {
      return value;
    }
    if (names.isSecret(name)) {
      return note("the values of " + name + " of " + where);
    }
    String what = name.isEmpty() ? otherwise : name;
    if (Values.isPrivate(value)) {
      return note("mail addresses and long random values in " + what + " of " + where);
    }
    return isPrivate(value) ? note("secrets within " + what + " of " + where) : value;
  }

  /**
   * The name of a value, or what is written in its place: a name may be somebody's address itself,
   * or a secret.
   *
   * @param where it is
   */
  public String checkedName(String name, String where) {
    return isPrivate(name) ? note("mail addresses and secrets in names of " + where) : name;
  }

  /**
   * The parameter that a text is, with its name checked. A secret that ends with equals signs, as
   * base 64 does, is a value without a name.
   *
   * @param where it is
   */
  public UrlParameter parameter(String text, String where) {
    int end = text.indexOf('=') + 1;
    String value = text.substring(end);
    boolean isUnnamed = end == 0 || (value.chars().allMatch(c -> c == '=') && isPrivate(text));
    return isUnnamed
        ? new UrlParameter("", text)
        : new UrlParameter(checkedName(text.substring(0, end - 1), where) + "=", value);
  }

  /** Whether a value of this name is a secret. */
  public boolean isSecret(String name) {
    return names.isSecret(name);
  }

  /**
   * Whether a value is nobody's business whatever its name is: by its look, or because a value is
   * within it whose name is that of a secret. Values in addresses may be percent-encoded, several
   * times where one address is a parameter of another.
   */
  public boolean isPrivate(String value) {
    if (Values.isPrivate(value) || !names.mask(value).equals(value)) {
      return true;
    }
    String decoded = UrlText.decoded(value);
    return !decoded.equals(value) && isPrivate(decoded);
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
