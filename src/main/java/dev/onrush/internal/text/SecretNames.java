package dev.onrush.internal.text;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides values by their names: values of headers, of fields in JSON, XML, GraphQL and forms, and of
 * parameters in addresses. {@code password}, {@code newPassword}, {@code PASSWORD_2} and {@code
 * user[password]} count as the same name: case, {@code -}, {@code _} and {@code .} make no
 * difference, and a word of a longer name is enough. Works on text that is truncated or is not
 * valid JSON.
 */
public final class SecretNames {

  /** The text that replaces a value. */
  public static final String MASK = "***";

  /** The names that are secret by default, without {@code -} and {@code _}. */
  public static final List<String> KNOWN =
      List.of(
          "password",
          "passwd",
          "passphrase",
          "passcode",
          "pwd",
          "pass",
          "pin",
          "otp",
          "secret",
          "token",
          "jwt",
          "authorization",
          "auth",
          "bearer",
          "credential",
          "credentials",
          "apikey",
          "accesskey",
          "privatekey",
          "signature",
          "session",
          "sessionid",
          "sessid",
          "sid",
          "cookie",
          "csrf",
          "xsrf");

  /**
   * The minimum length of a name that is also recognised at the end of a word. A word that ends
   * with a shorter name may be a different word: {@code opinion} does not mean {@code pin}.
   */
  private static final int SUFFIX = 5;

  private static final Pattern WORDS =
      Pattern.compile("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "([\\p{L}\\p{N}_.%\\[\\]-]{1,100})=(\"[^\"]*+\"?|'[^']*+'?|[^&\\s\"'<>\\\\]*+)");

  private static final Pattern FORM =
      Pattern.compile("[\\p{L}\\p{N}_.%\\[\\]+-]{1,100}=[^&]*+(?:&[^=&]*+(?:=[^&]*+)?)*+");

  private final Set<String> names = new LinkedHashSet<>(KNOWN);

  /**
   * Creates the set of the default names and others.
   *
   * @param others further names in any spelling: {@code api-key}, {@code apiKey}
   */
  public SecretNames(Collection<String> others) {
    others.stream()
        .map(name -> String.join("", words(name)))
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
  }

  /** Whether a value with this name is secret. */
  public boolean isSecret(String name) {
    List<String> words = words(name);
    for (int from = 0; from < words.size(); from++) {
      StringBuilder joined = new StringBuilder();
      for (String word : words.subList(from, words.size())) {
        if (isName(joined.append(word).toString())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isName(String joined) {
    return names.contains(joined)
        || (joined.endsWith("s") && names.contains(joined.substring(0, joined.length() - 1)))
        || names.stream().anyMatch(name -> name.length() >= SUFFIX && joined.endsWith(name));
  }

  private static List<String> words(String name) {
    return WORDS
        .splitAsStream(name)
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }

  /** Returns the text with {@code ***} in place of each value with a secret name. */
  public String mask(String text) {
    String elements = SecretElements.masked(text, this::isSecret, MASK);
    String fields = SecretFields.quoted(elements, this::isSecret, MASK);
    String parameters = FORM.matcher(fields).matches() ? form(fields) : parameters(fields);
    return SecretFields.unquoted(parameters, this::isSecret, MASK);
  }

  /**
   * Masks the fields of a form. Their values may contain spaces and quotes if they are not encoded.
   */
  private String form(String text) {
    StringBuilder masked = new StringBuilder();
    for (String field : text.split("&", -1)) {
      int equals = field.indexOf('=');
      masked.append(masked.length() == 0 ? "" : "&");
      masked.append(
          equals > 0 && equals < field.length() - 1 && isSecret(decoded(field.substring(0, equals)))
              ? field.substring(0, equals + 1) + MASK
              : parameters(field));
    }
    return masked.toString();
  }

  private String parameters(String text) {
    if (text.indexOf('=') < 0) {
      return text;
    }
    Matcher parameter = PARAMETER.matcher(text);
    StringBuilder masked = new StringBuilder();
    int from = 0;
    while (parameter.find(from)) {
      boolean secret =
          parameter.end(2) > parameter.start(2) && isSecret(decoded(parameter.group(1)));
      masked.append(text, from, parameter.start(2));
      if (secret) {
        masked.append(quoted(parameter.group(2)));
      }
      // A value that is not secret may contain parameters itself, as an address does.
      from = secret ? parameter.end() : parameter.start(2);
    }
    return masked.append(text, from, text.length()).toString();
  }

  private static String quoted(String value) {
    String quote = value.substring(0, 1);
    return "\"'".contains(quote) ? quote + MASK + quote : MASK;
  }

  private static String decoded(String name) {
    try {
      return name.indexOf('%') < 0 ? name : URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
