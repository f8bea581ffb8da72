package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.Golden;
import dev.onrush.internal.capacity.LevelOutcome;
import dev.onrush.internal.capacity.ProbeResult;
import dev.onrush.internal.capacity.SearchEnd;
import dev.onrush.internal.capacity.SearchResult;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.internal.report.summary.Probes;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CapacityReportTest extends PageTest {

  private static final String BROKE = "p95 was 1.2 s (limit 200 ms): <Pay>";

  private static ProbeResult probe(
      int number, double level, LevelOutcome outcome, String why, double answered, double p95) {
    return probe(number, level, outcome, why, answered, OptionalDouble.of(p95));
  }

  private static ProbeResult probe(
      int number,
      double level,
      LevelOutcome outcome,
      String why,
      double answered,
      OptionalDouble p95) {
    return new ProbeResult(
        number,
        level,
        ofSeconds(30L * number),
        ofSeconds(30L * number + 20),
        outcome,
        why,
        (long) (20 * level),
        answered,
        p95,
        0,
        List.of());
  }

  /** 400 held twice and 500 broke twice; the generator was disturbed once. */
  private static RunRecord result() {
    return result(
        probe(1, 50, LevelOutcome.HELD, "", 50, 10),
        probe(2, 100, LevelOutcome.HELD, "", 100, 10),
        probe(3, 200, LevelOutcome.INVALID, "start delay was 1 s", 150, 900),
        probe(4, 200, LevelOutcome.HELD, "", 200, 11),
        probe(5, 400, LevelOutcome.HELD, "", 400, 14),
        probe(6, 800, LevelOutcome.BROKE, "p95 was 9 s (limit 200 ms)", 430, 9_000),
        probe(7, 500, LevelOutcome.BROKE, BROKE, 430, 1_200),
        probe(8, 400, LevelOutcome.HELD, "", 400, 15),
        probe(9, 500, LevelOutcome.BROKE, "p95 was 1 s (limit 200 ms)", 430, 1_000));
  }

  private static RunRecord result(ProbeResult... probes) {
    return SampleRecord.of(ReportTest.sample().result())
        .searched(
            new SearchResult(
                capacitySearch().from(perSecond(50)).upTo(perSecond(2_000)).within(ofPercent(25)),
                Optional.empty(),
                List.of(),
                SearchEnd.FOUND,
                "",
                List.of(probes)))
        .record();
  }

  @Test
  void the_console_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/capacity-console.txt",
        Golden.inGerman(() -> ConsoleSummary.text(result(), Path.of("reports/SampleTest"))));
  }

  @Test
  void the_tiles_have_the_names_of_the_marks_in_the_charts() {
    assertThat(Probes.tiles(result().capacity().orElseThrow()).keySet())
        .contains("Capacity", "Breaking point")
        .isSubsetOf("Capacity", "Breaking point", "Knee");
  }

  @Test
  void a_probe_whose_requests_could_not_be_made_has_a_share_of_failures() {
    ProbeResult failed =
        new ProbeResult(
            1,
            50,
            ofSeconds(10),
            ofSeconds(30),
            LevelOutcome.BROKE,
            BROKE,
            0,
            0,
            OptionalDouble.empty(),
            100,
            List.of());
    SearchResult found = result(failed).capacity().orElseThrow();

    assertThat(Probes.texts(found, failed).get(Probes.COLUMNS.indexOf("errors %")))
        .isEqualTo("100");
    ProbeResult silent =
        new ProbeResult(
            1,
            50,
            ofSeconds(10),
            ofSeconds(30),
            LevelOutcome.INVALID,
            "no user came",
            0,
            0,
            OptionalDouble.empty(),
            0,
            List.of());
    assertThat(Probes.texts(found, silent).get(Probes.COLUMNS.indexOf("errors %"))).isEqualTo("-");
  }

  @Test
  void all_reports_tell_the_same() throws Exception {
    RunRecord result = result();
    JsonNode json = new ObjectMapper().readTree(ResultJson.of(result));

    assertThat(json.at("/capacity/proven").asDouble()).isEqualTo(400);
    assertThat(json.at("/capacity/breakingPoint").asDouble()).isEqualTo(500);
    assertThat(json.at("/capacity/knee").asDouble()).isEqualTo(400);
    assertThat(json.at("/capacity/brokeFirst").asText()).isEqualTo(BROKE);
    assertThat(json.at("/capacity/sentence").asText()).isEqualTo(result.reason());
    assertThat(SummaryMarkdown.of(result))
        .contains("- capacity: 400/s\n")
        .contains(
            "| 7 | 500/s | 430 | 1.20 s | 0 | broke | breaking point: p95 was 1.2 s (limit 200 ms):"
                + " &lt;Pay&gt; |");
    assertThat(PullRequestMarkdown.of(result)).contains("<code>capacity: 400/s</code>");
    assertThat(json.has("levels")).as("probes are no levels of a sweep").isFalse();
  }

  @Test
  void a_search_of_one_flow_names_it_and_what_was_beside_it() throws Exception {
    RunRecord some = result();
    SearchResult all = some.capacity().orElseThrow();
    RunRecord result =
        SampleRecord.of(some)
            .searched(
                new SearchResult(
                    all.asked(),
                    Optional.of("Labs"),
                    List.of("Clerks at 40 users"),
                    all.ending(),
                    all.detail(),
                    all.probes()))
            .record();
    JsonNode json = new ObjectMapper().readTree(ResultJson.of(result));

    assertThat(json.at("/capacity/flow").asText()).isEqualTo("Labs");
    assertThat(json.at("/capacity/beside/0").asText()).isEqualTo("Clerks at 40 users");
    assertThat(result.reason()).startsWith("capacity 400/s in flow Labs, which held twice; 500/s");
    assertThat(ConsoleSummary.text(result, Path.of("reports/SampleTest")))
        .contains(
            "\ncapacity: 400/s in flow Labs\n",
            "\nother flows: Clerks at 40 users; the figures of the probes are of flow Labs\n");
    assertThat(SummaryMarkdown.of(result)).contains("- capacity: 400/s in flow Labs\n");
  }

  @Test
  void the_page_draws_what_was_answered_and_marks_where_it_broke() throws Exception {
    open(
        page(
            HtmlPage.REPORT.of(
                new ReportTest.Sample(result(), ReportTest.sample().intervals()).data())),
        WIDE);

    assertThat(texts("#capacity .facts li"))
        .containsExactly(
            "capacity: 400/s",
            "breaking point: 500/s; " + BROKE,
            "knee: response times climb from 400/s");
    assertThat(texts("#capacity tbody tr"))
        .hasSize(9)
        .contains("3200/s150900 ms0invalidstart delay was 1 s")
        .contains("8400/s40015.0 ms0heldknee, capacity");
    assertThat(texts("#overview .mark text"))
        .contains("knee", "capacity", "breaking point")
        .hasSize(6);
    assertThat(texts("#overview .words").get(0))
        .contains("answered: 50.0/s to 430/s, highest at 500/s, mean of probes 7 and 9.");

    browser.evaluate("document.querySelector('#overview .plot').focus()");
    browser.press("ArrowRight");
    assertThat(text("[aria-live]")).isEqualTo("50/s, probe 1: answered 50.0/s, offered 50.0/s");
  }

  @Test
  void a_probe_without_data_is_no_point_of_the_charts() throws Exception {
    RunRecord result =
        result(
            probe(1, 50, LevelOutcome.NO_DATA, "Pay was not sent", 0, OptionalDouble.empty()),
            probe(2, 50, LevelOutcome.HELD, "", 50, 10),
            probe(3, 100, LevelOutcome.HELD, "", 100, 12));
    open(
        page(
            HtmlPage.REPORT.of(
                new ReportTest.Sample(result, ReportTest.sample().intervals()).data())),
        WIDE);

    browser.evaluate("document.querySelector('#overview .plot').focus()");
    browser.press("ArrowRight");
    assertThat(text("[aria-live]")).isEqualTo("50/s, probe 2: answered 50.0/s, offered 50.0/s");
  }

  @Test
  void the_page_fits_a_phone() throws Exception {
    open(
        page(
            HtmlPage.REPORT.of(
                new ReportTest.Sample(result(), ReportTest.sample().intervals()).data())),
        PHONE);

    assertThat(tooWide(PHONE)).isEmpty();
  }
}
