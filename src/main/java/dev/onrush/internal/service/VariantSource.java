package dev.onrush.internal.service;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A source of one of the two services of a duet. Each of its series has an additional label, {@code
 * duet="A"}, which distinguishes it from the series of the other service without changing its
 * meaning.
 *
 * @param variant the value of the label
 */
public record VariantSource(ServiceSource source, String variant) implements ServiceSource {

  private static final String LABEL = "duet";

  @Override
  public String name() {
    return source.name() + " " + variant;
  }

  @Override
  public Reading read() throws IOException {
    Reading reading = source.read();
    return new Reading(
        labelled(reading.named()),
        labelled(reading.series()),
        reading.leftOut(),
        reading.malformed());
  }

  private Map<String, Double> labelled(Map<String, Double> values) {
    Map<String, Double> labelled = new HashMap<>();
    values.forEach((expression, value) -> labelled.put(labelled(expression, variant), value));
    return labelled;
  }

  /**
   * Adds the label to an expression: {@code rate(rows{table="t"})} becomes {@code
   * rate(rows{table="t",duet="A"})}.
   */
  public static String labelled(String expression, String variant) {
    String end = expression.endsWith(")") ? ")" : "";
    String series = expression.substring(0, expression.length() - end.length());
    return (series.endsWith("}") ? series.substring(0, series.length() - 1) + "," : series + "{")
        + label(variant)
        + "}"
        + end;
  }

  /**
   * Returns the expression without the label; empty if it does not have the label of this variant.
   */
  public static Optional<String> unlabelled(String expression, String variant) {
    String end = label(variant) + "}" + (expression.endsWith(")") ? ")" : "");
    if (!expression.endsWith(end)) {
      return Optional.empty();
    }
    String series = expression.substring(0, expression.length() - end.length());
    return Optional.of(
        series.substring(0, series.length() - 1)
            + (series.endsWith(",") ? "}" : "")
            + (expression.endsWith(")") ? ")" : ""));
  }

  private static String label(String variant) {
    return LABEL + "=\"" + variant + "\"";
  }

  @Override
  public void close() {
    source.close();
  }
}
