package dev.onrush.internal.run.log.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Outcome;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.histogram.CompactTimes;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Converts series with their counts and histograms to JSON and back, without loss. A log contains a
 * compact encoding of the histogram; {@code result.json} contains the encoding of HdrHistogram,
 * which other programs can read.
 */
public final class SeriesJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Comparator<Series> ORDER =
      Comparator.comparing(Series::kind)
          .thenComparing(Series::name)
          .thenComparing(Series::userClass)
          .thenComparing(Series::phase)
          .thenComparing(Series::outcome);

  private SeriesJson() {}

  /**
   * Writes series as an array, in a fixed order. A series is described in full where it first
   * occurs; after that it is referred to by its number.
   *
   * @param numbers the numbers of the series that have been described in full; the series that are
   *     described now are added
   */
  static void write(JsonGenerator json, Map<Series, Tally> tallies, Map<Series, Integer> numbers)
      throws IOException {
    json.writeStartArray();
    for (Map.Entry<Series, Tally> of : ordered(tallies).entrySet()) {
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
    json.writeStringField("outcome", series.outcome().plain().name());
    if (isInBurst(series)) {
      json.writeBooleanField("inBurst", true);
    }
  }

  private static boolean isInBurst(Series series) {
    return series.outcome() != series.outcome().plain();
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

  /**
   * Reads series in either encoding.
   *
   * @param known the series by the numbers assigned before; the series of this array are added
   */
  static Map<Series, Tally> tallies(JsonNode array, Map<Integer, Series> known) {
    Map<Series, Tally> tallies = new HashMap<>();
    for (JsonNode s : array) {
      Tally tally =
          new Tally(
              s.required("requests").asLong(),
              times(s),
              s.has("least") ? times(s.get("least")) : new Distribution(), // not in older logs
              codes(s.get("codes")),
              failures(s.path("failures")));
      tallies.put(series(s, known), tally);
    }
    return tallies;
  }

  private static Series series(JsonNode s, Map<Integer, Series> known) {
    if (!s.has("kind")) {
      Series called = known.get(s.required("s").asInt());
      if (called == null) {
        throw new IllegalArgumentException(
            "series " + s.get("s") + " is referred to by its number before it is described");
      }
      return called;
    }
    Outcome outcome = Outcome.valueOf(s.required("outcome").asText());
    Series named =
        new Series(
            Series.Kind.valueOf(s.required("kind").asText()),
            s.required("userClass").asText(),
            s.required("name").asText(),
            s.required("phase").asText(),
            s.path("inBurst").asBoolean() ? outcome.inBurst() : outcome);
    if (s.has("s")) {
      known.put(s.get("s").asInt(), named);
    }
    return named;
  }

  private static Distribution times(JsonNode s) {
    long sum = s.required("sum").asLong();
    long min = s.required("min").asLong();
    long max = s.required("max").asLong();
    return s.has("histogram") // the encoding of older logs
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

  /** Returns all series, described in full, in a fixed order, with HdrHistogram's encoding. */
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
              node.put("outcome", series.outcome().plain().name());
              if (isInBurst(series)) {
                node.put("inBurst", true);
              }
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
              codes(node, tally.codes());
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

  private static void codes(ObjectNode node, Map<String, Long> codes) {
    if (!codes.isEmpty()) {
      ObjectNode of = node.putObject("codes");
      new TreeMap<>(codes).forEach(of::put);
    }
  }

  private static Map<String, Long> codes(@Nullable JsonNode node) {
    Map<String, Long> codes = new TreeMap<>();
    if (node != null) {
      node.properties().forEach(c -> codes.put(c.getKey(), c.getValue().asLong()));
    }
    return codes;
  }
}
