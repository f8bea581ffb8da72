package dev.onrush.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.control.Command;
import dev.onrush.control.Intervention;
import dev.onrush.control.Leg;
import dev.onrush.metrics.Distribution;
import dev.onrush.metrics.Failure;
import dev.onrush.metrics.Injector;
import dev.onrush.metrics.Interval;
import dev.onrush.metrics.Outcome;
import dev.onrush.metrics.Series;
import dev.onrush.metrics.Tally;
import dev.onrush.metrics.Users;
import dev.onrush.metrics.Vitals;
import dev.onrush.plan.ArrivalRate;
import dev.onrush.plan.ArrivalRate.Spacing;
import dev.onrush.plan.CapacitySearch;
import dev.onrush.plan.ConcurrentUsers;
import dev.onrush.plan.HeldLevel;
import dev.onrush.plan.LoadProfile;
import dev.onrush.plan.Stage;
import dev.onrush.threshold.Measure.Worsening;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percent;
import dev.onrush.verdict.GeneratorLimits;
import dev.onrush.verdict.Judgement;
import dev.onrush.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run knows, as JSON and back, without loss. Times are in milliseconds since the run's
 * start; sums within a histogram are in microseconds.
 */
public final class RunJson {

  /** Of result.json; raised when a reader of the older form would misread the newer one. */
  public static final String RESULT_SCHEMA = "onrush-result/1";

  /** Reads and writes the nodes made here. */
  public static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String CLOSED = "concurrent users";
  private static final String OPEN = "arrival rate";
  private static final String POISSON = "Poisson";
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
    node.put("seed", info.seed());
    info.profile().ifPresent(profile -> node.set("profile", of(profile)));
    info.search().ifPresent(search -> node.set("search", of(search)));
    info.requests().forEach(node.putArray("requests")::add);
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

  /** What was known of a run when it began. */
  public static RunInfo info(JsonNode node) {
    List<Threshold> thresholds = new ArrayList<>();
    node.required("thresholds").forEach(t -> thresholds.add(Threshold.parse(t.asText())));
    RunInfo info =
        new RunInfo(
            node.required("simulation").asText(),
            node.required("plan").asText(),
            Instant.parse(node.required("started").asText()),
            node.has("profile") ? Optional.of(profile(node.get("profile"))) : Optional.empty(),
            node.required("seed").asLong(),
            list(node.required("requests")),
            thresholds,
            limits(node),
            texts(node.required("shape")),
            texts(node.required("facts")));
    return node.has("search") ? info.searching(search(node.get("search"))) : info;
  }

  private static ObjectNode of(CapacitySearch search) {
    return JSON.objectNode()
        .put("unit", search.unit().name())
        .put("first", search.first())
        .put("most", search.most())
        .put("settleNanos", search.settle().toNanos())
        .put("holdNanos", search.hold().toNanos())
        .put("restNanos", search.rest().toNanos())
        .put("tolerance", search.tolerance().value())
        .put("probes", search.probes());
  }

  private static CapacitySearch search(JsonNode node) {
    return new CapacitySearch(
        HeldLevel.Unit.valueOf(node.required("unit").asText()),
        node.required("first").asDouble(),
        node.required("most").asDouble(),
        Duration.ofNanos(node.required("settleNanos").asLong()),
        Duration.ofNanos(node.required("holdNanos").asLong()),
        Duration.ofNanos(node.required("restNanos").asLong()),
        new Percent(node.required("tolerance").asDouble()),
        node.required("probes").asInt());
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(f -> texts.put(f.getKey(), f.getValue().asText()));
    return texts;
  }

  private static ObjectNode of(LoadProfile profile) {
    ObjectNode node = JSON.objectNode();
    node.put("workload", profile instanceof ConcurrentUsers ? CLOSED : OPEN);
    if (profile instanceof ArrivalRate open && open.spacing() == Spacing.POISSON) {
      node.put("spacing", POISSON);
    }
    node.set("stages", of(profile.stages()));
    return node;
  }

  private static ArrayNode of(List<Stage> stages) {
    ArrayNode array = JSON.arrayNode();
    for (Stage stage : stages) {
      array
          .addObject()
          .put("phase", stage.phase())
          .put("from", stage.from())
          .put("to", stage.to())
          .put("nanos", stage.duration().toNanos());
    }
    return array;
  }

  private static List<Stage> stages(JsonNode array) {
    List<Stage> stages = new ArrayList<>();
    array.forEach(
        s ->
            stages.add(
                new Stage(
                    s.required("phase").asText(),
                    s.required("from").asDouble(),
                    s.required("to").asDouble(),
                    Duration.ofNanos(s.required("nanos").asLong()))));
    return stages;
  }

  /** What a search has laid. */
  public static ObjectNode of(Leg leg) {
    ObjectNode node = JSON.objectNode();
    node.put("at", leg.at().toNanos() / 1e6);
    node.set("stages", of(leg.stages()));
    return node.put("why", leg.why());
  }

  /** What a search has laid. */
  public static Leg leg(JsonNode node) {
    return new Leg(
        Duration.ofNanos(Math.round(node.required("at").asDouble() * 1e6)),
        stages(node.required("stages")),
        node.required("why").asText());
  }

  private static LoadProfile profile(JsonNode node) {
    List<Stage> stages = stages(node.required("stages"));
    return node.required("workload").asText().equals(CLOSED)
        ? new ConcurrentUsers(stages)
        : new ArrivalRate(
            stages, node.path("spacing").asText().equals(POISSON) ? Spacing.POISSON : Spacing.EVEN);
  }

  private static GeneratorLimits limits(JsonNode run) {
    return GeneratorLimits.of(texts(run.required("generatorLimits")));
  }

  /** One interval, to the millisecond; its counts and histograms without loss. */
  public static ObjectNode of(Interval interval) {
    ObjectNode node = JSON.objectNode();
    node.put("start", interval.start().toMillis());
    node.put("end", interval.end().toMillis());
    ObjectNode users = node.putObject("users");
    new TreeMap<>(interval.users())
        .forEach(
            (userClass, u) ->
                users.putArray(userClass).add(u.started()).add(u.ended()).add(u.active()));
    interval.vitals().ifPresent(vitals -> node.set("generator", of(vitals)));
    if (!interval.service().isEmpty()) {
      ObjectNode service = node.putObject("service");
      new TreeMap<>(interval.service()).forEach(service::put);
    }
    if (!interval.injectors().isEmpty()) {
      ObjectNode injectors = node.putObject("injectors");
      interval.injectors().forEach((name, injector) -> injectors.set(name, of(injector)));
    }
    node.set("series", of(interval.tallies()));
    return node;
  }

  private static ObjectNode of(Injector injector) {
    ObjectNode node = JSON.objectNode();
    node.put("length", injector.length().toMillis());
    if (injector.lost()) {
      node.put("lost", true);
    }
    injector.vitals().ifPresent(vitals -> node.set("generator", of(vitals)));
    return node.put("lag", injector.lag())
        .put("loopLag", injector.loopLag())
        .put("arrived", injector.arrived())
        .put("active", injector.active());
  }

  private static Injector injector(JsonNode node) {
    return new Injector(
        millis(node, "length"),
        vitals(node),
        node.required("lag").asDouble(),
        node.required("loopLag").asDouble(),
        node.required("arrived").asLong(),
        node.required("active").asLong(),
        node.path("lost").asBoolean());
  }

  private static ObjectNode of(Vitals vitals) {
    return JSON.objectNode()
        .put("cpu", vitals.cpu())
        .put("machineCpu", vitals.machineCpu())
        .put("gc", vitals.gc().toMillis())
        .put("standstill", vitals.standstill().toMillis())
        .put("pauses", vitals.pauses().toMillis())
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
                millis(node, "pauses"),
                node.required("heap").asDouble(),
                node.required("openFiles").asLong(),
                node.required("fileLimit").asLong()));
  }

  /** One interval. */
  public static Interval interval(JsonNode node) {
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
              failures(s.path("failures"))));
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
    Map<String, Double> service = new HashMap<>();
    node.path("service")
        .properties()
        .forEach(r -> service.put(r.getKey(), r.getValue().asDouble()));
    Map<String, Injector> injectors = new LinkedHashMap<>();
    node.path("injectors")
        .properties()
        .forEach(i -> injectors.put(i.getKey(), injector(i.getValue())));
    return new Interval(
        millis(node, "start"),
        millis(node, "end"),
        tallies,
        users,
        vitals(node),
        service,
        injectors);
  }

  private static Map<Failure, Long> failures(JsonNode node) {
    Map<Failure, Long> failures = new HashMap<>();
    node.forEach(
        f ->
            failures.put(
                new Failure(f.required("code").asText(), f.required("text").asText()),
                f.required("count").asLong()));
    return failures;
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
          failures(node, tally.failures());
        });
    return all;
  }

  /**
   * The end of a run. What was found against the baseline is kept, since the baseline of a later
   * day may be another one.
   */
  static ObjectNode of(RunResult result) {
    ObjectNode node = JSON.objectNode();
    node.put("how", result.ending().how().name()).put("detail", result.ending().detail());
    result.notes().forEach(node.putArray("notes")::add);
    result.compared().ifPresent(compared -> node.set("compared", of(compared)));
    ArrayNode judged = node.putArray("judged");
    for (Judgement judgement : result.judgements()) {
      if (judgement.threshold().measure() instanceof Worsening) {
        ObjectNode of =
            judged
                .addObject()
                .put("threshold", judgement.threshold().text())
                .put("verdict", judgement.verdict().name())
                .put("samples", judgement.samples())
                .put("detail", judgement.detail());
        judgement.actual().ifPresent(actual -> of.put("actual", actual));
      }
    }
    return node;
  }

  /** What was done by hand. */
  public static ObjectNode of(Intervention intervention) {
    return JSON.objectNode()
        .put("at", intervention.at().toNanos() / 1e6)
        .put("command", intervention.command().text())
        .put("by", intervention.by());
  }

  /** What was done by hand. */
  public static Intervention intervention(JsonNode node) {
    return new Intervention(
        Duration.ofNanos(Math.round(node.required("at").asDouble() * 1e6)),
        Command.parse(node.required("command").asText()),
        node.required("by").asText());
  }

  /** What a run came to against its baseline. */
  public static ObjectNode of(Compared compared) {
    ObjectNode node = JSON.objectNode();
    node.put("baseline", compared.baseline()).put("finding", compared.finding());
    compared.lines().forEach(node.putArray("lines")::add);
    return node;
  }

  /** The result with what only its end knew. */
  static RunResult ended(RunResult result, JsonNode node) {
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
              Optional.empty()));
    }
    JsonNode compared = node.path("compared");
    return result.with(
        compared.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new Compared(
                    compared.required("baseline").asText(),
                    compared.required("finding").asText(),
                    list(compared.required("lines")))),
        judged);
  }

  static List<String> notes(JsonNode node) {
    return list(node.path("notes"));
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  static Ending ending(JsonNode node) {
    return new Ending(
        Ending.How.valueOf(node.required("how").asText()), node.required("detail").asText());
  }

  private static void failures(ObjectNode node, Map<Failure, Long> failures) {
    if (!failures.isEmpty()) {
      ArrayNode all = node.putArray("failures");
      failures.entrySet().stream()
          .sorted(
              Map.Entry.comparingByKey(
                  Comparator.comparing(Failure::code).thenComparing(Failure::text)))
          .forEach(
              f ->
                  all.addObject()
                      .put("code", f.getKey().code())
                      .put("text", f.getKey().text())
                      .put("count", f.getValue()));
    }
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
}
