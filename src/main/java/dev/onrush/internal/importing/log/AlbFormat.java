package dev.onrush.internal.importing.log;

import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The format of the access log of an AWS Application Load Balancer.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">its
 *     fields</a>
 */
final class AlbFormat implements LineFormat {

  /** The number of fields between the user agent and the time at which the request was received. */
  private static final int UNTIL_CREATION = 7;

  /** Creates a reader without state. */
  AlbFormat() {}

  @Override
  public boolean read(String line, Consumer<LogEntry> to) {
    Fields fields = new Fields(line);
    fields.next();
    OptionalLong end = LogTime.any(fields.next());
    fields.next();
    String client = withoutPort(fields.next());
    fields.next();
    long took = 0;
    for (int part = 0; part < 3; part++) {
      long micros = micros(fields.next());
      took = micros < 0 || took < 0 ? LogEntry.UNKNOWN : took + micros;
    }
    int status = Status.of(fields.next());
    fields.next();
    fields.next();
    fields.next();
    String request = EscapedText.asSent(fields.next());
    String agent = fields.next();
    if (end.isEmpty() || status == 0) {
      return false;
    }
    for (int passed = 0; passed < UNTIL_CREATION; passed++) {
      fields.next();
    }
    OptionalLong created = LogTime.any(fields.next());
    long begin = created.orElse(end.getAsLong() - Math.max(0, took));
    LogEntry.Time time = new LogEntry.Time(begin, took);
    return LogEntry.of(time, new SimpleSender(client, agent, "", ""), request, status)
        .map(
            entry -> {
              to.accept(entry);
              return true;
            })
        .orElse(false);
  }

  /** Removes the port from {@code 192.0.2.1:2817} or {@code [2001:db8::1]:2817}. */
  private static String withoutPort(String client) {
    int colon = client.lastIndexOf(':');
    boolean port = colon > 0 && (client.indexOf(':') == colon || client.charAt(colon - 1) == ']');
    return port ? client.substring(0, colon) : client;
  }

  /**
   * Converts seconds such as {@code 0.001} to microseconds; -1 if the request was not forwarded to
   * a target, or if the text is not a number.
   */
  private static long micros(String text) {
    try {
      return text.startsWith("-") ? -1 : Math.round(1e6 * Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public String text() {
    return "AWS ALB";
  }
}
