package dev.onrush.internal.importing.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A format with one JSON object per line, as nginx with a {@code log_format}, Caddy, Traefik and
 * others write it.
 */
final class JsonLinesFormat implements LineFormat {

  private final ObjectMapper mapper = new ObjectMapper();
  private final DurationField duration;
  private final JsonFields fields;

  /** Whether the user has named the field of the path but not the field of the request line. */
  private final boolean pathIsNamed;

  private final boolean queryIsNamed;

  /**
   * Creates a reader of the given fields.
   *
   * @param own the user's names of fields, by their kind; the name of the duration may have a unit:
   *     {@code took:ms}
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
    // Traefik writes the start of a request, all other servers its end.
    boolean begins = name.toLowerCase(Locale.ROOT).startsWith("start");
    LogEntry.Time written = new LogEntry.Time(at.getAsLong(), took);
    LogEntry.Time time = begins ? written : written.endingThen();
    LogEntry.Sender sender = new JsonSender(line, fields);
    String query = fields.text(line, "query");
    String target = LogEntry.target(fields.text(line, "path"), query);
    Optional<LogEntry> byPath =
        LogEntry.of(time, sender, fields.text(line, "method"), target, status);
    // The path may differ from the one that was sent: nginx's uri is decoded and has no query.
    Optional<LogEntry> byLine =
        LogEntry.of(time, sender, fields.text(line, "request"), status)
            .flatMap(entry -> withQuery(entry, target, query));
    return pathIsNamed ? byPath.or(() -> byLine) : byLine.or(() -> byPath);
  }

  /**
   * Adds the query from another field of the line if the request line has none. The query is
   * ignored if it belongs to another path, unless the user has named its field: a server that
   * rewrites addresses makes queries of its own.
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
  public List<String> notes() {
    return duration.notes();
  }

  @Override
  public String text() {
    return "JSON lines";
  }

  /** A sender whose values are fields of a line. */
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
