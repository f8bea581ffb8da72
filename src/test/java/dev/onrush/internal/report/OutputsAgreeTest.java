package dev.onrush.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.ReportTest.Sample;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.JUnitXml;
import dev.onrush.internal.report.file.OpenMetrics;
import dev.onrush.internal.report.file.RequestsCsv;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.file.TimelineCsv;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.result.Judgement;
import dev.onrush.units.Quantity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The figures of one run, read from all of its output files. */
class OutputsAgreeTest {

  private static final List<String> SUBJECTS = List.of("All", "List groups");

  /** The name of a figure in the tables, and its key in result.json. */
  private static final Map<String, String> FIGURES =
      Map.of(
          "requests", "requests",
          "failures", "failures",
          "%", "errorRate",
          "req/s", "perSecond",
          "mean", "mean",
          "p50", "p50",
          "p95", "p95",
          "p99", "p99");

  private final Sample sample = ReportTest.sample();
  private final JsonNode json = json(ResultJson.of(sample.result()));

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the texts of the figures in result.json. */
  private Map<String, String> expected(String subject) {
    JsonNode of = subject.equals("All") ? json.get("all") : null;
    for (JsonNode request : json.get("requests")) {
      of = request.get("name").asText().equals(subject) ? request : of;
    }
    assertThat(of).isNotNull();
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, String> figure : FIGURES.entrySet()) {
      double value = of.get(figure.getValue()).asDouble();
      texts.put(figure.getKey(), text(figure.getKey(), value));
    }
    return texts;
  }

  private static String text(String figure, double value) {
    return List.of("requests", "failures").contains(figure)
        ? Quantity.count((long) value)
        : Line.number(value);
  }

  /** Returns the row of a subject in the last Markdown table that contains it, by column name. */
  private static Map<String, String> row(String markdown, String subject) {
    Map<String, String> found = new LinkedHashMap<>();
    List<String> head = List.of();
    for (String line : markdown.lines().toList()) {
      List<String> cells =
          List.of(line.replaceAll("</?code>", "").split("\\|", -1)).stream()
              .map(String::strip)
              .toList();
      if (cells.contains("p95") && cells.contains("requests")) {
        head = cells;
      } else if (cells.size() == head.size() && cells.get(1).equals(subject)) {
        for (int i = 2; i < head.size() - 1; i++) {
          found.put(head.get(i), cells.get(i));
        }
      }
    }
    return found;
  }

  @Test
  void tables_of_requests_have_the_same_figures_to_the_letter() {
    String summary = SummaryMarkdown.of(sample.result());
    String pullRequest = PullRequestMarkdown.of(sample.result());
    JsonNode page = sample.data();
    for (String subject : SUBJECTS) {
      Map<String, String> expected = expected(subject);
      assertThat(row(summary, subject)).as("summary.md " + subject).containsAllEntriesOf(expected);
      assertThat(row(pullRequest, subject))
          .as("pull-request.md " + subject)
          .containsAllEntriesOf(expected);
      assertThat(onPage(page, subject)).as("report.html " + subject).containsAllEntriesOf(expected);
      assertThat(inCsv(subject)).as("requests.csv " + subject).containsAllEntriesOf(expected);
    }
  }

  private static Map<String, String> onPage(JsonNode page, String subject) {
    Map<String, String> found = new LinkedHashMap<>();
    for (JsonNode line : page.get("tables").get(subject.equals("All") ? "all" : "requests")) {
      if (line.get("name").asText().equals(subject)) {
        for (int i = 0; i < page.get("columns").size(); i++) {
          found.put(page.get("columns").get(i).asText(), line.get("texts").get(i).asText());
        }
      }
    }
    return found;
  }

  private Map<String, String> inCsv(String subject) {
    Map<String, String> columns =
        Map.of(
            "error_rate_percent", "%",
            "requests_per_s", "req/s",
            "requests", "requests",
            "failures", "failures",
            "mean_ms", "mean",
            "p50_ms", "p50",
            "p95_ms", "p95",
            "p99_ms", "p99");
    List<String> lines = RequestsCsv.of(sample.result()).lines().toList();
    List<String> head = List.of(lines.get(0).split(",", -1));
    String line = lines.stream().filter(l -> l.startsWith(subject + ",")).findFirst().orElseThrow();
    List<String> cells = List.of(line.split(",", -1));
    Map<String, String> found = new LinkedHashMap<>();
    columns.forEach(
        (column, figure) ->
            found.put(figure, text(figure, Double.parseDouble(cells.get(head.indexOf(column))))));
    return found;
  }

  @Test
  void the_console_and_the_tiles_have_the_same_figures_with_their_units() {
    for (String subject : SUBJECTS) {
      JsonNode of = subject.equals("All") ? json.get("all") : json.get("requests").get(1);
      String line =
          ConsoleSummary.text(sample.result(), Path.of("x"))
              .lines()
              .filter(l -> l.startsWith(subject + "  "))
              .findFirst()
              .orElseThrow();
      assertThat(line.split(" {2,}"))
          .containsExactly(
              subject,
              Quantity.count(of.get("requests").asLong()),
              Quantity.count(of.get("failures").asLong()),
              Quantity.FREQUENCY.text(of.get("perSecond").asDouble()),
              Quantity.TIME.text(of.get("p50").asDouble()),
              Quantity.TIME.text(of.get("p95").asDouble()),
              Quantity.TIME.text(of.get("p99").asDouble()),
              Quantity.TIME.text(of.get("max").asDouble()));
    }
    JsonNode all = json.get("all");
    List<String> tiles = new ArrayList<>();
    sample.data().get("tiles").forEach(tile -> tiles.add(tile.get("text").asText()));
    assertThat(tiles)
        .startsWith(
            Quantity.count(all.get("requests").asLong()),
            Quantity.FREQUENCY.text(all.get("perSecond").asDouble()),
            Quantity.SHARE.text(all.get("errorRate").asDouble()),
            Quantity.TIME.text(all.get("p50").asDouble()),
            Quantity.TIME.text(all.get("p95").asDouble()),
            Quantity.TIME.text(all.get("p99").asDouble()),
            Quantity.TIME.text(all.get("max").asDouble()));
  }

  @Test
  void metrics_and_the_timeline_add_up_to_the_same_figures() {
    String metrics = OpenMetrics.of(sample.result());
    JsonNode all = json.get("all");

    assertThat(metrics)
        .contains("onrush_requests_per_second " + all.get("perSecond").asDouble() + "\n");
    String p95 =
        metrics
            .lines()
            .filter(l -> l.startsWith("onrush_response_time_seconds{quantile=\"0.95\"} "))
            .findFirst()
            .orElseThrow();
    assertThat(
            Quantity.TIME.text(1000 * Double.parseDouble(p95.substring(p95.lastIndexOf(' ') + 1))))
        .isEqualTo(Quantity.TIME.text(all.get("p95").asDouble()));
    List<String> rows = TimelineCsv.of(sample.result()).lines().skip(1).toList();
    assertThat(rows.stream().mapToLong(r -> Long.parseLong(r.split(",", -1)[2])).sum())
        .isEqualTo(all.get("requests").asLong());
    assertThat(rows.stream().mapToLong(r -> Long.parseLong(r.split(",", -1)[3])).sum())
        .isEqualTo(all.get("failures").asLong());
  }

  @Test
  void each_threshold_has_the_same_figure_and_status_everywhere() {
    String console = ConsoleSummary.text(sample.result(), Path.of("x"));
    String summary = SummaryMarkdown.of(sample.result());
    String junit = JUnitXml.of(sample.result());
    List<Judgement> judgements = sample.result().judgements();
    for (int i = 0; i < judgements.size(); i++) {
      Judgement judgement = judgements.get(i);
      JsonNode written = json.get("thresholds").get(i);
      JsonNode shown = sample.data().get("thresholds").get(i);
      String actual =
          written.has("actual")
              ? judgement.threshold().valueText(written.get("actual").asDouble())
              : "no data";

      assertThat(shown.get("actual").asText()).isEqualTo(actual);
      assertThat(shown.get("status").asText()).isEqualTo(judgement.status());
      assertThat(console)
          .matches("(?s).*\\n" + judgement.status() + " [^\\n]* " + actual + "  of [^\\n]*\\n.*");
      assertThat(summary).contains(" | " + actual + " | ");
      if (judgement.status().equals("FAIL") || judgement.status().equals("WARN")) {
        String limit = judgement.threshold().limit(written.get("actual").asDouble());
        assertThat(junit).contains(" was " + actual + " (" + limit + ")");
      }
    }
  }

  @Test
  void the_sentence_of_the_verdict_is_the_same_everywhere() {
    String reason = sample.result().reason();
    String figure = reason.substring(reason.lastIndexOf(" was "));

    assertThat(json.get("reason").asText()).isEqualTo(reason);
    assertThat(sample.data().get("reason").asText()).isEqualTo(Texts.shown(reason));
    assertThat(ConsoleSummary.text(sample.result(), Path.of("x"))).contains(figure);
    assertThat(SummaryMarkdown.of(sample.result())).contains(figure);
    assertThat(PullRequestMarkdown.of(sample.result())).contains(figure);
    assertThat(JUnitXml.of(sample.result())).contains(figure);
  }
}
