package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the body of an operation: an example of the document, or a body that is made from the
 * schema.
 */
final class OperationBody {

  private static final String MADE = "body: made from the schema";
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final String JSON = "application/json";

  private final ApiDocument document;
  private final String place;

  /**
   * A body with its media type.
   *
   * @param body the body that is sent
   * @param type the media type, if the body is a text; otherwise empty
   */
  record Typed(ImportedBody body, String type) {

    private static Typed without(ImportedBody body) {
      return new Typed(body, "");
    }
  }

  /**
   * Creates a reader of the body of an operation.
   *
   * @param operation the operation, for messages: {@code POST /books}
   */
  OperationBody(ApiDocument document, String operation) {
    this.document = document;
    this.place = "the body of " + operation;
  }

  Typed of(List<JsonNode> parameters, JsonNode operation) {
    if (document.isSwagger2()) {
      return ofParameters(parameters, operation);
    }
    JsonNode content = document.resolved(operation.path("requestBody")).path("content");
    if (content.isEmpty()) {
      return Typed.without(new ImportedBody.None());
    }
    List<String> types = content.properties().stream().map(Map.Entry::getKey).toList();
    Optional<String> json = json(types);
    if (json.isPresent()) {
      return new Typed(json(content.path(json.get())), sent(json.get()));
    }
    JsonNode form = content.path(FORM);
    return Typed.without(
        form.isMissingNode()
            ? new ImportedBody.Unknown(types.get(0))
            : form(document.resolved(form.path("schema"))));
  }

  /**
   * Returns the JSON type: {@code application/json} if it is one of several, otherwise the first.
   */
  private static Optional<String> json(List<String> types) {
    return types.stream()
        .filter(OperationBody::isJson)
        .min(Comparator.comparing(type -> !type.equalsIgnoreCase(JSON)));
  }

  private static boolean isJson(String type) {
    return type.toLowerCase(Locale.ROOT).contains("json") || type.equals("*/*");
  }

  /**
   * Returns the type that is sent: the type of the document, or JSON in place of a range of types.
   */
  private static String sent(String type) {
    return type.contains("*") ? JSON : Expressions.literal(type);
  }

  private ImportedBody json(JsonNode media) {
    JsonNode example = media.path("example");
    for (JsonNode each : media.path("examples")) {
      example = SchemaExample.isGiven(example) ? example : document.resolved(each).path("value");
    }
    return SchemaExample.isGiven(example) ? text(example, "") : ofSchema(media.path("schema"));
  }

  private ImportedBody ofSchema(JsonNode schema) {
    SchemaExample example = new SchemaExample(document);
    JsonNode value = example.of(schema);
    return text(value, example.isMade() ? MADE : "");
  }

  private ImportedBody text(JsonNode value, String missing) {
    // A text in a JSON example is often JSON itself.
    return new ImportedBody.Text(Expressions.literal(document.text(value, place)), missing);
  }

  private ImportedBody form(JsonNode schema) {
    List<List<String>> fields = new ArrayList<>();
    SchemaExample example = new SchemaExample(document);
    JsonNode value = example.of(schema);
    value.properties().forEach(field -> fields.addAll(fields(field.getKey(), field.getValue())));
    return fields.isEmpty()
        ? new ImportedBody.Unknown(FORM)
        : new ImportedBody.Form(fields, example.isMade() ? MADE : "");
  }

  /** Returns a field of a form; for a list, one field for each of its values. */
  private List<List<String>> fields(String name, JsonNode value) {
    List<List<String>> fields = new ArrayList<>();
    for (JsonNode each : value.isArray() ? value : List.of(value)) {
      fields.add(List.of(Expressions.literal(name), literal(each)));
    }
    return fields;
  }

  private String literal(JsonNode value) {
    return Expressions.literal(document.text(value, place));
  }

  /** Returns the body in version 2: a parameter in the body, or the fields of a form. */
  private Typed ofParameters(List<JsonNode> parameters, JsonNode operation) {
    List<List<String>> fields = new ArrayList<>();
    boolean isMade = false;
    for (JsonNode parameter : parameters) {
      String in = parameter.path("in").asText();
      if (in.equals("body")) {
        return ofSchema(parameter.path("schema"), types(operation));
      }
      if (in.equals("formData")) {
        if (parameter.path("type").asText().equals("file")) {
          return Typed.without(new ImportedBody.Unknown("a form with a file"));
        }
        SchemaExample example = new SchemaExample(document);
        fields.addAll(fields(parameter.path("name").asText(), example.of(parameter)));
        isMade |= example.isMade();
      }
    }
    return Typed.without(
        fields.isEmpty()
            ? new ImportedBody.None()
            : new ImportedBody.Form(fields, isMade ? MADE : ""));
  }

  private Typed ofSchema(JsonNode schema, List<String> types) {
    return json(types)
        .map(type -> new Typed(ofSchema(schema), sent(type)))
        .orElseGet(() -> Typed.without(new ImportedBody.Unknown(types.get(0))));
  }

  /** Returns the types that an operation consumes; JSON if the document does not specify them. */
  private List<String> types(JsonNode operation) {
    JsonNode consumed =
        operation.has("consumes") ? operation.path("consumes") : document.root().path("consumes");
    List<String> types = new ArrayList<>();
    consumed.forEach(type -> types.add(type.asText()));
    return types.isEmpty() ? List.of(JSON) : types;
  }
}
