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
import dev.onrush.internal.importing.request.TakenOut;
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

/** The body of a request, without what is nobody's business. */
final class RequestBody {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /**
   * Begins an expression until all else is made a literal: in JSON that is written it can be
   * nothing else.
   */
  private static final char EXPRESSION = '\1';

  private static final String NOT_KNOWN = "it is too long, binary, or not in the recording";

  /** What a byte is decoded as that is no text. */
  private static final char REPLACEMENT = '\uFFFD';

  private final Correlation correlation;
  private final TakenOut takenOut;
  private final String request;
  private final Consumer<String> sent;
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> mentioned = new LinkedHashSet<>();
  private boolean isChanged;

  /**
   * The body of a request.
   *
   * @param request its name
   * @param sent is told each value
   */
  RequestBody(Correlation correlation, TakenOut takenOut, String request, Consumer<String> sent) {
    this.correlation = correlation;
    this.takenOut = takenOut;
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
      return "a form of several parts, perhaps with files";
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
      checked.append(text.endsWith("\n") ? "\n" : ""); // as the last line of several has to end
      // What is as it was keeps its layout.
      return !isChanged
          ? new ImportedBody.Text(Expressions.literal(text), missing())
          : new ImportedBody.Text(
              Expressions.literal(checked.toString()).replace(EXPRESSION, '#'), missing());
    } catch (IOException e) {
      return plain(text);
    }
  }

  /** Mostly one; newline-delimited JSON has several. */
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
      all.add(String.join(", ", missing) + " taken out");
    }
    all.addAll(mentioned);
    return all.isEmpty() ? "" : "body: " + String.join(", ", all);
  }

  private JsonNode checked(String name, JsonNode value) {
    if (value.isContainerNode() && takenOut.isSecret(name)) {
      return NODES.textNode(note(name));
    }
    if (value.isObject()) {
      ObjectNode copy = NODES.objectNode();
      UniqueNames names = new UniqueNames();
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String known = checkedName(field.getKey());
        copy.set(names.once(known), checked(known, field.getValue()));
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
    // A number in a variable has no quotes.
    String quote = value.isNumber() ? "" : "\"";
    return NODES.rawValueNode(new RawValue(quote + EXPRESSION + checked.substring(1) + quote));
  }

  /** The value, the expression that has it, or what is written in its place. */
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
    if (takenOut.isSecret(name) || takenOut.isPrivate(value)) {
      return note(name);
    }
    correlation.mentionOfValue(name, inWords(name), value).ifPresent(mentioned::add);
    return value;
  }

  /** The name of a value, or what is written in its place. */
  private String checkedName(String name) {
    String checked = takenOut.checkedName(name, "the body of " + request);
    if (!checked.equals(name)) {
      isChanged = true;
      missing.add("a name");
    }
    return checked;
  }

  private String note(String name) {
    isChanged = true;
    missing.add(inWords(name));
    return takenOut.note(inWords(name) + " in the body of " + request);
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

  /** Whether a character is in no text: as text, the bytes of a body are other ones. */
  private static boolean isBinary(int c) {
    return c == REPLACEMENT || (Character.isISOControl(c) && "\t\n\r".indexOf(c) < 0);
  }

  /** Of a text without a known structure all is kept or nothing. */
  private ImportedBody plain(String text) {
    if (text.chars().anyMatch(RequestBody::isBinary)) {
      return new ImportedBody.Unknown(NOT_KNOWN);
    }
    if (takenOut.isPrivate(text)) {
      takenOut.note("the body of " + request);
      return new ImportedBody.Unknown(
          "it was taken out, because it has secrets or addresses in it");
    }
    return new ImportedBody.Text(Expressions.literal(text), "");
  }
}
