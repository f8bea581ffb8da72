package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Converts YAML 1.2 to a tree of JSON. The class needs an optional library, so it must be loaded
 * only after the check that the library is present.
 */
final class YamlText {

  private static final int DEEPEST = 500;
  private static final String MERGE = "<<";
  private static final String MEND = "fix it, or get the whole document";

  private final Path file;
  private final IdentityHashMap<Object, JsonNode> made = new IdentityHashMap<>();

  private YamlText(Path file) {
    this.file = file;
  }

  /**
   * Reads a document.
   *
   * @param file the name of the document, for messages
   * @param longest the greatest length, in characters
   * @throws IllegalArgumentException if the document is not YAML, or is too deeply nested
   */
  static JsonNode read(InputStream in, Path file, int longest) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(longest)
            .setMaxAliasesForCollections(10_000) // each alias refers to the same node
            .setAllowDuplicateKeys(true)
            .build();
    try {
      Object document = new Load(settings).loadFromInputStream(in);
      return new YamlText(file).node(document, 0);
    } catch (StackOverflowError e) { // the library reads nested levels by recursion
      throw new IllegalArgumentException(
          file + " has too many nested levels; at most " + DEEPEST + " can be read; " + MEND, e);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw new IllegalArgumentException(
          file + " is not valid YAML in line " + line + ": " + e.getProblem() + "; " + MEND, e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException(
          file + " is not valid YAML: " + e.getMessage() + "; " + MEND, e);
    }
  }

  private JsonNode node(Object value, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          file
              + " has more than "
              + DEEPEST
              + " levels, perhaps because of an alias to an enclosing node; "
              + MEND);
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      JsonNode known = made.get(value);
      if (known == null) {
        known = value instanceof Map<?, ?> map ? object(map, depth) : list((List<?>) value, depth);
        made.put(value, known);
      }
      return known;
    }
    return scalar(value);
  }

  private static JsonNode scalar(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Integer || value instanceof Long) {
      return nodes.numberNode(((Number) value).longValue());
    }
    if (value instanceof Number number) {
      return nodes.numberNode(number.doubleValue());
    }
    return value == null ? nodes.nullNode() : nodes.textNode(String.valueOf(value));
  }

  private ObjectNode object(Map<?, ?> map, int depth) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    map.forEach((key, value) -> object.set(String.valueOf(key), node(value, depth + 1)));
    JsonNode merged = object.remove(MERGE);
    if (merged != null) {
      Iterable<JsonNode> all = merged.isArray() ? merged : List.of(merged);
      all.forEach(
          each ->
              each.properties()
                  .forEach(
                      field -> {
                        if (!object.has(field.getKey())) {
                          object.set(field.getKey(), field.getValue());
                        }
                      }));
    }
    return object;
  }

  private ArrayNode list(List<?> list, int depth) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    list.forEach(each -> array.add(node(each, depth + 1)));
    return array;
  }
}
