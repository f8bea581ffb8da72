package dev.onrush.internal.importing.log;

import java.util.Optional;

/**
 * A sender in a log with fixed fields.
 *
 * @param client the address of the client
 * @param agent the browser or program
 * @param user the user name of HTTP authentication
 * @param cookies the value of the {@code Cookie} header
 */
record SimpleSender(String client, String agent, String user, String cookies)
    implements LogEntry.Sender {

  @Override
  public Optional<String> field(String name) {
    return name.equals("user") && !user.isEmpty() && !user.equals("-")
        ? Optional.of(user)
        : Optional.empty();
  }
}
