package dev.onrush.internal.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Converts a span to JSON and back, for its file. */
final class SpanJson {

  private SpanJson() {}

  static ObjectNode of(Span span) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("traceId", span.traceId())
        .put("id", span.id())
        .put("parent", span.parent())
        .put("service", span.service())
        .put("name", span.name())
        .put("kind", span.kind())
        .put("start", span.start())
        .put("nanos", span.nanos())
        .put("detail", span.detail())
        .put("error", span.error())
        .put("dropped", span.dropped());
  }

  /**
   * Converts the result of {@link #of} back to a span. Unknown fields are ignored.
   *
   * @throws IllegalArgumentException if a field is missing; only the number of spans that were not
   *     kept may be missing, and is then 0
   */
  static Span span(JsonNode node) {
    return new Span(
        node.required("traceId").asText(),
        node.required("id").asText(),
        node.required("parent").asText(),
        node.required("service").asText(),
        node.required("name").asText(),
        node.required("kind").asText(),
        node.required("start").asLong(),
        node.required("nanos").asLong(),
        node.required("detail").asText(),
        node.required("error").asText(),
        node.path("dropped").asInt());
  }
}
