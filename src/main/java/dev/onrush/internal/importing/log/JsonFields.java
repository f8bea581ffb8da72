package dev.onrush.internal.importing.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of the fields of a JSON log: the names that servers use, or the name that the user
 * gives instead. A name of the user replaces all usual names of its kind.
 *
 * @param names the names of each kind of field, of which the first that a line contains counts
 */
record JsonFields(Map<String, List<String>> names) {

  private static final Map<String, List<String>> USUAL = new LinkedHashMap<>();

  static {
    USUAL.put(
        "time",
        List.of(
            "StartUTC", // Traefik also writes the time of the log entry, in another field
            "time",
            "timestamp",
            "@timestamp",
            "ts",
            "time_iso8601",
            "msec",
            "time_local"));
    USUAL.put(
        "method",
        List.of(
            "method",
            "request_method",
            "http_method",
            "RequestMethod",
            "request.method",
            "http.request.method",
            "httpRequest.requestMethod"));
    USUAL.put(
        "path",
        List.of(
            "request_uri",
            "uri",
            "path",
            "url",
            "RequestPath",
            "request.uri",
            "url.original",
            "url.path",
            "httpRequest.requestUrl"));
    USUAL.put("query", List.of("query_string", "args", "url.query"));
    USUAL.put("request", List.of("request", "request_line"));
    USUAL.put(
        "status",
        List.of(
            "status",
            "status_code",
            "response_status",
            "DownstreamStatus",
            "http.response.status_code",
            "httpRequest.status"));
    USUAL.put(
        "client",
        List.of(
            "remote_addr",
            "client",
            "client_ip",
            "ip",
            "ClientHost",
            "request.client_ip",
            "request.remote_ip",
            "remote_ip",
            "client.address",
            "httpRequest.remoteIp"));
    USUAL.put(
        "agent",
        List.of(
            "http_user_agent",
            "user_agent",
            "userAgent",
            "agent",
            "request_User-Agent",
            "request.headers.User-Agent",
            "user_agent.original",
            "httpRequest.userAgent"));
    USUAL.put("cookies", List.of("http_cookie", "cookie", "cookies"));
    USUAL.put(
        "duration",
        List.of(
            "request_time",
            "duration",
            "Duration",
            "took_ms",
            "duration_ms",
            "latency",
            "httpRequest.latency"));
  }

  /**
   * Returns the usual names, in which the names that the user gives replace the usual ones.
   *
   * @param own the user's names by kind of field: {@code time} to {@code ts}, {@code path} to
   *     {@code http.target}
   * @throws IllegalArgumentException if there is no such kind of field, or if a name is blank
   */
  static JsonFields of(Map<String, String> own) {
    Map<String, List<String>> names = new LinkedHashMap<>(USUAL);
    own.forEach(
        (kind, name) -> {
          if (!USUAL.containsKey(kind) || name.isBlank()) {
            throw new IllegalArgumentException(
                "--field was "
                    + kind
                    + "="
                    + name
                    + "; write one of "
                    + String.join(", ", USUAL.keySet())
                    + ", and its name in the log: time=ts");
          }
          names.put(kind, List.of(name));
        });
    return new JsonFields(names);
  }

  /** The name and the value of the first field of this kind that the line contains. */
  Optional<Map.Entry<String, JsonNode>> find(JsonNode line, String kind) {
    List<String> known = names.getOrDefault(kind, List.of());
    // A list "args" contains the arguments of a logger, such as the client's address, not a query.
    boolean mayBeList = !kind.equals("query") || !known.equals(USUAL.get(kind));
    for (String name : known) {
      Optional<JsonNode> found =
          mayBeList || !line.path(name).isArray() ? value(line, name) : Optional.empty();
      if (found.isPresent()) {
        return Optional.of(Map.entry(name, found.get()));
      }
    }
    return Optional.empty();
  }

  /**
   * The value of the first field of this kind, as text; empty if the line contains no such field.
   */
  String text(JsonNode line, String kind) {
    return find(line, kind).map(found -> found.getValue().asText()).orElse("");
  }

  /**
   * Returns the value with this name. A dot in the name may be a step into an object. If the value
   * is a list, its first element is returned.
   */
  static Optional<JsonNode> value(JsonNode line, String name) {
    JsonNode whole = first(line.path(name));
    if (whole.isValueNode() && !whole.isNull()) {
      return Optional.of(whole);
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : value(line.path(name.substring(0, dot)), name.substring(dot + 1));
  }

  private static JsonNode first(JsonNode value) {
    return value.isArray() && !value.isEmpty() ? value.get(0) : value;
  }
}
