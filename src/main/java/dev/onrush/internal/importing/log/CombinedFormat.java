package dev.onrush.internal.importing.log;

import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The formats "common" and "combined" of Apache and nginx; of what projects add at the end, a third
 * text in quotes is taken for the header of cookies.
 *
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#accesslog">Apache's access log</a>
 */
final class CombinedFormat implements LineFormat {

  /** A reader without state. */
  CombinedFormat() {}

  @Override
  public boolean read(String line, Consumer<LogEntry> to) {
    Fields fields = new Fields(line);
    String client = fields.next();
    fields.next();
    String user = fields.next();
    // A user's name may have blanks in it.
    while (fields.more() && !line.startsWith("[", fields.position())) {
      user = fields.next();
    }
    OptionalLong at = LogTime.common(fields.next());
    String request = fields.next();
    int status = Status.of(fields.next());
    if (at.isEmpty() || status == 0) {
      return false;
    }
    fields.next();
    fields.next();
    String agent = fields.next();
    SimpleSender sender = new SimpleSender(client, agent, user, fields.next());
    LogEntry.Time time = new LogEntry.Time(at.getAsLong(), LogEntry.UNKNOWN);
    return LogEntry.of(time, sender, request, status)
        .map(
            entry -> {
              to.accept(entry);
              return true;
            })
        .orElse(false);
  }

  @Override
  public String text() {
    return "combined (Apache, nginx)";
  }
}
