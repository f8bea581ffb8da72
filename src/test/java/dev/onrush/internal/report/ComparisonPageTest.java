package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.Golden;
import dev.onrush.internal.baseline.RunBlocks;
import dev.onrush.internal.baseline.RunComparison;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.RunsOverTime;
import dev.onrush.internal.report.comparison.Comparison;
import dev.onrush.internal.report.comparison.ComparisonData;
import dev.onrush.internal.report.comparison.ComparisonData.Compared;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.LoadProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ComparisonPageTest extends PageTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)> | " + "b".repeat(120);
  private static final LoadProfile PROFILE = arrivalRate().hold(perSecond(40), ofSeconds(30));

  private record Made(RunRecord result, List<Interval> intervals) {}

  /**
   * Two requests, each 20 times a second with 100 to 140 ms; the hostile one times {@code factor}.
   */
  private static Made run(int hour, int seconds, double factor, Map<String, String> facts) {
    SplittableRandom random = new SplittableRandom(hour);
    RunInfo info =
        SampleInfo.named("LoadTest", "Load <b>plan</b>")
            .startedAt(Instant.parse("2026-01-02T03:04:05Z").plusSeconds(3_600L * hour))
            .on(PROFILE)
            .requests("Log in", HOSTILE)
            .judged(p95().below(ofSeconds(1)))
            .shape(Map.of("workload", "arrival rate"))
            .facts(facts)
            .info();
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    Recorder recorder = new Recorder(info.phases(), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < seconds; second++) {
      for (int i = 0; i < 20; i++) {
        for (String request : info.requests()) {
          long start = second * 1_000L;
          double times = request.equals(HOSTILE) ? factor : 1;
          long end = start + Math.round(times * random.nextInt(100, 140));
          recorder.response("B", "", request, start, end, true, "200", "");
        }
      }
      Interval interval = recorder.takeInterval(ofSeconds(second + 1));
      judge.add(interval);
      intervals.add(interval);
    }
    return new Made(SampleRecord.of(info, judge).record(), intervals);
  }

  private static ObjectNode data(Made... runs) {
    RunsOverTime overTime = new RunsOverTime(ofSeconds(30));
    List<Compared> compared = new ArrayList<>();
    List<RunBlocks> blocks = new ArrayList<>();
    for (Made run : runs) {
      run.intervals().forEach(overTime.next());
      compared.add(
          new Compared(
              "LoadTest-" + (compared.size() + 1),
              Optional.of("./../LoadTest-" + (compared.size() + 1) + "/report.html"),
              run.result()));
      blocks.add(RunBlocks.of(PROFILE.phases(), run.intervals()));
    }
    return ComparisonData.of(
        compared,
        overTime,
        blocks.stream().skip(1).map(b -> RunComparison.of(blocks.subList(0, 1), b)).toList());
  }

  private static ObjectNode slower() {
    return data(
        run(0, 30, 1, Map.of("revision", "a".repeat(40), "target", "http://127.0.0.1:8080")),
        run(1, 30, 1.5, Map.of("revision", "b".repeat(40), "target", "http://127.0.0.1:8080")));
  }

  private static ObjectNode three() {
    return data(
        run(0, 30, 1, Map.of("environment", "old")),
        run(1, 30, 0.5, Map.of("environment", "new")),
        run(2, 5, 1, Map.of()));
  }

  @Test
  void the_data_of_compare_html_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/comparison-data.json",
        Golden.inGerman(() -> slower().toPrettyString() + "\n"));
  }

  @Test
  void runs_of_different_lengths_share_one_clock() {
    RunsOverTime overTime = new RunsOverTime(ofSeconds(30));
    run(0, 30, 1, Map.of()).intervals().forEach(overTime.next());
    run(1, 5, 1, Map.of()).intervals().forEach(overTime.next());
    ObjectNode node = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();

    overTime.write(node);

    assertThat(node.get("ends")).hasSize(30);
    assertThat(node.at("/runs/0/perSecond/29").asDouble()).isEqualTo(40);
    assertThat(node.at("/runs/1/perSecond/4").asDouble()).isEqualTo(40);
    assertThat(node.at("/runs/1/perSecond/5").isNull()).isTrue();
    assertThat(node.at("/runs/1/p95/5").isNull()).isTrue();
  }

  @Test
  void a_share_of_failures_is_known_only_where_something_was_tried() {
    String table =
        Comparison.markdown(
            List.of(run(0, 0, 1, Map.of()).result(), run(1, 5, 1, Map.of()).result()));

    assertThat(table.substring(table.indexOf("| All |"))).contains("|  | failed | - | 0 % |");
  }

  @Test
  void a_day_has_at_most_600_cells() {
    RunsOverTime overTime = new RunsOverTime(ofSeconds(86_400));
    ObjectNode node = new com.fasterxml.jackson.databind.ObjectMapper().createObjectNode();

    overTime.write(node);

    assertThat(node.get("ends")).hasSize(600);
    assertThat(node.at("/ends/599").asLong()).isEqualTo(86_400_000);
  }

  @Test
  void a_slower_request_comes_first_and_its_name_stays_text() throws Exception {
    open(page(HtmlPage.COMPARISON.of(slower())), WIDE);

    assertThat(text("h1")).isEqualTo("✗ REGRESSION Load <b>plan</b>");
    assertThat(texts("#differences tbody tr th")).first().isIn("All requests", HOSTILE);
    assertThat(texts("#differences tbody tr th")).contains(HOSTILE);
    assertThat(text("#differences tbody tr td:last-child")).isEqualTo("✗ REGRESSION");
    assertThat(text("#overview .reason"))
        .startsWith("p9")
        .contains(" became worse: ", " in A, ", " in B (+")
        .endsWith(" worse.");
    assertThat(texts("#runs tbody tr th"))
        .containsExactly("verdict", "reason", "started", "lasted", "revision");
    assertThat(browser.evaluate("document.images.length").asInt()).isZero();
    assertChartsDrawn(5);
  }

  /** The plot comes before all charts, and each of its rows shows the same figures as its texts. */
  @Test
  void the_comparison_begins_with_a_forest_plot_of_runs_that_are_named() throws Exception {
    open(page(HtmlPage.COMPARISON.of(slower())), WIDE);

    assertThat(texts("#overview .pair li"))
        .satisfiesExactly(
            a ->
                assertThat(a)
                    .startsWith("A1 ✓ PASS report.html2026-01-02 03:04:05 UTC")
                    .endsWith("commit aaaaaaaaaa…"),
            b -> assertThat(b).startsWith("B2 ✓ PASS").endsWith("commit bbbbbbbbbb…"));
    assertThat(texts("#differences thead th"))
        .containsExactly(
            "request",
            "statistic",
            "A",
            "B",
            "better | worse",
            "difference",
            "interval",
            "finding");
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('#differences tbody tr')].every((row) => {
                      const [statistic, a, b, plot, change, interval, finding] = row.querySelectorAll('td');
                      const svg = plot.querySelector('svg.forest');
                      return svg.getAttribute('aria-label').endsWith(`: ${change.textContent} (${interval.textContent})`)
                        && (finding.textContent === '✗ REGRESSION') === svg.classList.contains('FAIL')
                        && (finding.textContent === '? INCONCLUSIVE') === svg.classList.contains('NO_DATA');
                    })""")
                .asBoolean())
        .isTrue();
    assertThat(texts("#figures thead th"))
        .containsExactly("request", "figure", "A", "B", "difference");
  }

  @Test
  void neighbouring_charts_of_times_have_the_same_scale() throws Exception {
    open(page(HtmlPage.COMPARISON.of(slower())), WIDE);

    assertThat(
            browser
                .evaluate(
                    """
                    new Set([...document.querySelectorAll('#time .three .plot')].map((plot) =>
                      [...plot.querySelectorAll('.tick[text-anchor=end]')].map((tick) => tick.textContent)
                        .filter((text) => text.endsWith('s')).join())).size""")
                .asInt())
        .isEqualTo(1);
    assertThat(texts("#time .three h3")).containsExactly("p50", "p95", "p99");
  }

  @Test
  void a_figure_that_is_many_times_as_large_is_told_as_a_factor() throws Exception {
    open(
        page(HtmlPage.COMPARISON.of(data(run(0, 30, 1, Map.of()), run(1, 30, 25, Map.of())))),
        WIDE);

    assertThat(text("#overview .reason")).contains("(×2");
    assertThat(texts("#differences tbody td:nth-child(6)")).first().asString().startsWith("×2");
    assertThat(texts("#differences tbody td"))
        .noneMatch(cell -> cell.contains("+2,") || cell.contains("+24"));
  }

  @Test
  void a_wide_interval_is_inconclusive_and_never_no_change() throws Exception {
    open(
        page(HtmlPage.COMPARISON.of(data(run(0, 12, 1, Map.of()), run(5, 12, 1, Map.of())))), WIDE);

    assertThat(text("h1")).startsWith("? INCONCLUSIVE");
    assertThat(
            browser
                .evaluate(
                    """
                    data.differences.filter((d) => d.finding === 'NO_CHANGE')
                      .every((d) => Math.max(-d.low, d.high) <= d.margin || d.a * (d.high - d.low) / 200 <= 2)
                      && data.differences.filter((d) => d.finding === 'INCONCLUSIVE').length > 0""")
                .asBoolean())
        .isTrue();
    assertThat(texts("#overview .notes li"))
        .anyMatch(note -> note.contains("inconclusive: the interval is too wide"));
  }

  @Test
  void differences_sort_and_filter() throws Exception {
    open(page(HtmlPage.COMPARISON.of(slower())), WIDE);

    click("#differences thead th:nth-child(2) button");
    assertThat(texts("#differences tbody td:nth-child(2)"))
        .startsWith("error rate", "error rate", "error rate", "mean")
        .endsWith("throughput");
    browser.evaluate(
        """
        {
          const input = document.querySelector('#differences input[type=search]');
          input.value = 'regression';
          input.dispatchEvent(new Event('input'));
        }""");
    assertThat(texts("#differences tbody tr:not([hidden]) td:last-child"))
        .isNotEmpty()
        .containsOnly("✗ REGRESSION");
  }

  @Test
  void three_runs_stand_side_by_side_and_a_short_one_is_told_so() throws Exception {
    open(page(HtmlPage.COMPARISON.of(three())), WIDE);

    assertThat(text("h1")).startsWith("✓ IMPROVEMENT");
    assertThat(texts("#overview .pair .long")).containsExactly("old", "new", "3");
    assertThat(texts("#runs thead .run")).containsExactly("Aold", "Bnew", "C3");
    assertThat(texts("#differences tbody td:nth-child(4)")).containsOnly("B");
    assertThat(texts("#differences details li"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("C: ") || line.startsWith("B: "))
        .anyMatch(line -> line.startsWith("C: p50 of All requests: the current run has"));
    assertThat(texts("#time .chart:first-child .key .name")).first().isEqualTo("A");
    assertThat(texts("#figures thead th")).endsWith("A", "B", "C", "B - A", "C - A");
  }

  @Test
  void the_comparison_fits_a_phone() throws Exception {
    open(page(HtmlPage.COMPARISON.of(three())), PHONE);

    assertThat(tooWide(PHONE)).isEmpty();
    // Cards, with no cell cut off.
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('.cards tbody td, .cards tbody th')].every((cell) => {
                      const box = cell.getBoundingClientRect();
                      return box.left >= 0 && box.right <= innerWidth;
                    }) && getComputedStyle(document.querySelector('#differences tbody tr')).display === 'grid'""")
                .asBoolean())
        .isTrue();
  }
}
