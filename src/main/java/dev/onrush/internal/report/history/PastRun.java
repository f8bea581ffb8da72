package dev.onrush.internal.report.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.control.SteeredLoad;
import dev.onrush.internal.run.log.RunJson;
import dev.onrush.internal.run.record.OwnFigures;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.result.Intervention;
import dev.onrush.result.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A run in the history, read from its result.json. The file is read token by token up to the
 * figures of all requests; histograms and seconds are skipped.
 *
 * @param steered whether it was steered by hand, so that its load was not the plan's
 * @param searched whether it is a search for the capacity
 * @param shape what runs must have in common to be compared, as text: workload, profile, users
 * @param figures of all requests, by their names in the file; those that were not measured are
 *     missing
 */
record PastRun(
    Path folder,
    String simulation,
    Instant started,
    Verdict verdict,
    String reason,
    Duration length,
    boolean steered,
    boolean searched,
    String shape,
    Map<String, String> facts,
    Map<String, Double> figures) {

  static final String FILE = "result.json";

  private static final JsonFactory JSON = new JsonFactory();

  PastRun {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    figures = Map.copyOf(figures);
  }

  OptionalDouble figure(String name) {
    return figures.containsKey(name)
        ? OptionalDouble.of(figures.get(name))
        : OptionalDouble.empty();
  }

  /**
   * Whether its figures can be held beside those of another: only a judged run measured anything.
   */
  boolean isComparableWith(PastRun other) {
    return isJudged() && other.isJudged() && shape.equals(other.shape);
  }

  /** Whether it passed or failed under the plan's load, with figures that another run may have. */
  boolean isJudged() {
    return (verdict == Verdict.PASS || verdict == Verdict.FAIL) && !steered && alone().isEmpty();
  }

  /** Why its figures are those of no other run, in words; empty if they may be. */
  Optional<String> alone() {
    return OwnFigures.why(searched, facts);
  }

  Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /**
   * The run of a folder.
   *
   * @throws IOException if its result.json cannot be read, or is no JSON
   * @throws IllegalArgumentException if it is the result of something else, or is not whole
   */
  static PastRun read(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(FILE));
        JsonParser json = JSON.createParser(in)) {
      return new Reader(folder).read(json);
    }
  }

  /** Reads the value that the parser stands at. */
  private interface Field {
    void read(JsonParser json) throws IOException;
  }

  private static final class Reader {
    private final Path folder;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Map<String, String> shape = new TreeMap<>();
    private final Map<String, Double> figures = new HashMap<>();
    private boolean steered;
    private boolean searched;

    Reader(Path folder) {
      this.folder = folder;
    }

    PastRun read(JsonParser json) throws IOException {
      // The schema stands first, so that a foreign file of any size is left at its first line.
      if (json.nextToken() != JsonToken.START_OBJECT
          || !"schema".equals(json.nextFieldName())
          || !RunJson.RESULT_SCHEMA.equals(json.nextTextValue())) {
        throw new IllegalArgumentException(
            FILE + " does not begin with the schema " + RunJson.RESULT_SCHEMA);
      }
      Map<String, Field> run =
          Map.of(
              "simulation",
              text("simulation"),
              "started",
              text("started"),
              "shape",
              nested -> each(nested, Map.of(), field -> pair(field, shape)),
              "facts",
              nested -> each(nested, Map.of(), field -> pair(field, facts)),
              "search",
              nested -> {
                searched = true;
                skip(nested);
              });
      Map<String, Field> fields =
          Map.of(
              "verdict",
              text("verdict"),
              "reason",
              text("reason"),
              "length",
              text("length"),
              "run",
              nested -> each(nested, run, Reader::skip),
              "interventions",
              this::interventions,
              "all",
              nested -> each(nested, Map.of(), this::figure));
      while (!isComplete() && json.nextToken() == JsonToken.FIELD_NAME) {
        next(json, fields, Reader::skip);
      }
      return new PastRun(
          folder,
          facts.containsKey(RunInfo.AGAINST)
              ? given("simulation") + " (duet)" // its figures are those of two services
              : given("simulation"),
          Instant.parse(given("started")),
          Verdict.valueOf(given("verdict")),
          given("reason"),
          Duration.ofMillis(Long.parseLong(given("length"))),
          steered,
          searched,
          shape.toString(),
          facts,
          figures);
    }

    private boolean isComplete() {
      return texts.size() == 5 && !figures.isEmpty();
    }

    private String given(String name) {
      String text = texts.get(name);
      if (text == null) {
        throw new IllegalArgumentException(FILE + " has no " + name);
      }
      return text;
    }

    /** All fields of the object that the parser stands at. */
    private static void each(JsonParser json, Map<String, Field> fields, Field others)
        throws IOException {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        skip(json);
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        next(json, fields, others);
      }
    }

    private static void next(JsonParser json, Map<String, Field> fields, Field others)
        throws IOException {
      Field field = fields.getOrDefault(json.currentName(), others);
      JsonToken unused = json.nextToken();
      field.read(json);
    }

    private static void skip(JsonParser json) throws IOException {
      JsonParser unused = json.skipChildren();
    }

    private void interventions(JsonParser json) throws IOException {
      List<Intervention> all = new ArrayList<>();
      RunJson.MAPPER.<JsonNode>readTree(json).forEach(node -> all.add(RunJson.intervention(node)));
      steered = SteeredLoad.first(all).isPresent();
    }

    private Field text(String name) {
      return json -> {
        String text = json.getValueAsString();
        if (text == null) {
          skip(json);
        } else {
          texts.put(name, text);
        }
      };
    }

    private static void pair(JsonParser json, Map<String, String> into) throws IOException {
      String name = json.currentName();
      String text = json.getValueAsString();
      if (text == null) {
        skip(json);
      } else {
        into.put(name, text);
      }
    }

    private void figure(JsonParser json) throws IOException {
      if (json.currentToken().isNumeric()) {
        figures.put(json.currentName(), json.getDoubleValue());
      } else {
        skip(json);
      }
    }
  }
}
