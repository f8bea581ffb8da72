package dev.onrush.internal.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A span as JSON, in its file. */
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
   * Reads what {@link #of} has written; fields that are not known are left out.
   *
   * @throws IllegalArgumentException if a field is missing; without the number of those that were
   *     not kept there were none
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
