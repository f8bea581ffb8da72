package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A value that fits a schema. What the document gives as an example, a default or the first of an
 * enumeration is taken; what it does not is made from the type.
 */
final class SchemaExample {

  private static final int DEEPEST = 6;

  /** Of one example; schemas that refer to each other would make millions. */
  private static final int MOST = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ApiDocument document;
  private boolean isMade;
  private int values;

  SchemaExample(ApiDocument document) {
    this.document = document;
  }

  /** Whether a part of the last value was made from a type alone. */
  boolean isMade() {
    return isMade;
  }

  /** The value. */
  JsonNode of(JsonNode schema) {
    isMade = false;
    values = 0;
    return value(schema, 0);
  }

  /** The value that a schema gives itself. */
  Optional<JsonNode> given(JsonNode schema) {
    for (JsonNode value :
        new JsonNode[] {
          schema.path("example"),
          schema.path("examples").path(0),
          schema.path("const"),
          schema.path("default"),
          schema.path("enum").path(0)
        }) {
      if (!value.isMissingNode() && !value.isNull()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private JsonNode value(JsonNode reference, int depth) {
    JsonNode schema = document.resolved(reference);
    Optional<JsonNode> given = given(schema);
    if (given.isPresent()) {
      return given.get();
    }
    if (depth > DEEPEST || ++values > MOST) {
      isMade = true;
      return NODES.nullNode();
    }
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (!schema.path(choice).isEmpty()) {
        return value(schema.path(choice).get(0), depth + 1);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      default -> scalar(schema);
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode each : type) {
        if (!each.asText().equals("null")) {
          return each.asText();
        }
      }
    }
    if (type.isTextual()) {
      return type.asText();
    }
    if (schema.has("properties") || schema.has("allOf") || schema.has("additionalProperties")) {
      return "object";
    }
    return schema.has("items") ? "array" : "";
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (JsonNode part : schema.path("allOf")) {
      JsonNode value = value(part, depth + 1);
      value.properties().forEach(field -> object.set(field.getKey(), field.getValue()));
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode below = document.resolved(property.getValue());
              if (!below.path("readOnly").asBoolean()) {
                JsonNode value = value(below, depth + 1);
                if (!value.isNull() || isRequired(schema, property.getKey())) {
                  object.set(property.getKey(), value);
                }
              }
            });
    return object;
  }

  private static boolean isRequired(JsonNode schema, String property) {
    for (JsonNode name : schema.path("required")) {
      if (name.asText().equals(property)) {
        return true;
      }
    }
    return false;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    JsonNode item = value(schema.path("items"), depth + 1);
    return item.isNull() ? array : array.add(item);
  }

  private JsonNode scalar(JsonNode schema) {
    isMade = true;
    JsonNode minimum = schema.path("minimum");
    return switch (type(schema)) {
      case "integer" -> NODES.numberNode(minimum.isNumber() ? minimum.asLong() : 1);
      case "number" -> NODES.numberNode(minimum.isNumber() ? minimum.asDouble() : 1);
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(text(schema.path("format").asText()));
    };
  }

  private static String text(String format) {
    return switch (format) {
      case "date" -> "2026-01-31";
      case "date-time" -> "2026-01-31T12:00:00Z";
      case "uuid" -> "00000000-0000-0000-0000-000000000000";
      case "email" -> "user@example.com";
      case "uri", "url" -> "https://example.com";
      case "ipv4" -> "127.0.0.1";
      default -> "text";
    };
  }
}
