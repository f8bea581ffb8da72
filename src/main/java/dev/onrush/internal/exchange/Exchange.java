package dev.onrush.internal.exchange;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request and its answer as text, bounded in size and without secrets.
 *
 * @param request its name, after the groups around it
 * @param at when it was sent, in milliseconds since 1970
 * @param millis how long it took
 * @param error what failed; empty if nothing has
 * @param answer empty if none came
 * @param checks of the answer, in order; only where all exchanges are kept
 * @param session what the user knows, by name; only where all exchanges are kept
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

  /** Of which nobody has looked at checks and session. */
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

  /** Whether it failed. */
  public boolean failed() {
    return !error.isEmpty();
  }

  /** The trace that it is part of, if it was sent one. */
  public Optional<TraceParent> trace() {
    return sent.headers().stream()
        .map(TRACE_PARENT::matcher)
        .filter(Matcher::matches)
        .map(header -> new TraceParent(header.group(1), header.group(2)))
        .findFirst();
  }

  /**
   * What a request says of its trace, as W3C Trace Context has it.
   *
   * @param traceId 32 hexadecimal digits
   * @param spanId 16 hexadecimal digits: of the request itself
   */
  public record TraceParent(String traceId, String spanId) {}

  /** The same as another clock has it. */
  public Exchange sentAt(long time) {
    return new Exchange(request, userClass, time, millis, error, sent, answer, checks, session);
  }

  /** The same with what has been checked. */
  public Exchange withChecks(List<Check> all) {
    return new Exchange(request, userClass, at, millis, error, sent, answer, all, session);
  }

  /** The same with what the user knows before and after. */
  public Exchange withSession(List<Attribute> all) {
    return new Exchange(request, userClass, at, millis, error, sent, answer, checks, all);
  }

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

  /**
   * A check of an answer.
   *
   * @param expected such as {@code status.find.is(200)}
   * @param found in the answer
   * @param problem why it does not hold; empty if it does
   */
  public record Check(String expected, String found, String problem) {

    /** Whether the answer is as it was expected. */
    public boolean holds() {
      return problem.isEmpty();
    }
  }

  /**
   * An attribute of a session.
   *
   * @param before empty if it was not there
   * @param after empty if it is not there any more
   * @param changed also where a value that is masked has changed
   */
  public record Attribute(
      String name, Optional<String> before, Optional<String> after, boolean changed) {}
}
