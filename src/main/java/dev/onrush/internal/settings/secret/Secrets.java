package dev.onrush.internal.settings.secret;

import dev.onrush.internal.settings.table.Setting;
import dev.onrush.units.Quantity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens and passwords by name. Masks them in texts, and never prints one itself. */
public final class Secrets {

  /** The minimum length of a secret. Shorter values would mask half of every text. */
  private static final int SHORTEST = 4;

  /** The minimum length of a masked piece of Base64. A shorter piece may be a word. */
  private static final int SHORTEST_BASE64 = 6;

  /**
   * The minimum length of a masked line of a secret with several lines. A shorter line may occur in
   * other texts too.
   */
  private static final int SHORTEST_LINE = 8;

  /** The text that is shown in place of a secret. */
  public static final String MASK = "***";

  /** The user info of an address: everything up to the last {@code @} before its path. */
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/?#\\s\"'<>]*(?=@)");

  /** A text that neither URL encoding nor escaping changes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]*");

  private final Map<String, String> values;

  /**
   * The forms that are masked, the longest first. The list is immutable, and is replaced when forms
   * are added.
   */
  private volatile List<Form> forms = List.of();

  /** A way in which a secret may be written. */
  private sealed interface Form {
    int length();

    String masked(String text);
  }

  private record Literal(String value) implements Form {
    @Override
    public int length() {
      return value.length();
    }

    @Override
    public String masked(String text) {
      return text.replace(value, MASK);
    }
  }

  private record Encoded(int length, Pattern pattern) implements Form {
    @Override
    public String masked(String text) {
      return pattern.matcher(text).replaceAll(MASK);
    }
  }

  public Secrets(Map<String, String> values) {
    this(values, List.of());
  }

  /**
   * Creates secrets by name, and adds further values that are only masked.
   *
   * @param others the further values; values too short to be distinguished from common words are
   *     ignored
   */
  public Secrets(Map<String, String> values, Collection<String> others) {
    this.values = new TreeMap<>(values);
    values.forEach(
        (name, value) -> {
          if (value.length() < SHORTEST) {
            throw new IllegalArgumentException(
                "secret \""
                    + name
                    + "\" has "
                    + Quantity.count(value.length(), "character")
                    + "; at least "
                    + SHORTEST
                    + " are needed so that it can be masked");
          }
        });
    List<String> all = new ArrayList<>(values.values());
    all.addAll(others);
    add(all);
  }

  /**
   * Returns the value of the secret with exactly this name. If there is none, returns the value of
   * a secret whose environment variable has the same name, since a variable does not distinguish
   * {@code apiToken} from {@code api-token}.
   *
   * @throws IllegalArgumentException if the secret is not set; the message says how to set it
   */
  public String value(String name) {
    String value = values.get(name);
    if (value != null) {
      return value;
    }
    String variable = Setting.variable(name);
    return values.entrySet().stream()
        .filter(secret -> Setting.variable(secret.getKey()).equals(variable))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "secret \""
                        + name
                        + "\" is not set; give it as onrush.secrets."
                        + name
                        + " in a file, as in "
                        + name
                        + " = ${?MY_TOKEN}, or as the environment variable ONRUSH_SECRETS_"
                        + variable));
  }

  /**
   * Masks the credentials of an address from now on, wherever they are written.
   *
   * @param address the address, with or without user info
   */
  public void addUserInfo(String address) {
    add(credentials(address));
  }

  /**
   * Returns the text with every secret in it replaced by {@code ***}. A secret is found unchanged,
   * URL-encoded, escaped for JSON, HTML or Markdown, and in Base64. The user info of every address
   * is masked too.
   */
  public String mask(String text) {
    String masked = text;
    if (masked.contains("://") && masked.indexOf('@') >= 0) {
      masked = USER_INFO.matcher(masked).replaceAll(MASK);
    }
    for (Form form : forms) {
      masked = form.masked(masked);
    }
    return masked;
  }

  /**
   * Returns the exception itself if neither it nor a cause contains a secret. Otherwise returns a
   * copy with a masked message and without a cause.
   */
  public IllegalArgumentException masked(IllegalArgumentException e) {
    boolean clean = true;
    for (Throwable t = e; t != null && clean; t = t.getCause()) {
      clean = mask(String.valueOf(t)).equals(String.valueOf(t));
    }
    if (clean) {
      return e;
    }
    IllegalArgumentException masked =
        new IllegalArgumentException(mask(String.valueOf(e.getMessage())));
    masked.setStackTrace(e.getStackTrace());
    return masked;
  }

  /** Shows the names only. */
  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }

  /**
   * Returns the user info of an address and the password in it, each as written and URL-decoded.
   * Empty if the address has no user info.
   */
  public static List<String> credentials(String address) {
    Matcher found = USER_INFO.matcher(address);
    if (!found.find() || found.group().isEmpty()) {
      return List.of();
    }
    List<String> credentials = new ArrayList<>();
    for (String form : List.of(found.group(), decoded(found.group()))) {
      credentials.add(form);
      credentials.add(form.substring(form.indexOf(':') + 1));
    }
    return credentials;
  }

  private static String decoded(String userInfo) {
    try {
      return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return userInfo; // not encoded, but contains a percent sign
    }
  }

  private synchronized void add(Collection<String> more) {
    Set<Form> all = new LinkedHashSet<>(forms);
    for (String value : more) {
      if (value.length() >= SHORTEST) {
        all.addAll(forms(value));
      }
      if (value.lines().count() > 1) {
        value
            .lines()
            .map(String::strip)
            .filter(line -> line.length() >= SHORTEST_LINE)
            .forEach(line -> all.addAll(forms(line)));
      }
    }
    forms = all.stream().sorted(Comparator.comparingInt(Form::length).reversed()).toList();
  }

  private static List<Form> forms(String value) {
    List<Form> forms = new ArrayList<>();
    forms.add(new Literal(value));
    if (!PLAIN.matcher(value).matches()) {
      StringBuilder pattern = new StringBuilder();
      value.codePoints().forEach(c -> pattern.append(encodings(c)));
      forms.add(new Encoded(value.length(), Pattern.compile(pattern.toString())));
    }
    for (String encoded : base64(value.getBytes(StandardCharsets.UTF_8))) {
      forms.add(new Literal(encoded));
      forms.add(new Literal(encoded.replace('+', '-').replace('/', '_')));
    }
    return forms;
  }

  /**
   * Returns a pattern that matches every form in which an encoder may write a character. Encoders
   * differ in which characters they leave unchanged.
   */
  private static String encodings(int c) {
    if (c < 0x80 && Character.isLetterOrDigit(c)) {
      return Character.toString(c);
    }
    String text = Character.toString(c);
    List<String> all = new ArrayList<>();
    all.add("\\\\?" + Pattern.quote(text));
    StringBuilder percent = new StringBuilder("(?i:");
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      percent.append(String.format(Locale.ROOT, "%%%02x", b & 0xff));
    }
    all.add(percent.append(')').toString());
    StringBuilder unicode = new StringBuilder("(?i:");
    text.chars().forEach(half -> unicode.append(String.format(Locale.ROOT, "\\\\u%04x", half)));
    all.add(unicode.append(')').toString());
    all.add("(?i:&#(?:" + c + "|x0*" + Integer.toHexString(c) + ");)");
    switch (c) {
      case ' ' -> all.add("\\+");
      case '&' -> all.add("&amp;");
      case '<' -> all.add("&lt;");
      case '>' -> all.add("&gt;");
      case '"' -> all.add("&quot;");
      case '\'' -> all.add("&apos;");
      case '\n' -> all.add("\\\\n");
      case '\r' -> all.add("\\\\r");
      case '\t' -> all.add("\\\\t");
      default -> {
        // no further form
      }
    }
    return "(?:" + String.join("|", all) + ")";
  }

  /**
   * Returns the Base64 characters of a value at any position in an encoded text, such as the
   * password in {@code user:password}. There are three variants, which depend on the number of
   * bytes before the value. Characters that contain bits of a neighbouring byte are left out.
   */
  private static List<String> base64(byte[] value) {
    List<String> all = new ArrayList<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + value.length];
      System.arraycopy(value, 0, shifted, before, value.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
      if (to - from >= SHORTEST_BASE64) {
        all.add(encoded.substring(from, to));
      }
    }
    return all;
  }
}
