package dev.onrush.internal.report.file;

import dev.onrush.internal.page.Line;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.text.Printable;
import dev.onrush.units.Percentile;
import dev.onrush.units.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Builds {@code metrics.txt}: the key figures in the text format of OpenMetrics, in its base units.
 * GitLab's metrics reports read this file to show what a merge request changes. A sample without a
 * label covers all requests.
 */
public final class OpenMetrics {

  private static final List<Percentile> PERCENTILES =
      List.of(Percentile.P50, Percentile.P95, Percentile.P99);

  private final StringBuilder text = new StringBuilder();

  private OpenMetrics() {}

  public static String of(RunRecord result) {
    return new OpenMetrics().write(new Summary(result));
  }

  private String write(Summary summary) {
    family(
        summary,
        new Family("onrush_requests_per_second", "gauge", "", "Requests per second."),
        (line, label) ->
            sample("onrush_requests_per_second", label, Quantity.plain(line.perSecond())));
    family(
        summary,
        new Family(
            "onrush_error_ratio",
            "gauge",
            "ratio",
            "Failures divided by attempts, whether sent or not, 0 to 1."),
        (line, label) -> {
          if (line.of().answerable() > 0) {
            sample("onrush_error_ratio", label, shifted(line.of().errorRate(), 2));
          }
        });
    family(
        summary,
        new Family(
            "onrush_response_time_seconds",
            "summary",
            "seconds",
            "Response times, including those of failed requests; quantiles are nearest ranks."),
        (line, label) -> {
          if (line.times().count() > 0) {
            for (Percentile p : PERCENTILES) {
              String quantile = "quantile=\"" + shifted(p.value(), 2) + "\"";
              sample(
                  "onrush_response_time_seconds",
                  label.isEmpty() ? quantile : label + "," + quantile,
                  shifted(line.times().at(p), 3));
            }
          }
        });
    return text.append("# EOF\n").toString();
  }

  /**
   * The metadata of a metric family.
   *
   * @param unit empty if it has none
   */
  private record Family(String name, String type, String unit, String help) {}

  private void family(Summary summary, Family family, BiConsumer<Line, String> samples) {
    text.append("# TYPE ").append(family.name).append(' ').append(family.type).append('\n');
    if (!family.unit.isEmpty()) {
      text.append("# UNIT ").append(family.name).append(' ').append(family.unit).append('\n');
    }
    text.append("# HELP ").append(family.name).append(' ').append(family.help).append('\n');
    samples.accept(summary.total(), "");
    summary
        .requests()
        .forEach(line -> samples.accept(line, "request=\"" + escaped(line.name()) + "\""));
  }

  private void sample(String name, String labels, String value) {
    text.append(name)
        .append(labels.isEmpty() ? "" : "{" + labels + "}")
        .append(' ')
        .append(value)
        .append('\n');
  }

  /** Moves the decimal point to the left by this number of places and keeps all digits. */
  private static String shifted(double value, int places) {
    BigDecimal shifted = BigDecimal.valueOf(value).movePointLeft(places);
    return shifted.signum() == 0 ? "0" : shifted.stripTrailingZeros().toPlainString();
  }

  /**
   * Escapes a name as OpenMetrics requires. In addition, a number sign becomes its full-width form:
   * GitLab takes the rest of the line for a comment, and then refuses the whole file because of an
   * unclosed quote.
   */
  private static String escaped(String name) {
    return Printable.escaped(name)
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace('#', '\uff03');
  }
}
