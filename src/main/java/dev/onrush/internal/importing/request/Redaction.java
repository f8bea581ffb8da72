package dev.onrush.internal.importing.request;

import dev.onrush.internal.importing.session.UrlText;
import dev.onrush.internal.importing.session.Values;
import dev.onrush.internal.text.SecretNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Removes secrets and personal data, and lists what was removed. */
public final class Redaction {

  private final SecretNames names;
  private final Map<String, Integer> found = new TreeMap<>();

  /**
   * Creates an empty list.
   *
   * @param more names of secrets, in addition to the known ones
   */
  public Redaction(Collection<String> more) {
    this.names = new SecretNames(more);
  }

  /**
   * Returns the value, or {@link Values#PLACEHOLDER} if it contains a secret or personal data.
   *
   * @param name the name of the value; if it is empty, only the look of the value is checked
   * @param otherwise the words for the value in the list if it has no name
   * @param where the place of the value, for the list
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
   * Returns the name of a value, or {@link Values#PLACEHOLDER}: a name may itself be a mail address
   * or a secret.
   *
   * @param where the place of the name, for the list
   */
  public String checkedName(String name, String where) {
    return isPrivate(name) ? note("mail addresses and secrets in names of " + where) : name;
  }

  /**
   * Splits a text into the name and the value of a parameter, and checks the name. A secret that
   * ends with equals signs, as base 64 does, is a value without a name.
   *
   * @param where the place of the parameter, for the list
   */
  public UrlParameter parameter(String text, String where) {
    int end = text.indexOf('=') + 1;
    String value = text.substring(end);
    boolean isUnnamed = end == 0 || (value.chars().allMatch(c -> c == '=') && isPrivate(text));
    return isUnnamed
        ? new UrlParameter("", text)
        : new UrlParameter(checkedName(text.substring(0, end - 1), where) + "=", value);
  }

  /** Whether a value with this name is a secret. */
  public boolean isSecret(String name) {
    return names.isSecret(name);
  }

  /**
   * Whether a value contains a secret or personal data, whatever its name is: by its look, or
   * because it contains a value with the name of a secret. Values in addresses may be
   * percent-encoded, several times if one address is a parameter of another.
   */
  public boolean isPrivate(String value) {
    if (Values.isPrivate(value) || !names.mask(value).equals(value)) {
      return true;
    }
    String decoded = UrlText.decoded(value);
    return !decoded.equals(value) && isPrivate(decoded);
  }

  /** Lists something that was removed, and returns the text that replaces it. */
  public String note(String what) {
    found.merge(what, 1, Integer::sum);
    return Values.PLACEHOLDER;
  }

  /** The list of what was removed, each entry once. */
  public List<String> list() {
    return List.copyOf(found.keySet());
  }
}
