package dev.onrush.internal.live.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The difference between two JSON values. A run's columns grow at their ends, so a difference is
 * small in comparison with the values. It is one of
 *
 * <ul>
 *   <li>{@code {"v": value}}: another value;
 *   <li>{@code {"f": {name: change}, "d": [name]}}: an object with changed and removed fields;
 *   <li>{@code {"k": n, "t": [value]}}: an array that keeps its first n values, followed by the
 *       values in t;
 *   <li>{@code {"i": {index: change}, "n": length, "t": [value]}}: an array of arrays or objects
 *       that keeps its first n items, some of them changed, followed by the values in t.
 * </ul>
 */
final class JsonDiff {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonDiff() {}

  /** Returns the difference; empty if the values are equal. */
  static Optional<ObjectNode> of(JsonNode before, JsonNode after) {
    if (before instanceof ObjectNode from && after instanceof ObjectNode to) {
      return ofObject(from, to);
    }
    if (before instanceof ArrayNode from && after instanceof ArrayNode to) {
      return ofArray(from, to);
    }
    return before.equals(after) ? Optional.empty() : Optional.of(value(after));
  }

  private static ObjectNode value(JsonNode value) {
    return JSON.objectNode().set("v", value);
  }

  private static Optional<ObjectNode> ofObject(ObjectNode before, ObjectNode after) {
    ObjectNode fields = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : after.properties()) {
      JsonNode old = before.get(field.getKey());
      if (old == null) {
        fields.set(field.getKey(), value(field.getValue()));
      } else {
        of(old, field.getValue()).ifPresent(change -> fields.set(field.getKey(), change));
      }
    }
    ArrayNode gone = JSON.arrayNode();
    for (Iterator<String> names = before.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!after.has(name)) {
        gone.add(name);
      }
    }
    if (fields.isEmpty() && gone.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode change = JSON.objectNode().set("f", fields);
    return Optional.of(gone.isEmpty() ? change : change.set("d", gone));
  }

  private static Optional<ObjectNode> ofArray(ArrayNode before, ArrayNode after) {
    int shared = Math.min(before.size(), after.size());
    int same = 0;
    while (same < shared && before.get(same).equals(after.get(same))) {
      same++;
    }
    if (same == before.size() && same == after.size()) {
      return Optional.empty();
    }
    if (same == shared || !after.get(same).isContainerNode()) {
      return Optional.of(JSON.objectNode().put("k", same).set("t", from(same, after)));
    }
    ObjectNode items = JSON.objectNode();
    for (int i = same; i < shared; i++) {
      String index = String.valueOf(i);
      of(before.get(i), after.get(i)).ifPresent(change -> items.set(index, change));
    }
    return Optional.of(
        JSON.objectNode()
            .put("n", shared)
            .<ObjectNode>set("i", items)
            .set("t", from(shared, after)));
  }

  private static ArrayNode from(int index, ArrayNode array) {
    ArrayNode tail = JSON.arrayNode();
    for (int i = index; i < array.size(); i++) {
      tail.add(array.get(i));
    }
    return tail;
  }
}
