package dev.onrush.internal.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.onrush.internal.metrics.CompactTimes;
import dev.onrush.internal.metrics.Distribution;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.HdrTimes;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.verdict.GeneratorLimits;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of a run to JSON and back, without loss. Times are in milliseconds since the run's
 * start; sums within a histogram are in microseconds.
 */
public final class RunJson {

  /** Of result.json; raised when a reader of the older form would misread the newer one. */
  public static final String RESULT_SCHEMA = "onrush-result/1";

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
    node.put("seed", info.seed());
    LoadJson.write(info.flows(), node);
    info.search().ifPresent(search -> node.set("search", LoadJson.of(search)));
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
            LoadJson.flows(node),
            node.required("seed").asLong(),
            list(node.required("requests")),
            thresholds,
            limits(node),
            texts(node.required("shape")),
            texts(node.required("facts")),
            Optional.empty());
    return node.has("search") ? info.searching(LoadJson.search(node.get("search"))) : info;
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.properties().forEach(f -> texts.put(f.getKey(), f.getValue().asText()));
    return texts;
  }

  private static GeneratorLimits limits(JsonNode run) {
    return GeneratorLimits.of(texts(run.required("generatorLimits")));
  }

  /** One interval by itself, to the millisecond; its counts and histograms without loss. */
  public static JsonNode of(Interval interval) {
    try (TokenBuffer tokens = new TokenBuffer(MAPPER, false)) {
      tokens.writeStartObject();
      write(tokens, interval, new HashMap<>());
      tokens.writeEndObject();
      return MAPPER.readTree(tokens.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #of(Interval)} has made. */
  public static Interval interval(JsonNode node) {
    return interval(node, new HashMap<>());
  }

  /**
   * The fields of an interval. A series is told in full where it first occurs, and called by its
   * number after that.
   *
   * @param numbers of the series that were told in full before; those that are now are added
   */
  static void write(JsonGenerator json, Interval interval, Map<Series, Integer> numbers)
      throws IOException {
    json.writeNumberField("start", interval.start().toMillis());
    json.writeNumberField("end", interval.end().toMillis());
    json.writeObjectFieldStart("users");
    for (Map.Entry<String, Users> of : new TreeMap<>(interval.users()).entrySet()) {
      json.writeFieldName(of.getKey());
      long[] users = {of.getValue().started(), of.getValue().ended(), of.getValue().active()};
      json.writeArray(users, 0, users.length);
    }
    json.writeEndObject();
    if (interval.vitals().isPresent()) {
      json.writeFieldName("generator");
      MAPPER.writeTree(json, of(interval.vitals().get()));
    }
    if (!interval.service().isEmpty()) {
      json.writeObjectFieldStart("service");
      for (Map.Entry<String, Double> of : new TreeMap<>(interval.service()).entrySet()) {
        json.writeNumberField(of.getKey(), of.getValue());
      }
      json.writeEndObject();
    }
    if (!interval.injectors().isEmpty()) {
      json.writeObjectFieldStart("injectors");
      for (Map.Entry<String, InjectorStatistics> of : interval.injectors().entrySet()) {
        json.writeFieldName(of.getKey());
        MAPPER.writeTree(json, of(of.getValue()));
      }
      json.writeEndObject();
    }
    json.writeArrayFieldStart("series");
    for (Map.Entry<Series, Tally> of : ordered(interval.tallies()).entrySet()) {
      json.writeStartObject();
      Integer known = numbers.get(of.getKey());
      if (known == null) {
        numbers.put(of.getKey(), numbers.size());
        name(json, of.getKey(), numbers.size() - 1);
      } else {
        json.writeNumberField("s", known);
      }
      write(json, of.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void name(JsonGenerator json, Series series, int number) throws IOException {
    json.writeNumberField("s", number);
    json.writeStringField("kind", series.kind().name());
    json.writeStringField("userClass", series.userClass());
    json.writeStringField("name", series.name());
    json.writeStringField("phase", series.phase());
    json.writeStringField("outcome", series.outcome().name());
  }

  private static void write(JsonGenerator json, Tally tally) throws IOException {
    json.writeNumberField("requests", tally.requests());
    CompactTimes times = CompactTimes.of(tally.times());
    json.writeNumberField("sum", times.sum());
    json.writeNumberField("min", times.min());
    json.writeNumberField("max", times.max());
    json.writeStringField("buckets", times.buckets());
    if (tally.leastTimes().count() > 0) {
      CompactTimes least = CompactTimes.of(tally.leastTimes());
      json.writeObjectFieldStart("least");
      json.writeNumberField("sum", least.sum());
      json.writeNumberField("min", least.min());
      json.writeNumberField("max", least.max());
      json.writeStringField("buckets", least.buckets());
      json.writeEndObject();
    }
    Map<String, Long> codes = tally.codes();
    if (!codes.isEmpty()) {
      json.writeObjectFieldStart("codes");
      for (Map.Entry<String, Long> code : new TreeMap<>(codes).entrySet()) {
        json.writeNumberField(code.getKey(), code.getValue());
      }
      json.writeEndObject();
    }
    Map<Failure, Long> failures = tally.failures();
    if (!failures.isEmpty()) {
      ObjectNode node = JSON.objectNode();
      failures(node, failures);
      json.writeFieldName("failures");
      MAPPER.writeTree(json, node.get("failures"));
    }
  }

  private static ObjectNode of(InjectorStatistics injector) {
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

  private static InjectorStatistics injector(JsonNode node) {
    return new InjectorStatistics(
        millis(node, "length"),
        vitals(node),
        node.required("lag").asDouble(),
        node.required("loopLag").asDouble(),
        node.required("arrived").asLong(),
        node.required("active").asLong(),
        node.path("lost").asBoolean());
  }

  private static ObjectNode of(Vitals vitals) {
    ObjectNode node = JSON.objectNode();
    if (!vitals.host().isEmpty()) {
      ObjectNode host = node.putObject("host");
      vitals.host().forEach((figure, value) -> host.put(figure.key(), value));
    }
    return node.put("cpu", vitals.cpu())
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
                node.required("fileLimit").asLong(),
                host(node.path("host"))));
  }

  private static Map<HostFigure, Double> host(JsonNode node) {
    Map<HostFigure, Double> host = new EnumMap<>(HostFigure.class);
    for (HostFigure figure : HostFigure.values()) {
      if (node.has(figure.key())) {
        host.put(figure, node.get(figure.key()).asDouble());
      }
    }
    return host;
  }

  /**
   * An interval as it was written.
   *
   * @param known series by the numbers that lines before gave them; those of this line are added
   */
  static Interval interval(JsonNode node, Map<Integer, Series> known) {
    Map<Series, Tally> tallies = new HashMap<>();
    for (JsonNode s : node.required("series")) {
      Tally tally =
          new Tally(
              s.required("requests").asLong(),
              times(s),
              s.has("least") ? times(s.get("least")) : new Distribution(), // older logs have none
              counts(s.get("codes")),
              failures(s.path("failures")));
      tallies.put(series(s, known), tally);
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
    Map<String, InjectorStatistics> injectors = new LinkedHashMap<>();
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

  private static Series series(JsonNode s, Map<Integer, Series> known) {
    if (!s.has("kind")) {
      Series called = known.get(s.required("s").asInt());
      if (called == null) {
        throw new IllegalArgumentException(
            "series " + s.get("s") + " is called by its number before it is named");
      }
      return called;
    }
    Series named =
        new Series(
            Series.Kind.valueOf(s.required("kind").asText()),
            s.required("userClass").asText(),
            s.required("name").asText(),
            s.required("phase").asText(),
            Outcome.valueOf(s.required("outcome").asText()));
    if (s.has("s")) {
      known.put(s.get("s").asInt(), named);
    }
    return named;
  }

  private static Distribution times(JsonNode s) {
    long sum = s.required("sum").asLong();
    long min = s.required("min").asLong();
    long max = s.required("max").asLong();
    return s.has("histogram") // as logs before had it
        ? new HdrTimes(sum, min, max, s.get("histogram").asText()).decoded()
        : new CompactTimes(sum, min, max, s.required("buckets").asText()).restored();
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
    ordered(tallies)
        .forEach(
            (series, tally) -> {
              ObjectNode node = all.addObject();
              node.put("kind", series.kind().name());
              node.put("userClass", series.userClass());
              node.put("name", series.name());
              node.put("phase", series.phase());
              node.put("outcome", series.outcome().name());
              node.put("requests", tally.requests());
              HdrTimes times = HdrTimes.of(tally.times());
              node.put("sum", times.sum()).put("min", times.min()).put("max", times.max());
              node.put("histogram", times.histogram());
              if (tally.leastTimes().count() > 0) {
                HdrTimes least = HdrTimes.of(tally.leastTimes());
                node.putObject("least")
                    .put("sum", least.sum())
                    .put("min", least.min())
                    .put("max", least.max())
                    .put("histogram", least.histogram());
              }
              counts(node, "codes", tally.codes());
              failures(node, tally.failures());
            });
    return all;
  }

  private static Map<Series, Tally> ordered(Map<Series, Tally> tallies) {
    Map<Series, Tally> ordered = new TreeMap<>(ORDER);
    ordered.putAll(tallies);
    return ordered;
  }

  /**
   * The end of a run. What was found is kept: the baseline of a later day may be another one, and
   * the log need not have each second any more.
   */
  static ObjectNode of(RunRecord result) {
    ObjectNode node = JSON.objectNode();
    node.put("how", result.ending().how().name()).put("detail", result.ending().detail());
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

  /** What was done by hand. */
  public static ObjectNode of(Intervention intervention) {
    ObjectNode node = JSON.objectNode();
    node.put("at", intervention.at().toNanos() / 1e6);
    node.put("command", intervention.command().text());
    node.put("by", intervention.by());
    intervention.flow().ifPresent(flow -> node.put("flow", flow));
    return node;
  }

  /** What was done by hand. */
  public static Intervention intervention(JsonNode node) {
    return new Intervention(
        Duration.ofNanos(Math.round(node.required("at").asDouble() * 1e6)),
        Command.parse(node.required("command").asText()),
        node.required("by").asText(),
        node.has("flow") ? Optional.of(node.get("flow").asText()) : Optional.empty());
  }

  /** What a run came to against its baseline. */
  public static ObjectNode of(BaselineComparison compared) {
    ObjectNode node = JSON.objectNode();
    node.put("baseline", compared.baseline()).put("finding", compared.finding());
    compared.lines().forEach(node.putArray("lines")::add);
    return node;
  }

  /** The result with what only its end knew. */
  static RunRecord ended(RunRecord result, JsonNode node) {
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

  /** The range of a figure; without an end where there is none. */
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

  static List<String> notes(JsonNode node) {
    return list(node.path("notes"));
  }

  private static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText()));
    return texts;
  }

  static RunEnd ending(JsonNode node) {
    return new RunEnd(
        RunEnd.How.valueOf(node.required("how").asText()), node.required("detail").asText());
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
