package dev.onrush.internal.run.log.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Series;
import dev.onrush.internal.metrics.Tally;
import dev.onrush.internal.metrics.Users;
import dev.onrush.internal.metrics.Vitals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Converts an interval to JSON and back. Its counts and histograms are kept without loss, in the
 * format of {@link SeriesJson}. Times are in milliseconds since the run's start; sums in a
 * histogram are in microseconds.
 */
public final class IntervalJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private IntervalJson() {}

  /**
   * Returns a single interval as JSON, with times in milliseconds and counts and histograms without
   * loss.
   */
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

  /** Returns the interval from the JSON of {@link #of(Interval)}. */
  public static Interval interval(JsonNode node) {
    return interval(node, new HashMap<>());
  }

  /**
   * Writes the fields of an interval.
   *
   * @param numbers the numbers of the series that previous lines have described in full; the series
   *     that are described now are added
   */
  public static void write(JsonGenerator json, Interval interval, Map<Series, Integer> numbers)
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
    json.writeFieldName("series");
    SeriesJson.write(json, interval.tallies(), numbers);
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
   * Reads an interval.
   *
   * @param known the series by the numbers that previous lines gave them; the series of this line
   *     are added
   */
  public static Interval interval(JsonNode node, Map<Integer, Series> known) {
    Map<Series, Tally> tallies = SeriesJson.tallies(node.required("series"), known);
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
}
