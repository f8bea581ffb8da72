package dev.onrush.internal.service;

import dev.onrush.internal.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response in Prometheus's text format.
 *
 * @param samples the samples, in the order of the response
 * @param types the declared types, such as {@code counter}, by name of the family
 * @param malformed the number of lines in another format, which are not among the samples
 */
record PrometheusText(List<PrometheusSample> samples, Map<String, String> types, int malformed) {

  private static final String TYPE = "# TYPE ";

  /** The suffixes that may follow a family's name in the names of its samples. */
  private static final List<String> SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");

  /** The most characters of a line that a message shows. */
  private static final int SHOWN = 200;

  /**
   * Parses a response. A few malformed lines do not affect the others.
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
      throw new IOException(
          "the response is not in Prometheus's text format: " + Printable.cut(first, SHOWN));
    }
    return new PrometheusText(samples, types, malformed);
  }

  /**
   * The type of a sample's family. If it is not declared, the type is {@code counter} for a name
   * that ends in {@code _total}, and otherwise {@code untyped}.
   */
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
