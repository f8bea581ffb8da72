package dev.onrush.internal.trace;

/**
 * A span of a trace: a piece of work of a service.
 *
 * @param traceId 32 hexadecimal digits
 * @param id 16 hexadecimal digits
 * @param parent the id of the span that it is part of; empty of the first
 * @param service the name of the service that did it; empty if it has none
 * @param name of it, such as {@code GET /orders/{id}} or {@code SELECT shop.orders}
 * @param kind server, client, producer or consumer; empty of what happens within the service
 * @param start nanoseconds since 1970, by the clock of the service
 * @param nanos how long it took
 * @param detail a statement or an address; empty if it has none
 * @param error empty if it has not failed
 * @param dropped spans of the trace that were not kept; each is counted at one of those that were
 */
public record Span(
    String traceId,
    String id,
    String parent,
    String service,
    String name,
    String kind,
    long start,
    long nanos,
    String detail,
    String error,
    int dropped) {

  /** As it is sent: without any that were not kept. */
  public Span(
      String traceId,
      String id,
      String parent,
      String service,
      String name,
      String kind,
      long start,
      long nanos,
      String detail,
      String error) {
    this(traceId, id, parent, service, name, kind, start, nanos, detail, error, 0);
  }

  /** The same with so many more that were not kept. */
  Span withDropped(int others) {
    return new Span(
        traceId, id, parent, service, name, kind, start, nanos, detail, error, dropped + others);
  }

  /** The part of it that is within a time; of no length if it is outside. */
  Span within(Span time) {
    long from = Math.min(Math.max(start, time.start), time.end());
    long to = Math.max(from, Math.min(end(), time.end()));
    return new Span(
        traceId, id, parent, service, name, kind, from, to - from, detail, error, dropped);
  }

  /** Whether it answers a request, and so ends after all that it asks for. */
  boolean answers() {
    return kind.equals("server") || kind.equals("consumer");
  }

  /** Whether it asks others, and waits for them or not. */
  public boolean isOutgoing() {
    return kind.equals("client") || kind.equals("producer");
  }

  /** The end, in nanoseconds since 1970. */
  public long end() {
    return start + nanos;
  }
}
