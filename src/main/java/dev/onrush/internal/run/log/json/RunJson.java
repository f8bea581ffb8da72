package dev.onrush.internal.run.log.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunLoad;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.verdict.generator.GeneratorLimits;
import dev.onrush.internal.verdict.probe.PlannedRequests;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Command;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunEnd;
import dev.onrush.result.Uncertainty;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Converts a run to JSON and back, without loss. Times are in milliseconds since the run's start;
 * sums in a histogram are in microseconds.
 */
public final class RunJson {

  /**
   * The schema of result.json. Its number is increased when a reader of the previous schema would
   * misread the new one.
   */
  public static final String RESULT_SCHEMA = "onrush-result/1";

  /** Reads and writes the nodes of this class. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RunJson() {}

  public static ObjectNode of(RunInfo info) {
    ObjectNode node = JSON.objectNode();
    node.put("simulation", info.simulation());
    node.put("plan", info.plan());
    node.put("started", info.started().toString());
    node.put("seed", info.seed());
    LoadJson.write(info.flows(), node);
    info.searched().ifPresent(searched -> node.set("search", LoadJson.of(searched)));
    if (!info.load().named().isEmpty()) {
      LoadJson.write(info.load().named(), node.putArray("phases"));
    }
    info.requests().forEach(node.putArray("requests")::add);
    if (!info.plannedRequests().byClass().isEmpty()) {
      ObjectNode byClass = node.putObject("requestsByClass");
      new TreeMap<>(info.plannedRequests().byClass())
          .forEach((name, requests) -> requests.forEach(byClass.putArray(name)::add));
    }
    ArrayNode thresholds = node.putArray("thresholds");
    info.thresholds().forEach(t -> thresholds.add(t.text()));
    ObjectNode limits = node.putObject("generatorLimits");
    info.limits().texts().forEach(limits::put);
    ObjectNode shape = node.putObject("shape");
    info.shape().forEach(shape::put);
    ObjectNode facts = node.putObject("facts");
    info.facts().forEach(facts::put);
    return node;
  }

  /** Reads the description of a run at its start. */
  public static RunInfo info(JsonNode node) {
    List<Threshold> thresholds = new ArrayList<>();
    node.required("thresholds").forEach(t -> thresholds.add(Threshold.parse(t.asText())));
    List<FlowLoad> flows = LoadJson.flows(node);
    return new RunInfo(
        node.required("simulation").asText(),
        node.required("plan").asText(),
        Instant.parse(node.required("started").asText()),
        new RunLoad(
            flows,
            node.has("search")
                ? Optional.of(LoadJson.searched(node.get("search"), flows))
                : Optional.empty(),
            LoadJson.phases(node.path("phases"))),
        node.required("seed").asLong(),
        new PlannedRequests(
            list(node.required("requests")), requestsByClass(node.path("requestsByClass"))),
        thresholds,
        limits(node),
        texts(node.required("shape")),
        texts(node.required("facts")));
  }

  private static Map<String, List<String>> requestsByClass(JsonNode node) {
    Map<String, List<String>> byClass = new HashMap<>(); // not present in older logs
    node.properties().forEach(of -> byClass.put(of.getKey(), list(of.getValue())));
    return byClass;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(f -> texts.put(f.getKey(), f.getValue().asText()));
    return texts;
  }

  private static GeneratorLimits limits(JsonNode run) {
    return GeneratorLimits.of(texts(run.required("generatorLimits")));
  }

  /**
   * Writes the end of a run. The judgements and findings are stored because the baseline may be a
   * different one later, and because the log may no longer contain every second.
   */
  public static ObjectNode of(RunRecord result) {
    ObjectNode node = JSON.objectNode();
    node.put("how", result.ending().how().name()).put("detail", result.ending().detail());
    result.timeline().endOfLoad().ifPresent(at -> node.put("endOfLoad", at.toMillis()));
    result.notes().forEach(node.putArray("notes")::add);
    result.compared().ifPresent(compared -> node.set("compared", of(compared)));
    ArrayNode judged = node.putArray("judged");
    for (Judgement judgement : result.judgements()) {
      ObjectNode of =
          judged
              .addObject()
              .put("threshold", judgement.threshold().text())
              .put("verdict", judgement.verdict().name())
              .put("samples", judgement.samples())
              .put("detail", judgement.detail());
      judgement.actual().ifPresent(actual -> of.put("actual", actual));
      judgement.moment().ifPresent(moment -> of.put("moment", moment.toMillis()));
      judgement.asMeasured().ifPresent(would -> of.put("asMeasured", would.name()));
      judgement.uncertainty().ifPresent(range -> uncertainty(of, range));
    }
    ArrayNode findings = node.putArray("findings");
    for (GeneratorFinding finding : result.findings()) {
      findings
          .addObject()
          .put("text", finding.text())
          .put("from", finding.from().toMillis())
          .put("to", finding.to().toMillis())
          .put("effect", finding.effect().name());
    }
    return node;
  }

  /** Writes an intervention. */
  public static ObjectNode of(Intervention intervention) {
    ObjectNode node = JSON.objectNode();
    node.put("at", intervention.at().toNanos() / 1e6);
    node.put("command", intervention.command().text());
    node.put("by", intervention.by());
    intervention.flow().ifPresent(flow -> node.put("flow", flow));
    return node;
  }

  /** Reads an intervention. */
  public static Intervention intervention(JsonNode node) {
    return new Intervention(
        Duration.ofNanos(Math.round(node.required("at").asDouble() * 1e6)),
        Command.parse(node.required("command").asText()),
        node.required("by").asText(),
        node.has("flow") ? Optional.of(node.get("flow").asText()) : Optional.empty());
  }

  /** Writes the comparison of a run with its baseline. */
  public static ObjectNode of(BaselineComparison compared) {
    ObjectNode node = JSON.objectNode();
    node.put("baseline", compared.baseline()).put("finding", compared.finding());
    compared.lines().forEach(node.putArray("lines")::add);
    return node;
  }

  /** Returns the result with the judgements and findings that were known only at its end. */
  public static RunRecord ended(RunRecord result, JsonNode node) {
    List<Judgement> judged = new ArrayList<>();
    for (JsonNode of : node.path("judged")) {
      judged.add(
          new Judgement(
              Threshold.parse(of.required("threshold").asText()),
              Verdict.valueOf(of.required("verdict").asText()),
              of.has("actual")
                  ? OptionalDouble.of(of.get("actual").asDouble())
                  : OptionalDouble.empty(),
              of.required("samples").asLong(),
              of.required("detail").asText(),
              of.has("moment") ? Optional.of(millis(of, "moment")) : Optional.empty(),
              uncertainty(of),
              of.has("asMeasured")
                  ? Optional.of(Verdict.valueOf(of.get("asMeasured").asText()))
                  : Optional.empty()));
    }
    List<GeneratorFinding> findings = new ArrayList<>();
    for (JsonNode of : node.path("findings")) {
      findings.add(
          new GeneratorFinding(
              of.required("text").asText(),
              millis(of, "from"),
              millis(of, "to"),
              Effect.valueOf(of.path("effect").asText(Effect.LOAD.name()))));
    }
    JsonNode compared = node.path("compared");
    return result.with(
        compared.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new BaselineComparison(
                    compared.required("baseline").asText(),
                    compared.required("finding").asText(),
                    list(compared.required("lines")))),
        judged,
        node.has("findings") ? findings : result.findings());
  }

  /** Writes the uncertainty of a figure; an infinite bound is left out. */
  public static void uncertainty(ObjectNode node, Uncertainty range) {
    ObjectNode of = node.putObject("uncertainty");
    if (range.least() < Double.POSITIVE_INFINITY) {
      of.put("least", range.least());
    }
    if (range.most() < Double.POSITIVE_INFINITY) {
      of.put("most", range.most());
    }
  }

  private static Optional<Uncertainty> uncertainty(JsonNode node) {
    JsonNode of = node.path("uncertainty");
    return of.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Uncertainty(
                of.path("least").asDouble(Double.POSITIVE_INFINITY),
                of.path("most").asDouble(Double.POSITIVE_INFINITY)));
  }

  public static List<String> notes(JsonNode node) {
    return list(node.path("notes"));
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  public static RunEnd ending(JsonNode node) {
    return new RunEnd(
        RunEnd.How.valueOf(node.required("how").asText()), node.required("detail").asText());
  }

  /** Reads when the load was ended; empty if it was not. */
  public static Optional<Duration> endOfLoad(JsonNode node) {
    return node.has("endOfLoad") ? Optional.of(millis(node, "endOfLoad")) : Optional.empty();
  }

  static Duration millis(JsonNode node, String name) {
    return Duration.ofMillis(node.required(name).asLong());
  }
}
