package dev.onrush.internal.report.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.control.SteeringInterventions;
import dev.onrush.internal.run.file.RunFolder;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.ComparisonObstacle;
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
 * figures of all requests; histograms and the figures of single seconds are skipped.
 *
 * @param steered whether the run was steered by hand, so that its load was not the plan's
 * @param searched whether the run is a search for the capacity
 * @param shape what runs must have in common to be compared, as text: workload, profile, users
 * @param figures the figures of all requests, by their names in the file; figures that were not
 *     measured are missing
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
   * Returns whether the figures of this run can be compared with the other run's: only a judged run
   * measured anything.
   */
  boolean isComparableWith(PastRun other) {
    return isJudged() && other.isJudged() && shape.equals(other.shape);
  }

  /**
   * Returns whether the run passed or failed under the plan's load, with figures that can be
   * compared with other runs.
   */
  boolean isJudged() {
    return (verdict == Verdict.PASS || verdict == Verdict.FAIL) && !steered && alone().isEmpty();
  }

  /**
   * Returns why the figures of this run can be compared with no other run, in words; empty if they
   * can be compared.
   */
  Optional<String> alone() {
    return ComparisonObstacle.of(searched, facts);
  }

  Optional<String> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /**
   * Reads the run in a folder.
   *
   * @throws IOException if its result.json cannot be read, or is not JSON
   * @throws IllegalArgumentException if the file is the result of something else, or is incomplete
   */
  static PastRun read(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve(RunFolder.RESULT));
        JsonParser json = JSON.createParser(in)) {
      return new Reader(folder).read(json);
    }
  }

  /** Reads the value at the current position of the parser. */
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
      // The schema comes first, so that a foreign file of any size is rejected at its beginning.
      if (json.nextToken() != JsonToken.START_OBJECT
          || !"schema".equals(json.nextFieldName())
          || !RunJson.RESULT_SCHEMA.equals(json.nextTextValue())) {
        throw new IllegalArgumentException(
            RunFolder.RESULT + " does not begin with the schema " + RunJson.RESULT_SCHEMA);
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
              ? given("simulation") + " (duet)" // its figures cover two services
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
        throw new IllegalArgumentException(RunFolder.RESULT + " has no " + name);
      }
      return text;
    }

    /** Reads all fields of the object at the current position of the parser. */
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
      steered = SteeringInterventions.first(all).isPresent();
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
