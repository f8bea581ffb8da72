package dev.onrush.internal.importing.log;

import java.util.Optional;

/**
 * A sender in a log of fixed fields.
 *
 * @param client its address
 * @param agent its browser or program
 * @param user its name by HTTP authentication
 * @param cookies its header of cookies
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
