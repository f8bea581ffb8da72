package dev.onrush.internal.service;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer in Prometheus's text format.
 *
 * @param samples in their order
 * @param types by the name of the family, such as {@code counter}; only of families that say it
 * @param malformed lines in another format, which are not among the samples
 */
record PrometheusText(List<PrometheusSample> samples, Map<String, String> types, int malformed) {

  private static final String TYPE = "# TYPE ";

  /** What the names of a family's samples may have after that of the family. */
  private static final List<String> SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");

  /** Of a line that is shown in a message. */
  private static final int SHOWN = 200;

  /**
   * Reads an answer. A few odd lines take nothing from the others.
   *
   * @throws IOException if most lines are in another format
   */
  static PrometheusText parse(String body) throws IOException {
    List<PrometheusSample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    int malformed = 0;
    String first = "";
    for (String line : body.lines().toList()) {
      if (line.startsWith(TYPE)) {
        String[] words = line.substring(TYPE.length()).strip().split("\\s+", 2);
        types.put(words[0], words.length == 2 ? words[1] : "");
      } else if (!line.isBlank() && !line.startsWith("#")) {
        try {
          samples.add(PrometheusSample.parse(line.strip()));
        } catch (IllegalArgumentException e) {
          first = malformed == 0 ? String.valueOf(e.getMessage()) : first;
          malformed++;
        }
      }
    }
    if (malformed > samples.size()) {
      String shown = first.length() <= SHOWN ? first : first.substring(0, SHOWN) + "…";
      throw new IOException("the answer is not in Prometheus's text format: " + shown);
    }
    return new PrometheusText(samples, types, malformed);
  }

  /** The type of a sample's family; {@code untyped} if nothing says it. */
  String type(String metric) {
    String own = types.get(metric);
    if (own != null) {
      return own;
    }
    @Nullable String suffix = suffix(metric);
    String family =
        suffix == null ? metric : metric.substring(0, metric.length() - suffix.length());
    String ofFamily = types.get(family);
    if (ofFamily != null) {
      return ofFamily;
    }
    return metric.endsWith("_total") ? "counter" : "untyped";
  }

  private static @Nullable String suffix(String metric) {
    return SUFFIXES.stream().filter(metric::endsWith).findFirst().orElse(null);
  }
}
