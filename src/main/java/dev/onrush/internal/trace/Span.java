package dev.onrush.internal.trace;

/**
 * A span of a trace: a piece of work of a service.
 *
 * @param traceId the id of the trace, 32 hexadecimal digits
 * @param id the id of the span, 16 hexadecimal digits
 * @param parent the id of the parent span; empty if there is none
 * @param service the name of the service; empty if it has none
 * @param name the name, such as {@code GET /orders/{id}} or {@code SELECT shop.orders}
 * @param kind server, client, producer or consumer; empty for work within the service
 * @param start the start in nanoseconds since 1970, by the clock of the service
 * @param nanos the duration in nanoseconds
 * @param detail a statement or an address; empty if it has none
 * @param error why the span failed; empty if it has not failed
 * @param dropped the number of spans of the trace that were not kept and are counted with this one;
 *     each dropped span is counted with exactly one kept span
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

  /** Creates a span as it is received, without dropped spans. */
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

  /** Returns the span with a number of dropped spans added. */
  Span withDropped(int others) {
    return new Span(
        traceId, id, parent, service, name, kind, start, nanos, detail, error, dropped + others);
  }

  /**
   * Returns the part of the span within the time of another span. Its duration is 0 if the span is
   * outside.
   */
  Span within(Span time) {
    long from = Math.min(Math.max(start, time.start), time.end());
    long to = Math.max(from, Math.min(end(), time.end()));
    return new Span(
        traceId, id, parent, service, name, kind, from, to - from, detail, error, dropped);
  }

  /** Whether the span answers a request, and so ends after all calls that it makes. */
  boolean answers() {
    return kind.equals("server") || kind.equals("consumer");
  }

  /** Whether the span is a call to another service, whether or not it waits for the answer. */
  public boolean isOutgoing() {
    return kind.equals("client") || kind.equals("producer");
  }

  /** The end, in nanoseconds since 1970. */
  public long end() {
    return start + nanos;
  }
}
