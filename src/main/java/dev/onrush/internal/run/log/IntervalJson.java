package dev.onrush.internal.run.log;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.CompactTimes;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of an interval to JSON and back: its counts and histograms without loss. Times are
 * in milliseconds since the run's start; sums within a histogram are in microseconds.
 */
public final class IntervalJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::kind)
          .thenComparing(Series::name)
          .thenComparing(Series::userClass)
          .thenComparing(Series::phase)
          .thenComparing(Series::outcome);

  private IntervalJson() {}

  /** One interval by itself, to the millisecond; its counts and histograms without loss. */
  public static JsonNode of(Interval interval) {
    try (TokenBuffer tokens = new TokenBuffer(RunJson.MAPPER, false)) {
      tokens.writeStartObject();
      write(tokens, interval, new HashMap<>());
      tokens.writeEndObject();
      return RunJson.MAPPER.readTree(tokens.asParser());
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
      RunJson.MAPPER.writeTree(json, of(interval.vitals().get()));
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
        RunJson.MAPPER.writeTree(json, of(of.getValue()));
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
      RunJson.MAPPER.writeTree(json, node.get("failures"));
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
        RunJson.millis(node, "length"),
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
                RunJson.millis(node, "gc"),
                RunJson.millis(node, "standstill"),
                RunJson.millis(node, "pauses"),
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
        RunJson.millis(node, "start"),
        RunJson.millis(node, "end"),
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
}
