package dev.onrush.internal.exchange;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request and its answer as text, bounded in size and without secrets.
 *
 * @param request the request's name, after the groups around it
 * @param at when the request was sent, in milliseconds since 1970
 * @param millis how long the exchange took, in milliseconds
 * @param error what failed; empty if the exchange has not failed
 * @param answer the answer; empty if there was none
 * @param checks the checks of the answer, in order; recorded only if all exchanges are kept
 * @param session the attributes of the user's session, by name; recorded only if all exchanges are
 *     kept
 */
public record Exchange(
    String request,
    String userClass,
    long at,
    double millis,
    String error,
    Message sent,
    Optional<Message> answer,
    List<Check> checks,
    List<Attribute> session) {

  private static final Pattern TRACE_PARENT =
      Pattern.compile("(?i)traceparent: [0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");

  public Exchange {
    checks = List.copyOf(checks);
    session = List.copyOf(session);
  }

  /** Creates an exchange without checks and session. */
  public Exchange(
      String request,
      String userClass,
      long at,
      double millis,
      String error,
      Message sent,
      Optional<Message> answer) {
    this(request, userClass, at, millis, error, sent, answer, List.of(), List.of());
  }

  /** Whether the exchange failed. */
  public boolean failed() {
    return !error.isEmpty();
  }

  /** The trace that the request is part of, if it carried a trace id. */
  public Optional<TraceParent> trace() {
    return sent.headers().stream()
        .map(TRACE_PARENT::matcher)
        .filter(Matcher::matches)
        .map(header -> new TraceParent(header.group(1), header.group(2)))
        .findFirst();
  }

  /**
   * The trace ids of a request, as W3C Trace Context defines them.
   *
   * @param traceId the id of the trace, 32 hexadecimal digits
   * @param spanId the id of the request itself, 16 hexadecimal digits
   */
  public record TraceParent(String traceId, String spanId) {}

  /** Returns the exchange with the time of another clock. */
  public Exchange sentAt(long time) {
    return new Exchange(request, userClass, time, millis, error, sent, answer, checks, session);
  }

  /** Returns the exchange with the checks of its answer. */
  public Exchange withChecks(List<Check> all) {
    return new Exchange(request, userClass, at, millis, error, sent, answer, all, session);
  }

  /** Returns the exchange with the session's attributes before and after it. */
  public Exchange withSession(List<Attribute> all) {
    return new Exchange(request, userClass, at, millis, error, sent, answer, checks, all);
  }

  /**
   * A request or an answer.
   *
   * @param line the method and address, or the status
   * @param headers the headers, each in the form {@code name: value}
   * @param body the body, as far as it was kept
   */
  public record Message(String line, List<String> headers, String body) {
    public Message {
      headers = List.copyOf(headers);
    }
  }

  /**
   * A check of an answer.
   *
   * @param expected the expectation, such as {@code status.find.is(200)}
   * @param found the value that was found in the answer
   * @param problem why the check does not hold; empty if it does
   */
  public record Check(String expected, String found, String problem) {

    /** Whether the check holds. */
    public boolean holds() {
      return problem.isEmpty();
    }
  }

  /**
   * An attribute of a session.
   *
   * @param before the value before the exchange; empty if the attribute did not exist
   * @param after the value after the exchange; empty if the attribute no longer exists
   * @param changed whether the value has changed, even if it is masked
   */
  public record Attribute(
      String name, Optional<String> before, Optional<String> after, boolean changed) {}
}
