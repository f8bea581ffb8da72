package dev.onrush.internal.importing.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A JSON object a line, as nginx with a {@code log_format}, Caddy, Traefik and others write it. */
final class JsonLinesFormat implements LineFormat {

  private final ObjectMapper mapper = new ObjectMapper();
  private final DurationField duration;
  private final JsonFields fields;

  /** Whether a user has named the path, and not the request line. */
  private final boolean pathIsNamed;

  private final boolean queryIsNamed;

  /**
   * A reader of these fields.
   *
   * @param own names of fields by their kind; that of the duration may have its unit: {@code
   *     took:ms}
   */
  JsonLinesFormat(Map<String, String> own) {
    this.duration = new DurationField(own.getOrDefault("duration", ""));
    Map<String, String> names = new LinkedHashMap<>(own);
    names.computeIfPresent("duration", (kind, given) -> duration.name());
    this.fields = JsonFields.of(names);
    this.pathIsNamed = own.containsKey("path") && !own.containsKey("request");
    this.queryIsNamed = own.containsKey("query");
  }

  @Override
  public boolean read(String line, Consumer<LogEntry> to) {
    try {
      JsonNode node = mapper.readTree(line);
      Optional<LogEntry> entry = node == null ? Optional.empty() : entry(node);
      entry.ifPresent(to);
      return entry.isPresent();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private Optional<LogEntry> entry(JsonNode line) {
    OptionalLong at = LogTime.any(fields.text(line, "time"));
    String name = fields.find(line, "time").map(Map.Entry::getKey).orElse("");
    int status = Status.of(fields.text(line, "status"));
    if (at.isEmpty() || status == 0) {
      return Optional.empty();
    }
    long took =
        fields
            .find(line, "duration")
            .map(found -> duration.micros(found.getKey(), found.getValue().asText()))
            .orElse(LogEntry.UNKNOWN);
    // Traefik writes when a request began, all others when it ended.
    boolean begins = name.toLowerCase(Locale.ROOT).startsWith("start");
    LogEntry.Time written = new LogEntry.Time(at.getAsLong(), took);
    LogEntry.Time time = begins ? written : written.endingThen();
    LogEntry.Sender sender = new JsonSender(line, fields);
    String query = fields.text(line, "query");
    String target = LogEntry.target(fields.text(line, "path"), query);
    Optional<LogEntry> byPath =
        LogEntry.of(time, sender, fields.text(line, "method"), target, status);
    // A path may be another than was sent: nginx's uri is decoded, and has no query.
    Optional<LogEntry> byLine =
        LogEntry.of(time, sender, fields.text(line, "request"), status)
            .flatMap(entry -> withQuery(entry, target, query));
    return pathIsNamed ? byPath.or(() -> byLine) : byLine.or(() -> byPath);
  }

  /**
   * A request line may lack the query that the line has elsewhere. One beside another path is not
   * taken unless a user has named it: a server that rewrites addresses makes queries of its own.
   */
  private Optional<LogEntry> withQuery(LogEntry sent, String target, String query) {
    if (sent.target().contains("?")) {
      return Optional.of(sent);
    }
    return sent.to(target)
        .filter(other -> other.path().equals(sent.path()))
        .or(
            () ->
                queryIsNamed ? sent.to(LogEntry.target(sent.target(), query)) : Optional.of(sent));
  }

  @Override
  public String text() {
    return "JSON lines";
  }

  /** A sender by the fields of a line. */
  private record JsonSender(JsonNode line, JsonFields fields) implements LogEntry.Sender {
    @Override
    public String client() {
      return fields.text(line, "client");
    }

    @Override
    public String agent() {
      return fields.text(line, "agent");
    }

    @Override
    public Optional<String> field(String name) {
      return JsonFields.value(line, name).map(JsonNode::asText);
    }

    @Override
    public String cookies() {
      return fields.text(line, "cookies");
    }
  }
}
