package dev.onrush.internal.exchange;

import java.util.List;
import java.util.Optional;

/**
 * A request and its answer as text, bounded in size and without secrets.
 *
 * @param request its name, after the groups around it
 * @param at when it was sent, in milliseconds since 1970
 * @param millis how long it took
 * @param error what failed
 * @param answer empty if none came
 */
public record Exchange(
    String request,
    String userClass,
    long at,
    double millis,
    String error,
    Message sent,
    Optional<Message> answer) {

  /**
   * One direction.
   *
   * @param line method and address, or status
   * @param headers {@code name: value}
   * @param body as far as it was kept
   */
  public record Message(String line, List<String> headers, String body) {
    public Message {
      headers = List.copyOf(headers);
    }
  }
}
