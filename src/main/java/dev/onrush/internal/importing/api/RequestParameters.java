package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedRequest;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.session.UrlText;
import dev.onrush.internal.importing.session.Values;
import dev.onrush.units.Quantity;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The parameters of an operation. If the document gives several values for a parameter, they become
 * a feeder; a single value becomes a literal. A value that the document does not give is made from
 * the type, and marked as a TODO.
 */
final class RequestParameters {

  private static final Pattern IN_PATH = Pattern.compile("\\{([^}]+)}");

  private final ApiDocument document;
  private final String method;
  private final String path;
  private final Names names = new Names();
  private final Map<String, String> pathValues = new LinkedHashMap<>();
  private final StringBuilder query = new StringBuilder();
  private final List<ImportedRequest.Header> headers = new ArrayList<>();
  private final Map<String, List<String>> columns = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();

  RequestParameters(ApiDocument document, String method, String path) {
    this.document = document;
    this.method = method;
    this.path = path;
  }

  /** Adds a parameter. An optional parameter is added only if the document gives an example. */
  void add(JsonNode parameter) {
    String name = parameter.path("name").asText();
    String place = parameter.path("in").asText();
    List<List<String>> examples = examples(parameter);
    boolean required = parameter.path("required").asBoolean() || place.equals("path");
    if (!required && examples.isEmpty()) {
      return;
    }
    List<List<String>> known = examples.isEmpty() ? enumeration(parameter) : examples;
    switch (place) {
      case "path" -> pathValues.put(name, encoded(",", known, parameter));
      case "query" -> addQuery(name, encoded(betweenValues(parameter), known, parameter));
      case "header" -> header(name, known, parameter);
      default -> {
        // Cookies are set by the service. All other places belong to the body.
      }
    }
  }

  private void addQuery(String name, String value) {
    query.append(query.length() == 0 ? '?' : '&').append(encoded(name)).append('=').append(value);
  }

  /** Returns the text between the values of a list in a query. */
  private String betweenValues(JsonNode parameter) {
    String format = parameter.path("collectionFormat").asText();
    String style = parameter.path("style").asText(document.isSwagger2() ? format : "form");
    boolean isRepeated =
        format.equals("multi") || parameter.path("explode").asBoolean(style.equals("form"));
    if (isRepeated) {
      return "&" + encoded(parameter.path("name").asText()) + "=";
    }
    return switch (style) {
      case "pipeDelimited", "pipes" -> "%7C";
      case "spaceDelimited", "ssv" -> "%20";
      case "tsv" -> "%09";
      default -> ",";
    };
  }

  /**
   * Returns the value of a parameter, or the expression for its column.
   *
   * @param between the text between the values of a list
   * @param known the values that the document gives, each a list or a single text
   */
  private String encoded(String between, List<List<String>> known, JsonNode parameter) {
    String name = parameter.path("name").asText();
    if (known.size() > 1) {
      return column(name, known.stream().map(value -> encoded(value, between)).toList());
    }
    if (known.isEmpty()) {
      missing.add(name);
    }
    return encoded(known.isEmpty() ? made(parameter) : known.get(0), between);
  }

  private static String encoded(List<String> value, String between) {
    return value.stream().map(RequestParameters::encoded).collect(Collectors.joining(between));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void header(String name, List<List<String>> known, JsonNode parameter) {
    boolean isOfTheClient =
        List.of("accept", "content-type", "authorization").contains(name.toLowerCase(Locale.ROOT));
    if (!isOfTheClient) {
      String todo = known.isEmpty() ? "header " + name : "";
      headers.add(new ImportedRequest.Header(name, headerValue(name, known, parameter), todo));
    }
  }

  private String headerValue(String name, List<List<String>> known, JsonNode parameter) {
    return known.size() > 1
        ? column(name, known.stream().map(value -> String.join(",", value)).toList())
        : Expressions.literal(String.join(",", known.isEmpty() ? made(parameter) : known.get(0)));
  }

  /** Adds a column with the values of a parameter, and returns the expression for it. */
  private String column(String name, List<String> values) {
    String column = names.unique(name, "value");
    columns.put(column, values);
    return "#{" + column + "}";
  }

  private JsonNode schema(JsonNode parameter) {
    JsonNode content = parameter.path("content");
    if (!content.isEmpty()) {
      return document.resolved(content.iterator().next().path("schema"));
    }
    return document.isSwagger2() ? parameter : document.resolved(parameter.path("schema"));
  }

  /** Returns the values that the document gives as examples. */
  private List<List<String>> examples(JsonNode parameter) {
    List<JsonNode> own = new ArrayList<>(List.of(parameter.path("example")));
    parameter.path("examples").forEach(each -> own.add(document.resolved(each).path("value")));
    JsonNode schema = schema(parameter);
    return Stream.of(
            own,
            schema.path("examples"),
            List.of(schema.path("example")),
            List.of(parameter.path("x-example")))
        .map(values -> texts(values, parameter))
        .filter(texts -> !texts.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** Returns the allowed values, or the default value. */
  private List<List<String>> enumeration(JsonNode parameter) {
    JsonNode schema = schema(parameter);
    SchemaExample example = new SchemaExample(document);
    List<List<String>> allowed = texts(example.enumeration(schema), parameter);
    if (!allowed.isEmpty()) {
      return allowed;
    }
    JsonNode value = example.of(schema);
    return example.isMade() || value.isObject() ? List.of() : texts(List.of(value), parameter);
  }

  /** Returns the values that are given as texts, each once. */
  private List<List<String>> texts(Iterable<JsonNode> values, JsonNode parameter) {
    return StreamSupport.stream(values.spliterator(), false)
        .filter(SchemaExample::isGiven)
        .map(value -> text(value, parameter))
        .distinct()
        .toList();
  }

  private List<String> made(JsonNode parameter) {
    return text(new SchemaExample(document).of(schema(parameter)), parameter);
  }

  /** Converts a value to a text, and a list to the texts of its values. */
  private List<String> text(JsonNode value, JsonNode parameter) {
    String place = "parameter " + parameter.path("name").asText() + " of " + method + " " + path;
    List<String> texts = new ArrayList<>();
    for (JsonNode each : value.isArray() && !value.isEmpty() ? value : List.of(value)) {
      texts.add(document.text(each, place));
    }
    return List.copyOf(texts);
  }

  /**
   * Adds the credentials that the operation needs. If the operation allows alternatives, uses the
   * first one without a cookie, because a service sets cookies itself. An alternative with a cookie
   * is used only if there is no other.
   */
  void credentials(JsonNode security) {
    List<List<JsonNode>> ways = new ArrayList<>();
    security.forEach(way -> ways.add(schemes(way)));
    List<JsonNode> chosen =
        ways.stream()
            .filter(way -> way.stream().noneMatch(RequestParameters::isCookie))
            .findFirst()
            .or(() -> ways.stream().findFirst())
            .orElse(List.of());
    String cookies =
        chosen.stream()
            .filter(RequestParameters::isCookie)
            .map(scheme -> scheme.path("name").asText() + "=" + Values.PLACEHOLDER)
            .collect(Collectors.joining("; "));
    if (!cookies.isEmpty()) {
      missingHeader("Cookie", cookies);
    }
    chosen.stream().filter(scheme -> !isCookie(scheme)).forEach(this::addCredentials);
  }

  /** Returns the schemes that one alternative requires together. */
  private List<JsonNode> schemes(JsonNode way) {
    JsonNode schemes =
        document.isSwagger2()
            ? document.root().path("securityDefinitions")
            : document.root().path("components").path("securitySchemes");
    return way.properties().stream()
        .map(need -> document.resolved(schemes.path(need.getKey())))
        .toList();
  }

  private static boolean isApiKey(JsonNode scheme) {
    return scheme.path("type").asText().equals("apiKey");
  }

  private static boolean isCookie(JsonNode scheme) {
    return isApiKey(scheme) && scheme.path("in").asText().equals("cookie");
  }

  private void addCredentials(JsonNode scheme) {
    String name = scheme.path("name").asText();
    if (!isApiKey(scheme)) {
      boolean basic =
          scheme.path("scheme").asText().equalsIgnoreCase("basic")
              || scheme.path("type").asText().equals("basic");
      missingHeader("Authorization", (basic ? "Basic " : "Bearer ") + Values.PLACEHOLDER);
    } else if (scheme.path("in").asText().equals("query")) {
      addQuery(name, Values.PLACEHOLDER);
      missing.add(name);
    } else if (scheme.path("in").asText().equals("header")) {
      missingHeader(name, Values.PLACEHOLDER);
    }
  }

  /** Adds a header of which a part has to be written by hand. */
  private void missingHeader(String name, String value) {
    headers.add(new ImportedRequest.Header(name, Expressions.literal(value), "header " + name));
  }

  List<ImportedRequest.Header> headers() {
    return List.copyOf(headers);
  }

  /** The path with the names of its parameters. */
  String shownPath() {
    return path(name -> "{" + UrlText.of(name) + "}");
  }

  ImportedRequest.Url url() {
    String written =
        path(
            name -> {
              String value = pathValues.get(name);
              if (value == null) {
                missing.add(name); // the document does not define this parameter
                return "1";
              }
              return value;
            });
    return new ImportedRequest.Url(
        written + query, missing.isEmpty() ? "" : "value of " + String.join(", ", missing));
  }

  private String path(UnaryOperator<String> parameter) {
    StringBuilder text = new StringBuilder();
    Matcher found = IN_PATH.matcher(path);
    int from = 0;
    while (found.find()) {
      text.append(UrlText.of(path.substring(from, found.start())));
      text.append(parameter.apply(found.group(1)));
      from = found.end();
    }
    return text.append(UrlText.of(path.substring(from))).toString();
  }

  /** Returns combinations of the values of all parameters with several values. */
  Optional<ImportedRequest.Values> values() {
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ImportedRequest.Values(List.copyOf(columns.keySet()), combinations().rows()));
  }

  /** Describes the combinations that are used; empty if these are all. */
  Optional<String> incomplete() {
    Combinations used = combinations();
    return used.isComplete()
        ? Optional.empty()
        : Optional.of(
            Quantity.count(used.rows().size(), "combination")
                + " of "
                + String.join(", ", columns.keySet()));
  }

  private Combinations combinations() {
    return Combinations.of(columns.values());
  }
}
