package dev.onrush.internal.importing.recording;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.onrush.internal.importing.request.Expressions;
import dev.onrush.internal.importing.request.ImportedBody;
import dev.onrush.internal.importing.request.Redaction;
import dev.onrush.internal.importing.request.UniqueNames;
import dev.onrush.internal.importing.session.UrlText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Converts the body of a request, without secrets and personal data. */
final class RequestBody {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * A placeholder for the first character of an expression, until all other text has been escaped.
   * JSON cannot contain this character otherwise, because it is escaped when JSON is written.
   */
  private static final char EXPRESSION = '\1';

  private static final String NOT_KNOWN = "it is too long, binary, or not in the recording";

  /** The character that a decoder writes for a byte that is not text. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Correlation correlation;
  private final Redaction redaction;
  private final String request;
  private final Consumer<String> sent;
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> mentioned = new LinkedHashSet<>();
  private boolean isChanged;

  /**
   * Creates a converter of one body.
   *
   * @param request the name of the request
   * @param sent receives each value
   */
  RequestBody(Correlation correlation, Redaction redaction, String request, Consumer<String> sent) {
    this.correlation = correlation;
    this.redaction = redaction;
    this.request = request;
    this.sent = sent;
  }

  ImportedBody of(Exchange.Sent body) {
    String type = body.mimeType().toLowerCase(Locale.ROOT);
    if (type.isEmpty()) {
      return new ImportedBody.None();
    }
    if (body.body().isEmpty() || type.startsWith("multipart/")) {
      return new ImportedBody.Unknown(unknown(type));
    }
    String text = body.body().get();
    if (type.contains("x-www-form-urlencoded")) {
      return form(text);
    }
    return type.contains("json") ? json(text) : plain(text);
  }

  private static String unknown(String type) {
    if (type.startsWith("multipart/")) {
      return "a multipart form, perhaps with files";
    }
    return NOT_KNOWN;
  }

  private ImportedBody json(String text) {
    try {
      StringBuilder checked = new StringBuilder();
      for (JsonNode document : documents(text)) {
        checked.append(checked.length() == 0 ? "" : "\n");
        checked.append(MAPPER.writeValueAsString(checked("", document)));
      }
      checked.append(text.endsWith("\n") ? "\n" : ""); // as newline-delimited JSON requires
      // A body without changes keeps its layout.
      return !isChanged
          ? new ImportedBody.Text(Expressions.literal(text), missing())
          : new ImportedBody.Text(
              Expressions.literal(checked.toString()).replace(EXPRESSION, '#'), missing());
    } catch (IOException e) {
      return plain(text);
    }
  }

  /** Returns the documents of a text: mostly one, but newline-delimited JSON contains several. */
  private static List<JsonNode> documents(String text) throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    try (JsonParser json = MAPPER.createParser(text)) {
      JsonNode document = MAPPER.readTree(json);
      while (document != null) {
        documents.add(document);
        document = MAPPER.readTree(json);
      }
    }
    return documents;
  }

  private String missing() {
    List<String> all = new ArrayList<>();
    if (!missing.isEmpty()) {
      all.add(String.join(", ", missing) + " removed");
    }
    all.addAll(mentioned);
    return all.isEmpty() ? "" : "body: " + String.join(", ", all);
  }

  private JsonNode checked(String name, JsonNode value) {
    if (value.isContainerNode() && redaction.isSecret(name)) {
      return NODES.textNode(note(name));
    }
    if (value.isObject()) {
      ObjectNode copy = NODES.objectNode();
      UniqueNames names = new UniqueNames();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String known = checkedName(field.getKey());
        copy.set(names.unique(known), checked(known, field.getValue()));
      }
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = NODES.arrayNode();
      value.forEach(each -> copy.add(checked(name, each)));
      return copy;
    }
    return value.isNull() || value.isBoolean() ? value : scalar(name, value);
  }

  private JsonNode scalar(String name, JsonNode value) {
    String text = value.asText();
    String checked = checked(name, text);
    if (checked.equals(text)) {
      return value;
    }
    if (!checked.startsWith("#{")) {
      return NODES.textNode(checked);
    }
    // A variable in the place of a number has no quotes.
    String quote = value.isNumber() ? "" : "\"";
    return NODES.rawValueNode(new RawValue(quote + EXPRESSION + checked.substring(1) + quote));
  }

  /**
   * Returns the value, the expression of the variable that contains it, or the text that replaces a
   * secret.
   */
  private String checked(String name, String value) {
    if (value.isEmpty()) {
      return value;
    }
    Optional<String> variable = correlation.variable(name, value);
    if (variable.isPresent()) {
      isChanged = true;
      return "#{" + variable.get() + "}";
    }
    sent.accept(value);
    if (redaction.isSecret(name) || redaction.isPrivate(value)) {
      return note(name);
    }
    correlation.mentionOfValue(name, inWords(name), value).ifPresent(mentioned::add);
    return value;
  }

  /** Returns the name of a value, or the text that replaces it. */
  private String checkedName(String name) {
    String checked = redaction.checkedName(name, "the body of " + request);
    if (!checked.equals(name)) {
      isChanged = true;
      missing.add("a name");
    }
    return checked;
  }

  private String note(String name) {
    isChanged = true;
    missing.add(inWords(name));
    return redaction.note(inWords(name) + " in the body of " + request);
  }

  private static String inWords(String name) {
    return name.isEmpty() ? "a value" : name;
  }

  private ImportedBody form(String text) {
    List<List<String>> fields = new ArrayList<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (!pair.isEmpty()) {
        String name = checkedName(decoded(equals < 0 ? pair : pair.substring(0, equals)));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        String checked = checked(name, value);
        fields.add(
            List.of(
                Expressions.literal(name),
                checked.equals(value) ? Expressions.literal(value) : checked));
      }
    }
    return new ImportedBody.Form(fields, missing());
  }

  private static String decoded(String text) {
    return UrlText.decoded(text.replace('+', ' '));
  }

  /**
   * Whether a character does not occur in text. A body with this character is binary, and its bytes
   * cannot be restored from the decoded text.
   */
  private static boolean isBinary(int c) {
    return c == REPLACEMENT || (Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0);
  }

  /** Converts a text without a known structure, which is kept or removed as a whole. */
  private ImportedBody plain(String text) {
    if (text.chars().anyMatch(RequestBody::isBinary)) {
      return new ImportedBody.Unknown(NOT_KNOWN);
    }
    if (redaction.isPrivate(text)) {
      redaction.note("the body of " + request);
      return new ImportedBody.Unknown("removed, because it contains secrets or mail addresses");
    }
    return new ImportedBody.Text(Expressions.literal(text), "");
  }
}
