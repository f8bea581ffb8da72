package dev.onrush.internal.importing.log;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formats "common" and "combined" of Apache and nginx, with or without a leading virtual host.
 *
 * <p>Projects add fields of their own at the end. The field after the user agent is read as {@code
 * X-Forwarded-For} if it is quoted and looks like a list of addresses, as in the format "main" of
 * nginx's packages. Otherwise it is read as the {@code Cookie} header.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#accesslog">Apache's access log</a>
 */
final class CombinedFormat implements LineFormat {

  /** A virtual host with its port. In Apache's vhost_combined, the client is the next field. */
  private static final Pattern HOST = Pattern.compile("(?:[^:]+|\\[.+]):\\d{1,5}");

  private static final String IPV4 = "\\d{1,3}(?:\\.\\d{1,3}){3}";

  /**
   * An IPv6 address: all its groups, or {@code ::} in the place of zeros. A time of day does not
   * match.
   */
  private static final String IPV6 =
      "(?:\\p{XDigit}{1,4}:){6,7}[\\p{XDigit}.]{1,15}"
          + "|[\\p{XDigit}:]{0,39}::[\\p{XDigit}:.]{0,39}";

  /** An address with or without a port, followed by the addresses of proxies if there are any. */
  private static final Pattern FORWARDED =
      Pattern.compile("\\[?(" + IPV4 + "|" + IPV6 + ")]?(?::\\d{1,5})?\\s*(?:,[^=]*)?");

  private static final Pattern ADDRESS = Pattern.compile(IPV4 + "|" + IPV6);

  /** Creates a reader without state. */
  CombinedFormat() {}

  @Override
  public boolean read(String line, Consumer<LogEntry> to) {
    Fields fields = new Fields(line);
    List<String> words = new ArrayList<>(List.of(fields.next()));
    while (fields.more() && !line.startsWith("[", fields.position())) {
      words.add(fields.next());
    }
    String client = client(words);
    String user = words.get(words.size() - 1);
    OptionalLong at = LogTime.common(fields.next());
    String request = EscapedText.asSent(fields.next());
    int status = Status.of(fields.next());
    if (at.isEmpty() || status == 0) {
      return false;
    }
    fields.next();
    fields.next();
    String agent = fields.next();
    boolean inQuotes = fields.more() && line.startsWith("\"", fields.position());
    String added = fields.next();
    Matcher forwarded = FORWARDED.matcher(added);
    SimpleSender sender =
        inQuotes && forwarded.matches()
            ? new SimpleSender(forwarded.group(1), agent, user, "")
            : new SimpleSender(client, agent, user, added);
    LogEntry.Time time = new LogEntry.Time(at.getAsLong(), LogEntry.UNKNOWN);
    return LogEntry.of(time, sender, request, status)
        .map(
            entry -> {
              to.accept(entry);
              return true;
            })
        .orElse(false);
  }

  /**
   * Returns the client, which is the first word, or the second one after a virtual host. A
   * container's or system's log has other words before the client: the first address counts.
   */
  private static String client(List<String> words) {
    boolean hasHost =
        words.size() > 1 && !words.get(1).equals("-") && HOST.matcher(words.get(0)).matches();
    String usual = words.get(hasHost ? 1 : 0);
    return ADDRESS.matcher(usual).matches()
        ? usual
        : words.stream().filter(ADDRESS.asMatchPredicate()).findFirst().orElse(usual);
  }

  @Override
  public String text() {
    return "combined (Apache, nginx)";
  }
}
