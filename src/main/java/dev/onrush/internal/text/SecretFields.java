package dev.onrush.internal.text;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces the values of fields with secret names in JSON, GraphQL and similar notations: strings,
 * numbers, objects and lists. Works on text that is truncated or is not valid JSON.
 */
final class SecretFields {

  /**
   * The name of a field in quotes. In JSON that is a string within JSON, backslashes precede the
   * quotes.
   */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(\\\\{0,64}+([\"']))((?:(?!\\2)[^\\\\\\r\\n]|\\\\{1,64}+u[0-9a-fA-F]{4}){1,100}+)\\1\\s*+:\\s*+");

  /**
   * The name of a field without quotes, before a string, an object or a list: the name of an
   * argument in GraphQL, for example. In JSON that contains GraphQL, {@code \n} may precede it.
   */
  private static final Pattern UNQUOTED =
      Pattern.compile(
          "(?:(?<=\\\\[nrt])|(?<![\\p{L}\\p{N}_\\\\]))([\\p{L}_][\\p{L}\\p{N}_-]{0,99}+)"
              + "\\s*+:\\s*+(?=(\\\\{0,64}+[\"'])|[{\\[])");

  /** A quote before a value in an object or a list, which says how its strings are quoted. */
  private static final Pattern QUOTE = Pattern.compile("\\\\*+[\"']");

  /**
   * What follows a quote that ends a string of JSON, or a value in HTML, so that it does not begin
   * another string: {@code {"error":"wrong password:","code":7}}.
   */
  private static final Pattern AFTER_STRING =
      Pattern.compile(
          "\\s*+(?:$|,\\s*+\\\\*+[\"']|[}\\]]\\s*+(?:$|[,}\\]])|/?>\\s*+(?:$|<))|\\s[\\p{L}_:-]{1,100}+=");

  private static final Pattern SCALAR = Pattern.compile("[^\\s,;}\\]\"'\\\\]+");

  private static final Pattern ESCAPED = Pattern.compile("\\\\+u([0-9a-fA-F]{4})");

  private final String text;
  private final Predicate<String> isSecret;
  private final String mask;

  private SecretFields(String text, Predicate<String> isSecret, String mask) {
    this.text = text;
    this.isSecret = isSecret;
    this.mask = mask;
  }

  /**
   * Replaces the values of names in quotes: {@code "password": 7}.
   *
   * @param mask what replaces a value, in the quotes of the name
   */
  static String quoted(String text, Predicate<String> isSecret, String mask) {
    return text.indexOf(':') < 0 ? text : new SecretFields(text, isSecret, mask).quoted();
  }

  /**
   * Replaces the values of names without quotes: {@code password: "x"}. To be called last: after a
   * text such as {@code title="Password:"}, a quote that ends a string may be taken for the begin
   * of a value, and the names up to the next quote are then not found.
   *
   * @param mask what replaces a value, in the quotes of the value
   */
  static String unquoted(String text, Predicate<String> isSecret, String mask) {
    return text.indexOf(':') < 0 ? text : new SecretFields(text, isSecret, mask).unquoted();
  }

  private String quoted() {
    Matcher key = QUOTED.matcher(text);
    StringBuilder masked = new StringBuilder();
    int from = 0;
    while (key.find(from)) {
      String quote = key.group(1);
      int end = isSecret.test(decoded(key.group(3))) ? value(key.end(), quote) : key.end();
      masked.append(text, from, key.end());
      if (end > key.end()) {
        masked.append(quote).append(mask).append(quote);
      }
      from = end;
    }
    return from == 0 ? text : masked.append(text, from, text.length()).toString();
  }

  private String unquoted() {
    Matcher key = UNQUOTED.matcher(text);
    StringBuilder masked = new StringBuilder();
    int from = 0;
    while (key.find(from)) {
      String quote = key.group(2) == null ? quoteAfter(key.end()) : key.group(2);
      int end = isSecret.test(key.group(1)) ? unquotedValue(key.end(), quote) : key.end();
      masked.append(text, from, key.end());
      if (end > key.end()) {
        masked.append(quote).append(mask).append(quote);
      }
      from = end;
    }
    return from == 0 ? text : masked.append(text, from, text.length()).toString();
  }

  private String quoteAfter(int from) {
    Matcher quote = QUOTE.matcher(text).region(from, Math.min(text.length(), from + 200));
    return quote.find() ? quote.group() : "\"";
  }

  private int unquotedValue(int from, String quote) {
    if (!text.startsWith(quote, from)) {
      return nested(from, quote);
    }
    int begin = from + quote.length();
    String block = quote.repeat(3); // a block string of GraphQL
    if (text.startsWith(block, from)) {
      int end = text.indexOf(block, from + block.length());
      return end < 0 ? text.length() : end + block.length();
    }
    return AFTER_STRING.matcher(text).region(begin, text.length()).lookingAt()
        ? from
        : string(from, quote);
  }

  private static String decoded(String name) {
    return name.indexOf('\\') < 0
        ? name
        : ESCAPED
            .matcher(name)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }

  /**
   * Returns the end of the value that begins at {@code from}. For {@code null} and for a missing
   * value this is {@code from} itself.
   */
  private int value(int from, String quote) {
    if (from == text.length() || text.startsWith("null", from)) {
      return from;
    }
    if (text.startsWith(quote, from)) {
      return string(from, quote);
    }
    char first = text.charAt(from);
    if (first == '{' || first == '[') {
      return nested(from, quote);
    }
    Matcher scalar = SCALAR.matcher(text).region(from, text.length());
    return scalar.lookingAt() ? scalar.end() : from;
  }

  /**
   * Returns the index after the closing quote of a string. If the quote is {@code \"}, the closing
   * one has one backslash before it, or five.
   */
  private int string(int from, String quote) {
    int level = quote.length();
    int last = quote.charAt(quote.length() - 1);
    int backslashes = 0;
    for (int i = from + quote.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == last && backslashes % (2 * level) == level - 1) {
        return i + 1;
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
    }
    return text.length();
  }

  private int nested(int from, String quote) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.startsWith(quote, i)) {
        i = string(i, quote) - 1;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }
}
