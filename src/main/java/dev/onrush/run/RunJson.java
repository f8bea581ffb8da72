package dev.onrush.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Outcome;
import dev.onrush.metrics.Series;
import dev.onrush.metrics.Tally;
import dev.onrush.metrics.Users;
import dev.onrush.metrics.Vitals;
import dev.onrush.plan.Condition;
import dev.onrush.plan.Condition.Comparison;
import dev.onrush.plan.HeldLevel;
import dev.onrush.plan.Phase;
import dev.onrush.plan.Scope;
import dev.onrush.plan.Statistic;
import dev.onrush.plan.Threshold;
import dev.onrush.plan.Threshold.Severity;
import dev.onrush.verdict.GeneratorLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows, as JSON and back, without loss. Times are in milliseconds since the run's
 * start; sums within a histogram are in microseconds.
 */
public final class RunJson {

  /** Reads and writes the nodes made here. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::kind)
          .thenComparing(Series::name)
          .thenComparing(Series::userClass)
          .thenComparing(Series::phase)
          .thenComparing(Series::outcome);

  private RunJson() {}

  public static ObjectNode of(RunInfo info) {
    ObjectNode node = JSON.objectNode();
    node.put("simulation", info.simulation());
    node.put("plan", info.plan());
    node.put("started", info.started().toString());
    info.planned().ifPresent(d -> node.put("planned", d.toMillis()));
    node.put("seed", info.seed());
    ArrayNode phases = node.putArray("phases");
    for (Phase phase : info.phases()) {
      ObjectNode of =
          phases
              .addObject()
              .put("name", phase.name())
              .put("start", phase.start().toMillis())
              .put("end", phase.end().toMillis());
      phase
          .held()
          .ifPresent(held -> of.put("level", held.height()).put("unit", held.unit().name()));
    }
    ArrayNode thresholds = node.putArray("thresholds");
    info.thresholds().forEach(t -> thresholds.add(of(t)));
    ObjectNode limits = node.putObject("generatorLimits");
    info.limits().texts().forEach(limits::put);
    ObjectNode facts = node.putObject("facts");
    info.facts().forEach(facts::put);
    return node;
  }

  static RunInfo info(JsonNode node) {
    List<Phase> phases = new ArrayList<>();
    node.required("phases")
        .forEach(
            p ->
                phases.add(
                    new Phase(
                        p.required("name").asText(),
                        millis(p, "start"),
                        millis(p, "end"),
                        held(p))));
    List<Threshold> thresholds = new ArrayList<>();
    node.required("thresholds").forEach(t -> thresholds.add(threshold(t)));
    Map<String, String> facts = new LinkedHashMap<>();
    node.required("facts").properties().forEach(f -> facts.put(f.getKey(), f.getValue().asText()));
    return new RunInfo(
        node.required("simulation").asText(),
        node.required("plan").asText(),
        Instant.parse(node.required("started").asText()),
        node.has("planned") ? Optional.of(millis(node, "planned")) : Optional.empty(),
        node.required("seed").asLong(),
        phases,
        thresholds,
        limits(node),
        facts);
  }

  private static GeneratorLimits limits(JsonNode run) {
    Map<String, String> texts = new TreeMap<>();
    run.path("generatorLimits")
        .properties()
        .forEach(l -> texts.put(l.getKey(), l.getValue().asText()));
    return GeneratorLimits.of(texts);
  }

  private static Optional<HeldLevel> held(JsonNode phase) {
    return phase.has("level")
        ? Optional.of(
            new HeldLevel(
                phase.required("level").asDouble(),
                HeldLevel.Unit.valueOf(phase.required("unit").asText())))
        : Optional.empty();
  }

  private static ObjectNode of(Threshold threshold) {
    ObjectNode node = JSON.objectNode();
    node.put("statistic", threshold.statistic().toString());
    threshold.scope().request().ifPresent(r -> node.put("request", r));
    threshold.scope().userClass().ifPresent(c -> node.put("userClass", c));
    threshold.scope().phase().ifPresent(p -> node.put("phase", p));
    node.put("comparison", threshold.condition().comparison().toString());
    node.put("bound", threshold.condition().bound());
    threshold.abortAfter().ifPresent(a -> node.put("abortAfter", a.toMillis()));
    node.put("severity", threshold.severity().name());
    return node;
  }

  private static Threshold threshold(JsonNode node) {
    String sign = node.required("comparison").asText();
    Comparison comparison =
        List.of(Comparison.values()).stream()
            .filter(c -> c.toString().equals(sign))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("comparison was \"" + sign + "\""));
    return new Threshold(
        Statistic.parse(node.required("statistic").asText()),
        new Scope(text(node, "request"), text(node, "userClass"), text(node, "phase")),
        new Condition(comparison, node.required("bound").asDouble()),
        node.has("abortAfter") ? Optional.of(millis(node, "abortAfter")) : Optional.empty(),
        Severity.valueOf(node.required("severity").asText()));
  }

  static ObjectNode of(Interval interval) {
    ObjectNode node = JSON.objectNode();
    node.put("start", interval.start().toMillis());
    node.put("end", interval.end().toMillis());
    ObjectNode users = node.putObject("users");
    new TreeMap<>(interval.users())
        .forEach(
            (userClass, u) ->
                users.putArray(userClass).add(u.started()).add(u.ended()).add(u.active()));
    interval.vitals().ifPresent(vitals -> node.set("generator", of(vitals)));
    node.set("series", of(interval.tallies()));
    return node;
  }

  private static ObjectNode of(Vitals vitals) {
    return JSON.objectNode()
        .put("cpu", vitals.cpu())
        .put("machineCpu", vitals.machineCpu())
        .put("gc", vitals.gc().toMillis())
        .put("standstill", vitals.standstill().toMillis())
        .put("heap", vitals.heap())
        .put("openFiles", vitals.openFiles())
        .put("fileLimit", vitals.fileLimit());
  }

  private static Optional<Vitals> vitals(JsonNode interval) {
    JsonNode node = interval.path("generator");
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Vitals(
                node.required("cpu").asDouble(),
                node.required("machineCpu").asDouble(),
                millis(node, "gc"),
                millis(node, "standstill"),
                node.required("heap").asDouble(),
                node.required("openFiles").asLong(),
                node.required("fileLimit").asLong()));
  }

  static Interval interval(JsonNode node) {
    Map<Series, Tally> tallies = new HashMap<>();
    for (JsonNode s : node.required("series")) {
      tallies.put(
          new Series(
              Series.Kind.valueOf(s.required("kind").asText()),
              s.required("userClass").asText(),
              s.required("name").asText(),
              s.required("phase").asText(),
              Outcome.valueOf(s.required("outcome").asText())),
          new Tally(
              s.required("requests").asLong(),
              new Distribution.Encoded(
                      s.required("sum").asLong(),
                      s.required("min").asLong(),
                      s.required("max").asLong(),
                      s.required("histogram").asText())
                  .decoded(),
              counts(s.get("codes")),
              counts(s.get("errors"))));
    }
    Map<String, Users> users = new HashMap<>();
    node.required("users")
        .properties()
        .forEach(
            u ->
                users.put(
                    u.getKey(),
                    new Users(
                        u.getValue().get(0).asLong(),
                        u.getValue().get(1).asLong(),
                        u.getValue().get(2).asLong())));
    return new Interval(millis(node, "start"), millis(node, "end"), tallies, users, vitals(node));
  }

  /** Series in a fixed order, each with its counts and its encoded histogram. */
  public static ArrayNode of(Map<Series, Tally> tallies) {
    ArrayNode all = JSON.arrayNode();
    Map<Series, Tally> ordered = new TreeMap<>(ORDER);
    ordered.putAll(tallies);
    ordered.forEach(
        (series, tally) -> {
          ObjectNode node = all.addObject();
          node.put("kind", series.kind().name());
          node.put("userClass", series.userClass());
          node.put("name", series.name());
          node.put("phase", series.phase());
          node.put("outcome", series.outcome().name());
          node.put("requests", tally.requests());
          Distribution.Encoded times = tally.times().encoded();
          node.put("sum", times.sum()).put("min", times.min()).put("max", times.max());
          node.put("histogram", times.histogram());
          counts(node, "codes", tally.codes());
          counts(node, "errors", tally.errors());
        });
    return all;
  }

  static ObjectNode of(Ending ending, List<String> notes) {
    ObjectNode node = JSON.objectNode();
    node.put("how", ending.how().name()).put("detail", ending.detail());
    notes.forEach(node.putArray("notes")::add);
    return node;
  }

  static Ending ending(JsonNode node) {
    return new Ending(
        Ending.How.valueOf(node.required("how").asText()), node.required("detail").asText());
  }

  private static void counts(ObjectNode node, String name, Map<String, Long> counts) {
    if (!counts.isEmpty()) {
      ObjectNode of = node.putObject(name);
      new TreeMap<>(counts).forEach(of::put);
    }
  }

  private static Map<String, Long> counts(@Nullable JsonNode node) {
    Map<String, Long> counts = new TreeMap<>();
    if (node != null) {
      node.properties().forEach(c -> counts.put(c.getKey(), c.getValue().asLong()));
    }
    return counts;
  }

  private static Duration millis(JsonNode node, String name) {
    return Duration.ofMillis(node.required(name).asLong());
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name)).map(JsonNode::asText);
  }
}
