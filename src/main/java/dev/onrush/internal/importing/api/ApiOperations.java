package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.importing.request.ImportedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The operations of a document, as requests. */
public final class ApiOperations {

  private static final Set<String> READING = Set.of("get", "head");
  private static final Set<String> CHANGING = Set.of("post", "put", "patch", "delete");

  /** The most operations of a plan, so that a reader can take it in. */
  public static final int MOST = 500;

  private final ApiDocument document;
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> incomplete = new ArrayList<>();
  private long beyond;

  private ApiOperations(ApiDocument document) {
    this.document = document;
  }

  /** Reads all operations. */
  public static ApiOperations of(ApiDocument document) {
    ApiOperations all = new ApiOperations(document);
    String base = document.basePath();
    document.root().path("paths").properties().stream()
        .filter(path -> path.getKey().startsWith("/")) // others are extensions, such as x-…
        .forEach(path -> all.path(base + path.getKey(), document.resolved(path.getValue())));
    return all;
  }

  private void path(String path, JsonNode item) {
    item.properties()
        .forEach(
            field -> {
              boolean changes = CHANGING.contains(field.getKey());
              if (changes || READING.contains(field.getKey())) {
                if (operations.size() < MOST) {
                  String method = field.getKey().toUpperCase(Locale.ROOT);
                  ImportedRequest request = request(method, path, item, field.getValue());
                  operations.add(new Operation(request, changes));
                } else {
                  beyond++;
                }
              }
            });
  }

  private ImportedRequest request(String method, String path, JsonNode item, JsonNode operation) {
    List<JsonNode> parameters = parameters(item, operation);
    RequestParameters written = new RequestParameters(document, method, path);
    parameters.forEach(written::add);
    written.credentials(
        operation.has("security") ? operation.path("security") : document.root().path("security"));
    OperationBody.Typed body =
        new OperationBody(document, method + " " + path).of(parameters, operation);
    List<ImportedRequest.Header> headers = new ArrayList<>(written.headers());
    if (!body.type().isEmpty()) {
      headers.add(new ImportedRequest.Header("Content-Type", body.type(), ""));
    }
    String name = method + " " + written.shownPath();
    written.incomplete().ifPresent(used -> incomplete.add(name + ": " + used));
    return new ImportedRequest(
        name,
        method,
        written.url(),
        written.values(),
        new ImportedRequest.Content(headers, body.body(), List.of(), List.of()));
  }

  /**
   * Returns the parameters of an operation. They replace the parameters of the path with the same
   * name and place.
   */
  private List<JsonNode> parameters(JsonNode item, JsonNode operation) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
      for (JsonNode each : list) {
        JsonNode parameter = document.resolved(each);
        String place = parameter.path("in").asText() + " " + parameter.path("name").asText();
        parameters.put(place, parameter);
      }
    }
    return List.copyOf(parameters.values());
  }

  /** The operations, in the order of the document. */
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /**
   * The operations that do not use all combinations of the values of their parameters, with the
   * combinations that they use.
   */
  public List<String> incomplete() {
    return List.copyOf(incomplete);
  }

  /**
   * The number of operations that were left out, because there are more than a plan may contain.
   */
  public long beyond() {
    return beyond;
  }
}
