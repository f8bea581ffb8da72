package dev.onrush.internal.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.duet.Variant;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.ServiceReadings;
import dev.onrush.internal.service.VariantSource;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes why thresholds broke, with charts of the service's series that are the evidence. */
public final class WhyItBroke {

  /** The maximum number of lines that can be told apart in one chart. */
  private static final int SERIES = 6;

  /**
   * The number of leading words of a metric's name that say what it is about: {@code
   * hikaricp_connections}.
   */
  private static final int WORDS = 2;

  private WhyItBroke() {}

  /** Adds an object for each breach. */
  public static void write(ArrayNode array, Explanation explanation) {
    for (Breach breach : explanation.breaches()) {
      ObjectNode node =
          array
              .addObject()
              .put("headline", Texts.shown(breach.headline()))
              .put("from", breach.from().toMillis())
              .put("to", breach.to().toMillis());
      ArrayNode lines = node.putArray("lines");
      breach.lines().forEach(line -> lines.add(Texts.shown(line)));
      charts(node, breach, explanation.series());
    }
  }

  private static void charts(ObjectNode node, Breach breach, Map<String, FigureOverTime> known) {
    Map<String, List<FigureOverTime>> charts = new LinkedHashMap<>();
    List<Duration> moments = List.of();
    for (Cause cause : breach.causes()) {
      for (String expression : withA(cause.series())) {
        FigureOverTime series = known.get(expression);
        if (series != null) {
          moments = series.moments();
          List<FigureOverTime> of =
              charts.computeIfAbsent(about(expression), about -> new ArrayList<>());
          if (of.size() < SERIES && !of.contains(series)) {
            of.add(series);
          }
        }
      }
    }
    ArrayNode ends = node.putArray("ends");
    moments.forEach(moment -> ends.add(moment.toMillis()));
    ArrayNode array = node.putArray("charts");
    charts.forEach(
        (about, series) -> {
          ObjectNode chart = array.addObject().put("title", about);
          ArrayNode all = chart.putArray("series");
          for (FigureOverTime of : series) {
            ObjectNode one = all.addObject();
            name(one, of.series().get(0), known);
            Json.readings(one, Arrays.stream(of.values()));
          }
        });
  }

  /**
   * Writes a series' name. In a duet the variant comes first, because the label that tells A from B
   * is at the end of a long name.
   */
  private static void name(ObjectNode node, String expression, Map<String, FigureOverTime> known) {
    Optional<String> ofA = VariantSource.unlabelled(expression, Variant.A.name());
    if (ofA.isPresent()) {
      node.put("name", Texts.shown("A: " + ofA.get())).put("variant", "A");
    } else if (known.containsKey(ServiceReadings.ofA(expression))) {
      node.put("name", Texts.shown("B: " + expression)).put("variant", "B");
    } else {
      node.put("name", Texts.shown(expression));
    }
  }

  /** Returns each series, followed by the same series of A in a duet. */
  private static List<String> withA(List<String> series) {
    return series.stream().flatMap(one -> Stream.of(one, ServiceReadings.ofA(one))).toList();
  }

  /**
   * Returns the title of a series' chart. Series of one unit share a chart: the series whose
   * metrics begin with the same words.
   */
  private static String about(String expression) {
    String metric = expression.replaceFirst("^[a-z0-9]+\\(", "").replaceFirst("[{)].*", "");
    String[] words = metric.split("_", -1);
    return String.join(" ", Arrays.copyOf(words, Math.min(WORDS, words.length)));
  }
}
