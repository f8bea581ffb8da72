package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Makes a value that fits a schema. It takes the example, the default or the first value of an
 * enumeration that the document gives; a value that the document does not give is made from the
 * type. A schema combines all of its parts: its own keywords, each schema of {@code allOf}, and one
 * schema of {@code oneOf} and {@code anyOf}.
 */
final class SchemaExample {

  private static final int DEEPEST = 6;

  /** The most values of one example. Schemas that refer to each other would make millions. */
  private static final int MOST = 1_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ApiDocument document;

  /** The schemas around the value that is made. */
  private final Set<JsonNode> around = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean isMade;
  private int values;

  SchemaExample(ApiDocument document) {
    this.document = document;
  }

  /** Whether a part of the last value was made from a type alone. */
  boolean isMade() {
    return isMade;
  }

  /** Returns a value that fits a schema. */
  JsonNode of(JsonNode schema) {
    isMade = false;
    values = 0;
    return value(schema, 0);
  }

  /**
   * Returns the values to which a schema, one of its parts or its items are limited; empty if there
   * is no limit.
   */
  JsonNode enumeration(JsonNode schema) {
    values = 0;
    return enumeration(schema, 0);
  }

  private JsonNode enumeration(JsonNode reference, int depth) {
    JsonNode schema = document.resolved(reference);
    JsonNode own = schema.path("enum");
    if (!own.isEmpty() || depth > DEEPEST || ++values > MOST) {
      return own;
    }
    return Stream.of("allOf", "oneOf", "anyOf")
        .flatMap(name -> all(schema.path(name)))
        .map(part -> enumeration(part, depth + 1))
        .filter(part -> !part.isEmpty())
        .findFirst()
        .orElseGet(() -> enumeration(schema.path("items"), depth + 1));
  }

  /**
   * Whether a document gives a value. A null does not count: many documents contain null where they
   * have no value.
   */
  static boolean isGiven(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  /** Returns the value that a schema itself gives. */
  private static Optional<JsonNode> given(JsonNode schema) {
    return Stream.of(
            schema.path("example"),
            schema.path("examples").path(0),
            schema.path("const"),
            schema.path("default"),
            schema.path("enum").path(0))
        .filter(SchemaExample::isGiven)
        .findFirst();
  }

  /** Returns a value for a schema; a text if the schema does not describe the value. */
  private JsonNode value(JsonNode schema, int depth) {
    JsonNode value = said(schema, depth);
    return value.isMissingNode() ? scalar(document.resolved(schema)) : value;
  }

  /**
   * Returns the value that a schema describes; a missing node if the schema contains only
   * conditions, such as {@code required: [a]}.
   */
  private JsonNode said(JsonNode reference, int depth) {
    JsonNode schema = document.resolved(reference);
    Optional<JsonNode> given = given(schema);
    if (given.isPresent()) {
      return given.get();
    }
    // A schema that contains itself, such as a category in a category, ends there.
    if (depth > DEEPEST || ++values > MOST || !around.add(schema)) {
      isMade = true;
      return NODES.nullNode();
    }
    try {
      return made(schema, depth);
    } finally {
      around.remove(schema);
    }
  }

  private JsonNode made(JsonNode schema, int depth) {
    List<Part> parts = parts(schema, depth + 1);
    String type = type(schema);
    if (type.equals("object") || parts.stream().anyMatch(part -> part.value().isObject())) {
      return object(schema, parts, depth);
    }
    Optional<Part> part =
        parts.stream()
            .filter(each -> !each.isMade())
            .findFirst()
            .or(() -> type.isEmpty() ? parts.stream().findFirst() : Optional.empty());
    if (part.isPresent()) {
      isMade |= part.get().isMade();
      return part.get().value();
    }
    return switch (type) {
      case "array" -> array(schema, depth);
      case "" -> NODES.missingNode();
      default -> scalar(schema);
    };
  }

  /** The value that a part of a schema describes, and whether it was made from a type alone. */
  private record Part(JsonNode value, boolean isMade) {}

  /**
   * Returns the parts that describe a value: all of {@code allOf}, and the first of each list of
   * alternatives.
   */
  private List<Part> parts(JsonNode schema, int depth) {
    return Stream.of("allOf", "oneOf", "anyOf")
        .flatMap(
            name ->
                all(schema.path(name))
                    .map(each -> part(each, depth))
                    .filter(part -> !part.value().isMissingNode())
                    .limit(name.equals("allOf") ? Long.MAX_VALUE : 1))
        .toList();
  }

  private Part part(JsonNode schema, int depth) {
    boolean around = isMade;
    isMade = false;
    Part part = new Part(said(schema, depth), isMade);
    isMade = around;
    return part;
  }

  private static Stream<JsonNode> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
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
    if (schema.has("properties") || schema.has("additionalProperties")) {
      return "object";
    }
    return schema.has("items") ? "array" : "";
  }

  private ObjectNode object(JsonNode schema, List<Part> parts, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Part part : parts) {
      isMade |= part.isMade();
      part.value().properties().forEach(field -> object.set(field.getKey(), field.getValue()));
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
    return switch (type(schema)) {
      case "integer" ->
          NODES.numberNode(smallest(schema).setScale(0, RoundingMode.CEILING).toBigIntegerExact());
      case "number" -> NODES.numberNode(smallest(schema).doubleValue());
      case "boolean" -> NODES.booleanNode(true);
      case "null" -> NODES.nullNode();
      default -> NODES.textNode(text(schema.path("format").asText()));
    };
  }

  /** The minimum, or one more if the minimum itself is not allowed. */
  private static BigDecimal smallest(JsonNode schema) {
    JsonNode minimum = schema.path("minimum");
    JsonNode exclusive = schema.path("exclusiveMinimum"); // a number since OpenAPI 3.1
    if (exclusive.isNumber()) {
      return exclusive.decimalValue().add(BigDecimal.ONE);
    }
    BigDecimal least = minimum.isNumber() ? minimum.decimalValue() : BigDecimal.ONE;
    return exclusive.asBoolean() ? least.add(BigDecimal.ONE) : least;
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
