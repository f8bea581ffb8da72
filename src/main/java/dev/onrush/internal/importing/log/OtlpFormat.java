package dev.onrush.internal.importing.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The format of traces in OTLP as JSON, as the OpenTelemetry Collector's file exporter writes them.
 * Reads HTTP server spans, with the stable attributes or the older ones.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">the attributes</a>
 */
final class OtlpFormat implements LineFormat {

  private static final String SERVER_NUMBER = "2";
  private static final String SERVER_NAME = "SPAN_KIND_SERVER";

  private final ObjectMapper mapper = new ObjectMapper();

  /** Creates a reader without state. */
  OtlpFormat() {}

  @Override
  public boolean read(String line, Consumer<LogEntry> to) {
    try {
      JsonNode document = mapper.readTree(line);
      if (document == null || !document.has("resourceSpans")) {
        return false;
      }
      for (JsonNode each : document.path("resourceSpans")) {
        String service = service(each.path("resource"));
        for (JsonNode scope : each.path("scopeSpans")) {
          scope.path("spans").forEach(span -> entry(span, service).ifPresent(to));
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** The name of the service that a resource describes; empty if the resource has no name. */
  static String service(JsonNode resource) {
    return attributes(resource.path("attributes")).getOrDefault("service.name", "");
  }

  /**
   * Returns the request that a span describes; empty if the span is not an HTTP server span.
   *
   * @param service the service to which the span belongs
   */
  static Optional<LogEntry> entry(JsonNode span, String service) {
    String kind = span.path("kind").asText();
    if (!kind.equals(SERVER_NUMBER) && !kind.equals(SERVER_NAME)) {
      return Optional.empty();
    }
    Map<String, String> attributes = attributes(span.path("attributes"));
    String method = first(attributes, "http.request.method", "http.method");
    String address =
        first(attributes, "url.path", "http.target", "url.full", "http.url", "http.route");
    String query = attributes.getOrDefault("url.query", "");
    long begin = span.path("startTimeUnixNano").asLong() / 1_000;
    long end = span.path("endTimeUnixNano").asLong() / 1_000;
    if (method.isEmpty() || address.isEmpty() || begin == 0) {
      return Optional.empty();
    }
    int status = Status.of(first(attributes, "http.response.status_code", "http.status_code"));
    return LogEntry.of(
        new LogEntry.Time(begin, Math.max(0, end - begin)),
        new SpanSender(service, attributes),
        method,
        LogEntry.target(address, query),
        status);
  }

  private static Map<String, String> attributes(JsonNode list) {
    Map<String, String> attributes = new HashMap<>();
    for (JsonNode attribute : list) {
      // {"stringValue": "GET"}, {"intValue": "200"}, {"arrayValue": {"values": [...]}}
      JsonNode value = attribute.path("value");
      JsonNode values = value.path("arrayValue").path("values");
      JsonNode one = values.isEmpty() ? value : values.get(0);
      if (one.elements().hasNext()) {
        attributes.put(attribute.path("key").asText(), one.elements().next().asText());
      }
    }
    return attributes;
  }

  private static String first(Map<String, String> attributes, String... names) {
    for (String name : names) {
      String value = attributes.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }

  @Override
  public String text() {
    return "OTLP traces";
  }

  /** A sender whose values are attributes of a span. */
  private record SpanSender(String service, Map<String, String> attributes)
      implements LogEntry.Sender {
    @Override
    public String client() {
      return first(attributes, "client.address", "http.client_ip", "network.peer.address");
    }

    @Override
    public String agent() {
      return first(attributes, "user_agent.original", "http.user_agent");
    }

    @Override
    public Optional<String> field(String name) {
      String value =
          first(attributes, name, "http.request.header." + name.toLowerCase(java.util.Locale.ROOT));
      return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    @Override
    public String cookies() {
      return first(attributes, "http.request.header.cookie");
    }
  }
}
