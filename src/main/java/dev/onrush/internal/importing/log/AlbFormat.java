package dev.onrush.internal.importing.log;

import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The access log of an Application Load Balancer of AWS.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html">its
 *     fields</a>
 */
final class AlbFormat implements LineFormat {

  /** The time at which the request came in follows so many fields after the user agent. */
  private static final int UNTIL_CREATION = 7;

  /** A reader without state. */
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

  /** {@code 192.0.2.1:2817} and {@code [2001:db8::1]:2817}. */
  private static String withoutPort(String client) {
    int colon = client.lastIndexOf(':');
    boolean port = colon > 0 && (client.indexOf(':') == colon || client.charAt(colon - 1) == ']');
    return port ? client.substring(0, colon) : client;
  }

  /** Seconds such as {@code 0.001}; -1 where the request was not sent on. */
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
