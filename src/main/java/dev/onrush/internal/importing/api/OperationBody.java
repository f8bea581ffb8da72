package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The body of an operation: an example of the document, or one that is made from the schema. */
final class OperationBody {

  private static final String MADE = "body: made from the schema";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final ApiDocument document;

  OperationBody(ApiDocument document) {
    this.document = document;
  }

  ImportedBody of(List<JsonNode> parameters, JsonNode operation) {
    if (document.isSwagger2()) {
      return ofParameters(parameters);
    }
    JsonNode content = document.resolved(operation.path("requestBody")).path("content");
    if (content.isEmpty()) {
      return new ImportedBody.None();
    }
    for (Map.Entry<String, JsonNode> media : content.properties()) {
      String type = media.getKey().toLowerCase(Locale.ROOT);
      if (type.contains("json") || type.equals("*/*")) {
        return json(media.getValue());
      }
    }
    JsonNode form = content.path(FORM);
    return form.isMissingNode()
        ? new ImportedBody.Unknown(content.properties().iterator().next().getKey())
        : form(document.resolved(form.path("schema")));
  }

  private ImportedBody json(JsonNode media) {
    JsonNode example = media.path("example");
    for (JsonNode each : media.path("examples")) {
      example = example.isMissingNode() ? document.resolved(each).path("value") : example;
    }
    return example.isMissingNode() ? ofSchema(media.path("schema")) : text(example, "");
  }

  private ImportedBody ofSchema(JsonNode schema) {
    SchemaExample example = new SchemaExample(document);
    JsonNode value = example.of(schema);
    return text(value, example.isMade() ? MADE : "");
  }

  private static ImportedBody text(JsonNode value, String missing) {
    // A text in an example of JSON is often JSON itself.
    String text = value.isTextual() ? value.asText() : value.toString();
    return new ImportedBody.Text(Expressions.literal(text), missing);
  }

  private ImportedBody form(JsonNode schema) {
    List<List<String>> fields = new ArrayList<>();
    SchemaExample example = new SchemaExample(document);
    JsonNode value = example.of(schema);
    value
        .properties()
        .forEach(
            field ->
                fields.add(
                    List.of(Expressions.literal(field.getKey()), literal(field.getValue()))));
    return fields.isEmpty()
        ? new ImportedBody.Unknown(FORM)
        : new ImportedBody.Form(fields, example.isMade() ? MADE : "");
  }

  private static String literal(JsonNode value) {
    return Expressions.literal(value.isContainerNode() ? value.toString() : value.asText());
  }

  /** Of version 2: a parameter in the body, or fields of a form. */
  private ImportedBody ofParameters(List<JsonNode> parameters) {
    List<List<String>> fields = new ArrayList<>();
    boolean isMade = false;
    for (JsonNode parameter : parameters) {
      String place = parameter.path("in").asText();
      if (place.equals("body")) {
        return ofSchema(parameter.path("schema"));
      }
      if (place.equals("formData")) {
        if (parameter.path("type").asText().equals("file")) {
          return new ImportedBody.Unknown("a form with a file");
        }
        SchemaExample example = new SchemaExample(document);
        fields.add(List.of(literal(parameter.path("name")), literal(example.of(parameter))));
        isMade |= example.isMade();
      }
    }
    return fields.isEmpty()
        ? new ImportedBody.None()
        : new ImportedBody.Form(fields, isMade ? MADE : "");
  }
}
