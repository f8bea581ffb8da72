package dev.onrush.internal.trace;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads spans in OTLP's JSON encoding.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">the encoding</a>
 */
final class OtlpJson implements OtlpFormat {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();
  private static final String[] KINDS = {"", "", "server", "client", "producer", "consumer"};

  private final SpanText text;

  OtlpJson(SpanText text) {
    this.text = text;
  }

  @Override
  public void read(InputStream in, Consumer<Span> to) throws IOException {
    JsonNode request = MAPPER.readTree(in);
    if (request == null || !request.isObject()) {
      throw new IOException("no object");
    }
    for (JsonNode resource : request.path("resourceSpans")) {
      String service =
          attributes(resource.path("resource").path("attributes")).getOrDefault("service.name", "");
      for (JsonNode scope : resource.path("scopeSpans")) {
        for (JsonNode span : scope.path("spans")) {
          to.accept(span(service, span));
        }
      }
    }
  }

  private Span span(String service, JsonNode span) {
    Map<String, String> attributes = attributes(span.path("attributes"));
    long start = span.path("startTimeUnixNano").asLong();
    return new Span(
        id(span.path("traceId")),
        id(span.path("spanId")),
        id(span.path("parentSpanId")),
        text.name(service),
        text.name(string(span.path("name"))),
        kind(span.path("kind")),
        start,
        Math.max(0, span.path("endTimeUnixNano").asLong() - start),
        text.detail(attributes),
        error(span, attributes));
  }

  /** Returns the value of a string; empty if it is {@code null}, missing, or not a string. */
  private static String string(JsonNode node) {
    return node.isTextual() ? node.asText() : "";
  }

  private static String id(JsonNode hex) {
    return string(hex).toLowerCase(Locale.ROOT);
  }

  /** Returns the kind from its number or its name. */
  private static String kind(JsonNode kind) {
    return kind.isInt()
        ? kind.asInt() >= 0 && kind.asInt() < KINDS.length ? KINDS[kind.asInt()] : ""
        : SpanText.kind(string(kind));
  }

  private String error(JsonNode span, Map<String, String> attributes) {
    String code = span.path("status").path("code").asText();
    if (!code.equals("2") && !code.equals("STATUS_CODE_ERROR")) {
      return "";
    }
    for (JsonNode event : span.path("events")) {
      attributes.putAll(attributes(event.path("attributes")));
    }
    return text.error(string(span.path("status").path("message")), attributes);
  }

  private static Map<String, String> attributes(JsonNode list) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode attribute : list) {
      JsonNode value = attribute.path("value").path("stringValue");
      if (value.isTextual()) {
        attributes.put(string(attribute.path("key")), value.asText());
      }
    }
    return attributes;
  }
}
