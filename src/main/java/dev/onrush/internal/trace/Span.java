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
    String error) {

  /** Whether it asks others, and waits for them or not. */
  public boolean isOutgoing() {
    return kind.equals("client") || kind.equals("producer");
  }

  /** The end, in nanoseconds since 1970. */
  public long end() {
    return start + nanos;
  }
}
