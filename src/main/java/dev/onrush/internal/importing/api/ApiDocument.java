package dev.onrush.internal.importing.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.onrush.internal.importing.file.JsonPlace;
import dev.onrush.internal.importing.file.UnpackedFile;
import dev.onrush.internal.library.OptionalLibrary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenAPI or Swagger document, with its references. Nothing is fetched: a reference to another
 * document is not resolved, and is recorded.
 */
public final class ApiDocument {

  private static final OptionalLibrary YAML =
      new OptionalLibrary(
          "org.snakeyaml.engine.v2.api.Load", "org.snakeyaml:snakeyaml-engine:3.0.1");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The longest document in YAML, in characters. */
  private static final int LONGEST = 100_000_000;

  /** The longest chain of references to references. */
  private static final int LONGEST_WAY = 20;

  /**
   * The part before the path in a server's address that has neither a scheme nor a leading slash:
   * relative steps from the place of the document, or a host such as {@code localhost:8080}, {@code
   * shop.example} or {@code 10.0.0.7}, but not {@code v1.0}.
   */
  private static final Pattern BEFORE_PATH =
      Pattern.compile("^(?:(?:\\.\\.?(?:/|$))+|[^/]+(?::|\\.\\p{Alpha}|\\.\\d+\\.\\d+\\.)[^/]*)");

  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]*)}");

  private final JsonNode root;
  private final ExampleText text;
  private final Set<String> notFound = new LinkedHashSet<>();

  private ApiDocument(JsonNode root, Path file) {
    this.root = root;
    this.text = new ExampleText(file);
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if the file is not an OpenAPI document, or has another version
   * @throws IOException if the file cannot be read
   */
  public static ApiDocument read(Path file) throws IOException {
    JsonNode root = tree(file);
    String version = root.path("swagger").asText() + root.path("openapi").asText();
    if (version.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " is not an OpenAPI document: it has neither openapi nor swagger at its top level");
    }
    if (!version.startsWith("2.") && !version.startsWith("3.")) {
      throw new IllegalArgumentException(
          file + " has OpenAPI version " + version + "; versions 2 and 3 can be read");
    }
    if (!root.path("paths").isObject() || root.path("paths").isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no paths; write the name of the document that has them");
    }
    return new ApiDocument(root, file);
  }

  private static JsonNode tree(Path file) throws IOException {
    try (UnpackedFile unpacked = UnpackedFile.open(file)) {
      InputStream in = new BufferedInputStream(unpacked.content());
      if (isJson(in)) {
        JsonNode root = MAPPER.readTree(in);
        return root == null ? MissingNode.getInstance() : root;
      }
      YAML.check(
          file + " is YAML, which",
          "write it as JSON, or use the executable jar, which contains it");
      JsonNode root = YamlText.read(in, file, LONGEST);
      if (unpacked.isDamaged()) { // the start of a YAML text is also valid YAML
        throw new IllegalArgumentException(file + " is cut off or damaged; get the whole document");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw new IllegalArgumentException(
          file + " has a text that is too long, or too many nested levels; fix it", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file
              + " is not valid JSON from "
              + JsonPlace.of(e)
              + " on; fix it, or get the whole document",
          e);
    }
  }

  private static boolean isJson(InputStream in) throws IOException {
    in.mark(1 << 10);
    byte[] begin = in.readNBytes(1 << 9);
    in.reset();
    for (byte each : begin) {
      if (!Character.isWhitespace(each) && (each & 0x80) == 0) { // a byte-order mark is skipped too
        return each == '{';
      }
    }
    return true;
  }

  /** The root of the document. */
  JsonNode root() {
    return root;
  }

  /**
   * Returns an example as text; see {@link ExampleText#of}.
   *
   * @param place where the value is, for messages: {@code the body of POST /books}
   * @throws IllegalArgumentException if the text is too long
   */
  String text(JsonNode example, String place) {
    return text.of(example, place);
  }

  /**
   * Whether the document has version 2, in which parameters have no schema, and bodies are
   * parameters.
   */
  boolean isSwagger2() {
    return root.has("swagger");
  }

  /** Returns the node to which a node refers, or the node itself. */
  JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    for (int i = 0; i < LONGEST_WAY && at.path("$ref").isTextual(); i++) {
      String reference = at.path("$ref").asText();
      JsonNode next = target(reference);
      if (next.isMissingNode()) {
        notFound.add(reference);
      }
      at = next;
    }
    return at.path("$ref").isTextual() ? MissingNode.getInstance() : at;
  }

  private JsonNode target(String reference) {
    if (!reference.startsWith("#/")) {
      return MissingNode.getInstance();
    }
    JsonNode at = root;
    for (String part : reference.substring(2).split("/", -1)) {
      String name =
          part.replace("~1", "/").replace("~0", "~").replace("%7B", "{").replace("%7D", "}");
      at =
          at.isArray() && name.matches("\\d{1,6}")
              ? at.path(Integer.parseInt(name))
              : at.path(name);
    }
    return at;
  }

  /**
   * The references that could not be resolved in this document, in the order in which they were
   * met.
   */
  public List<String> notFound() {
    return List.copyOf(notFound);
  }

  /** The title of the service; empty if the document has none. */
  public String title() {
    return root.path("info").path("title").asText();
  }

  /** The path below which all other paths are; empty for the root. */
  String basePath() {
    if (isSwagger2()) {
      return base(root.path("basePath").asText());
    }
    JsonNode server = resolved(root.path("servers").path(0));
    String url =
        VARIABLE
            .matcher(server.path("url").asText())
            .replaceAll(
                name ->
                    Matcher.quoteReplacement(
                        server.path("variables").path(name.group(1)).path("default").asText()));
    String withoutScheme = url.substring(url.indexOf("://") + 1);
    if (!withoutScheme.startsWith("//")) {
      return base(BEFORE_PATH.matcher(withoutScheme).replaceFirst(""));
    }
    int path = withoutScheme.indexOf('/', 2);
    return path < 0 ? "" : base(withoutScheme.substring(path));
  }

  /** Returns the path with a leading slash, without a trailing one. */
  private static String base(String path) {
    String begun = path.isEmpty() || path.startsWith("/") ? path : "/" + path;
    return begun.endsWith("/") ? begun.substring(0, begun.length() - 1) : begun;
  }
}
