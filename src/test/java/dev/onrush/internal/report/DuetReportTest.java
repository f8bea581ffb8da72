package dev.onrush.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.JUnitXml;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.DuetComparison.Difference;
import dev.onrush.threshold.Statistic;
import dev.onrush.threshold.Statistic.AtPercentile;
import dev.onrush.threshold.Statistic.Simple;
import dev.onrush.units.Percentile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The table of a duet in each report. */
class DuetReportTest {

  private static final Statistic P95 = new AtPercentile(Percentile.P95);

  private static Difference difference(
      String request, Statistic statistic, double low, double high, double margin, String answer) {
    return new Difference(
        Optional.of(request),
        statistic,
        true,
        OptionalDouble.of(10),
        OptionalDouble.of(11),
        OptionalDouble.of((low + high) / 2),
        OptionalDouble.of(low),
        OptionalDouble.of(high),
        95,
        100,
        margin,
        answer);
  }

  private static String name(int number) {
    return "Request %02d".formatted(number);
  }

  /** Returns forty requests, each with p95 and error rate. */
  private static DuetComparison forty() {
    List<Difference> all = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      all.add(
          switch (i) {
            case 20 -> difference(name(i), P95, -9, -7, 5, "faster by 8 % (7 to 9)");
            case 30 -> difference(name(i), P95, 6, 8, 5, "slower by 7 % (6 to 8)");
            case 40 -> difference(name(i), P95, 12, 25, 5, "slower by 18 % (12 to 25)");
            default -> difference(name(i), P95, -2, 8, 5, "undecided");
          });
      all.add(
          difference(
              name(i), Simple.ERROR_RATE, -0.1, 0.1, 0.5, "no change larger than 0.5 points"));
    }
    return new DuetComparison("http://127.0.0.1:1", "http://127.0.0.1:2", 5, all);
  }

  private static ReportTest.Sample with(DuetComparison duet) {
    ReportTest.Sample sample = ReportTest.sample();
    RunRecord of = sample.result();
    return new ReportTest.Sample(
        new RunRecord(
            of.info(),
            of.ending(),
            of.timeline(),
            of.judgements(),
            of.interventions(),
            Optional.empty(),
            Optional.empty(),
            of.notes(),
            of.findings(),
            List.of(),
            Explanation.NONE,
            Optional.of(duet)),
        sample.intervals());
  }

  private static String console(RunRecord result) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    new ConsoleSummary(new PrintStream(told, true, StandardCharsets.UTF_8))
        .ended(result, Path.of("reports/x"));
    return told.toString(StandardCharsets.UTF_8);
  }

  /** Returns the names of the figures in the order of the text. */
  private static List<String> figures(String text) {
    return text.lines()
        .filter(line -> line.contains(" of Request "))
        .map(line -> line.replaceAll(".*?((p95|error rate) of Request \\d\\d).*", "$1"))
        .toList();
  }

  @Test
  void the_worst_is_first_and_each_report_counts_what_it_leaves_out() {
    ReportTest.Sample sample = with(forty());
    RunRecord result = sample.result();
    JsonNode page = sample.data().get("duet");

    for (String text : List.of(console(result), SummaryMarkdown.of(result), JUnitXml.of(result))) {
      assertThat(figures(text))
          .startsWith("p95 of Request 40", "p95 of Request 30", "p95 of Request 20")
          .contains("p95 of Request 39")
          .hasSize(60);
      assertThat(text).contains("20 more figures are in result.json.");
    }
    assertThat(page.get("rows")).hasSize(60);
    assertThat(page.at("/rows/0/texts/0").asText()).isEqualTo("p95 of Request 40 *");
    assertThat(page.get("leftOut").asText()).isEqualTo("20 more figures are in result.json.");
    String pullRequest = PullRequestMarkdown.of(result);
    assertThat(figures(pullRequest)).startsWith("p95 of Request 40").hasSize(20);
    assertThat(pullRequest).contains("60 more are in the run's folder.");
  }

  @Test
  void a_small_duet_leaves_out_nothing() {
    List<Difference> few = forty().differences().subList(0, 4);
    ReportTest.Sample sample = with(new DuetComparison("http://a", "http://b", 5, few));

    assertThat(sample.data().get("duet").has("leftOut")).isFalse();
    assertThat(console(sample.result())).doesNotContain("more figures");
  }

  @Test
  void a_mark_has_the_margin_of_its_answer() {
    Difference allowed = difference("Pay", P95, 6, 9, 10, "no change larger than 10 %");
    ReportTest.Sample sample =
        with(new DuetComparison("http://a", "http://b", 5, List.of(allowed)));

    assertThat(sample.data().at("/duet/rows/0/margin").asDouble()).isEqualTo(10);
    assertThat(json(sample.result()).at("/duet/differences/0/margin").asDouble()).isEqualTo(10);
    assertThat(json(sample.result()).at("/duet/margin").asDouble()).isEqualTo(5);
  }

  private static JsonNode json(RunRecord result) {
    try {
      return RunJson.MAPPER.readTree(ResultJson.of(result));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
