package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.internal.importing.request.Names;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.session.PathSegment;
import dev.onrush.internal.importing.session.Values;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the ids and tokens of a response, in its text and its headers. */
final class ResponseReader {

  /** The most values of one response. */
  private static final int MOST = 2_000;

  private static final int DEEPEST = 30;
  private static final int LONGEST = 4_096;

  /**
   * The shortest value of a field with the name of a secret that is looked for in requests, in
   * characters.
   */
  private static final int SHORTEST_MENTIONED = 4;

  /** Names of fields that wrap things without saying what they are; in the singular. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "data",
          "item",
          "result",
          "content",
          "list",
          "row",
          "record",
          "element",
          "entry",
          "hit",
          "embedded",
          "value",
          "payload",
          "response",
          "body");

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern PLAIN_SEGMENT = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern COOKIE = Pattern.compile("\\s*([A-Za-z0-9_-]{1,100})=\"?([^;\"]*)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{4,64}");
  private static final Pattern INPUT = Pattern.compile("<input\\b[^>]{1,2000}>");
  private static final Pattern ATTRIBUTE =
      Pattern.compile("\\b(name|value|type)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

  private final Redaction redaction;

  /**
   * Creates a reader of the responses of a recording.
   *
   * @param redaction knows the names of secrets
   */
  ResponseReader(Redaction redaction) {
    this.redaction = redaction;
  }

  /**
   * Returns the values of a text.
   *
   * @param resource the last word in the path of the request: {@code orders}
   */
  ResponseValues of(String mimeType, String text, String resource) {
    String type = mimeType.toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      try {
        JsonNode document = MAPPER.readTree(text);
        JsonValues values = new JsonValues();
        if (document != null) {
          values.add(document, "$", List.of(Names.plain(Names.singular(resource))), 0);
        }
        return new ResponseValues(values.found, values.mentioned);
      } catch (JsonProcessingException e) {
        return ResponseValues.NONE; // the browser keeps only a part of a long text
      }
    }
    return type.contains("html") ? html(text) : ResponseValues.NONE;
  }

  /** Collects the values of a JSON document. */
  private final class JsonValues {
    private final List<ResponseValues.Found> found = new ArrayList<>();
    private final Set<String> mentioned = new LinkedHashSet<>();

    /**
     * Adds the values of a part of the document.
     *
     * @param path the JSONPath of the part; empty if a run could not find the part by a path
     * @param around the names of the things around the part, the nearest last
     */
    void add(JsonNode node, String path, List<String> around, int depth) {
      if (depth > DEEPEST || found.size() + mentioned.size() >= MOST) {
        return;
      }
      if (node.isArray()) {
        for (int i = 0; i < node.size(); i++) {
          add(node.get(i), path.isEmpty() ? "" : path + "[" + i + "]", around, depth + 1);
        }
        return;
      }
      node.properties()
          .forEach(
              field -> {
                String name = field.getKey();
                if (field.getValue().isContainerNode()) {
                  String thing = Names.plain(Names.singular(name));
                  add(
                      field.getValue(),
                      below(path, name),
                      WRAPPERS.contains(thing) ? around : List.of(thing),
                      depth + 1);
                } else if (isOfUse(name, field.getValue().asText())) {
                  addValue(field.getValue().asText(), names(name, around), below(path, name));
                }
              });
    }

    /**
     * Returns the JSONPath of a field; empty if its object has none, if the name would end a text
     * in the path, or if the name contains a secret or personal data.
     */
    private String below(String path, String name) {
      boolean isHeld =
          !path.isEmpty()
              && name.indexOf('\'') < 0
              && name.indexOf('\\') < 0
              && !redaction.isPrivate(name);
      if (!isHeld) {
        return "";
      }
      return PLAIN_KEY.matcher(name).matches() ? path + "." + name : path + "['" + name + "']";
    }

    private void addValue(String value, List<String> names, String path) {
      if (path.isEmpty()) {
        mentioned.add(value);
      } else {
        found.add(new ResponseValues.Found(value, names, "jsonPath", List.of(path)));
      }
    }
  }

  private boolean isOfUse(String name, String value) {
    return !value.isEmpty()
        && value.length() <= LONGEST
        && (Values.isId(value)
            || Correlation.isNamedId(name, value)
            || (value.length() >= SHORTEST_MENTIONED && redaction.isSecret(name)));
  }

  /**
   * Returns the names that a request may use for a value: {@code id} of an order is also {@code
   * orderid}.
   */
  private static List<String> names(String name, List<String> around) {
    List<String> names = new ArrayList<>();
    names.add(Names.plain(name));
    around.forEach(each -> names.add(each + Names.plain(name)));
    return names;
  }

  /**
   * Returns ids in the address of a redirect, values of cookies, the version of a resource, and
   * values of the service's own headers.
   */
  ResponseValues ofHeaders(List<HeaderField> headers) {
    List<ResponseValues.Found> found = new ArrayList<>();
    Set<String> mentioned = new LinkedHashSet<>();
    for (HeaderField header : headers) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (name.equals("location")) {
        new Location(found, mentioned).add(header.value());
      } else if (name.equals("set-cookie")) {
        header.value().lines().forEach(each -> cookie(each, found));
      } else if (name.equals("etag")
          || (name.startsWith("x-") && isOfUse(header.name(), header.value()))) {
        found.add(
            new ResponseValues.Found(
                header.value(),
                List.of(Names.plain(header.name())),
                "header",
                List.of(header.name())));
      }
    }
    return new ResponseValues(found, mentioned);
  }

  private void cookie(String text, List<ResponseValues.Found> found) {
    Matcher cookie = COOKIE.matcher(text);
    if (cookie.lookingAt() && isOfUse(cookie.group(1), cookie.group(2))) {
      found.add(
          new ResponseValues.Found(
              cookie.group(2),
              List.of(Names.plain(cookie.group(1))),
              "headerRegex",
              List.of("Set-Cookie", "^\\s*" + cookie.group(1) + "=\"?([^;\"]+)")));
    }
  }

  /** Collects the values of the address of a redirect. */
  private final class Location {
    private final List<ResponseValues.Found> found;
    private final Set<String> mentioned;

    Location(List<ResponseValues.Found> found, Set<String> mentioned) {
      this.found = found;
      this.mentioned = mentioned;
    }

    void add(String address) {
      int query = address.indexOf('?');
      String path = query < 0 ? address : address.substring(0, query);
      String before = "";
      for (PathSegment segment : PathSegment.of("/" + path)) {
        if (Values.isId(segment.word())) {
          boolean isHeld = PLAIN_SEGMENT.matcher(before).matches() && !redaction.isPrivate(before);
          String regex = isHeld ? "/" + before + "/([^/;?#]+)" : "";
          addValue(segment.word(), Names.plain(Names.ofIdAfter(before)), regex);
        }
        // A word with parameters is followed by a semicolon in the header, so the expression would
        // not match.
        before = segment.parameters().isEmpty() ? segment.word() : "";
        segment.parameters().forEach(each -> parameter(each, ";%s=([^/;?#]+)"));
      }
      if (query >= 0) {
        for (String pair : address.substring(query + 1).split("&", -1)) {
          parameter(pair, "[?&]%s=([^&#]+)");
        }
      }
    }

    /** Adds a parameter, which the expression finds by its name. */
    private void parameter(String pair, String regex) {
      int equals = pair.indexOf('=');
      String name = pair.substring(0, Math.max(0, equals));
      String value = pair.substring(equals + 1);
      if (isOfUse(name, value)) {
        String held = isPlain(name) ? String.format(Locale.ROOT, regex, name) : "";
        addValue(value, Names.plain(name), held);
      }
    }

    private void addValue(String value, String name, String regex) {
      if (regex.isEmpty()) {
        mentioned.add(value);
      } else {
        found.add(
            new ResponseValues.Found(
                value, List.of(name), "headerRegex", List.of("Location", regex)));
      }
    }
  }

  /** Whether an expression may contain a name literally. */
  private boolean isPlain(String name) {
    return PLAIN_KEY.matcher(name).matches() && !redaction.isPrivate(name);
  }

  /**
   * Returns the hidden fields of forms, such as the token that protects against forged requests,
   * and the ids that the text mentions.
   */
  private ResponseValues html(String text) {
    List<ResponseValues.Found> found = new ArrayList<>();
    Matcher input = INPUT.matcher(text);
    while (input.find() && found.size() < MOST) {
      String name = "";
      String value = "";
      String type = "";
      Matcher attribute = ATTRIBUTE.matcher(input.group());
      while (attribute.find()) {
        String given = attribute.group(2) == null ? attribute.group(3) : attribute.group(2);
        switch (attribute.group(1)) {
          case "name" -> name = given;
          case "type" -> type = given;
          default -> value = given;
        }
      }
      if (type.equals("hidden") && isPlain(name) && isOfUse(name, value)) {
        found.add(
            new ResponseValues.Found(
                value,
                List.of(Names.plain(name)),
                "css",
                List.of("input[name='" + name + "']", "value")));
      }
    }
    Set<String> mentioned = new LinkedHashSet<>();
    Matcher word = WORD.matcher(text);
    while (word.find() && mentioned.size() < MOST) {
      if (Values.isId(word.group())) {
        mentioned.add(word.group());
      }
    }
    return new ResponseValues(found, mentioned);
  }
}
