package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.Golden;
import dev.onrush.internal.finding.Explanation;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.histogram.Distribution;
import dev.onrush.internal.metrics.histogram.HdrTimes;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.page.RequestsOverTime;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.report.comparison.Comparison;
import dev.onrush.internal.report.console.ConsoleShape;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.JUnitXml;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.file.TimelineCsv;
import dev.onrush.internal.report.html.ReportData;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.profile.Stage;
import dev.onrush.result.BaselineComparison;
import dev.onrush.result.Breach;
import dev.onrush.result.Cause;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.Judgement;
import dev.onrush.result.Observation;
import dev.onrush.result.RunEnd;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percentile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;

public class ReportTest {

  private static final String HOSTILE =
      "<script>alert(\"x\")</script> | `a` *b* & 'c' \u0007 \ud83d\udca5\nline two";

  private static final LoadProfile PROFILE =
      new ConcurrentUsers(
          List.of(
              new Stage("ramp-up", 10, 10, ofSeconds(1)),
              new Stage("steady", 50, 50, ofSeconds(2))));

  /** A result, and the intervals that it is the sum of. */
  public record Sample(RunRecord result, List<Interval> intervals) {

    /** Returns the page's data, as created from a run's folder. */
    ObjectNode data() {
      RunOverTime overTime = new RunOverTime();
      RequestsOverTime requestsOverTime = new RequestsOverTime();
      intervals.forEach(overTime::add);
      intervals.forEach(requestsOverTime::add);
      return ReportData.of(result, overTime, requestsOverTime);
    }
  }

  static RunRecord result() {
    return sample().result();
  }

  public static Sample sample() {
    List<Interval> intervals = new ArrayList<>();
    Recorder recorder = new Recorder(PROFILE.phases(), text -> text);
    recorder.userStarted("Browsing");
    recorder.userStarted("=Active");
    for (int i = 1; i <= 100; i++) {
      recorder.response("Browsing", "", "List groups", i * 9L, i * 9L + i, true, "200", "");
    }
    intervals.add(recorder.takeInterval(ofSeconds(1)));
    for (int i = 1; i <= 1_000; i++) {
      boolean ok = i % 50 != 0;
      recorder.response(
          "=Active",
          "Checkout",
          HOSTILE,
          1_000 + i,
          1_000 + i + i * 2L,
          ok,
          ok ? "201" : "503",
          ok ? "" : i % 100 == 0 ? HOSTILE : "e".repeat(10_000));
    }
    recorder.group("=Active", "Checkout", 1_000, 2_500, true);
    recorder.crash("=Active", "", "Never sent", 1_500, "No attribute named 'x' is defined");
    recorder.userEnded("Browsing");
    recorder.arrival("Browsing", 1_500, 3_000);
    Vitals vitals =
        new Vitals(
            0.25,
            0.5,
            ofMillis(12),
            ofMillis(30),
            ofMillis(0),
            0.4,
            120,
            20_000,
            Map.of(
                HostFigure.OTHERS, 0.25,
                HostFigure.STOLEN, 0.02,
                HostFigure.CPU_PRESSURE, 0.1,
                HostFigure.SWITCHES, 1_500.0));
    intervals.add(recorder.takeInterval(ofMillis(2_000)).with(vitals));
    recorder.userEnded("=Active");
    intervals.add(recorder.takeInterval(ofMillis(3_123)));
    RunInfo info =
        SampleInfo.named("SampleTest", "Sample <plan>")
            .startedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
            .on(PROFILE)
            .requests("List groups", HOSTILE)
            .judged(
                p95().below(ofSeconds(2)),
                p99().of(HOSTILE).during(STEADY).below(ofMillis(500)),
                errorRate().by("Browsing").atMost(ofPercent(0)),
                requestCount().of("Nobody").atLeast(1),
                statusShare(503).below(ofPercent(1)).warning(),
                statusCount(201).atLeast(1).warning())
            .shape(Map.of("workload", "concurrent users"))
            .facts(new TreeMap<>(Map.of("target", "http://127.0.0.1:8080", "scale", "1")))
            .info();
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    intervals.forEach(judge::add);
    RunRecord result =
        SampleRecord.of(info, judge)
            .compared(
                new BaselineComparison(
                    "SampleTest",
                    "REGRESSION",
                    List.of(
                        "p95 of List groups: 206 ms -> 243 ms, +18 % (99 % interval +12 to +25 %):"
                            + " REGRESSION")))
            .notes("more than 500 distinct error messages; all others are counted as (other)")
            .record();
    return new Sample(result.explained(explanation()), intervals);
  }

  private static Explanation explanation() {
    String active = "hikaricp_connections_active{pool=\"<main>\"}";
    Cause cause =
        new Cause(
            "connection pool exhausted",
            Cause.Confidence.STRONG,
            ofMillis(1_000),
            List.of("connections of <main>: 10 of 10 since 00:01, 14 waiting"),
            "a larger pool",
            "docs/findings.md#connection-pool",
            List.of(active));
    return new Explanation(
        List.of(
            new Breach(
                List.of("p99 of " + HOSTILE, "error rate by Browsing"),
                ofMillis(1_000),
                ofMillis(3_000),
                true,
                List.of(cause),
                List.of(
                    new Observation(
                        "11 of 30 requests failed (only <Get>): 10 with status 500 since 00:01",
                        "the service's log")),
                List.of(active + " rose from 3 to 10 at 00:01"),
                List.of("CPU 20 %"))),
        Map.of(
            active,
            new FigureOverTime(
                List.of(ofMillis(1_000), ofMillis(2_000), ofMillis(3_123)),
                new double[] {3, Double.NaN, 10},
                List.of(active))));
  }

  /** From 10 to 50 in 4 steps: 10, 23.333, 36.667 and 50. */
  @Test
  void users_in_the_timeline_are_whole_and_arrivals_are_not() {
    assertThat(timeline(stress().from(10).to(50).inSteps(4).rampUp(ofSeconds(5)).of(ofSeconds(10))))
        .contains("Holding 10 users (step 1)", "Holding 23 users (step 2)")
        .contains("Holding 37 users (step 3)", "Holding 50 users (step 4)");
    assertThat(
            timeline(concurrentUsers().hold(5, ofSeconds(5)).rampTo(9, ofSeconds(5)).scaled(0.5)))
        .contains("Ramping to 5 users (ramp-up)");
    assertThat(
            timeline(
                stress()
                    .from(perSecond(10))
                    .to(perSecond(50))
                    .inSteps(4)
                    .rampUp(ofSeconds(5))
                    .of(ofSeconds(10))))
        .contains("Holding 23.3/s (step 2)");
  }

  @Test
  void a_fault_that_came_again_is_in_the_timeline_once_when_it_first_came() {
    List<GeneratorFinding> findings =
        List.of(
            new GeneratorFinding("it was late", ofSeconds(1), ofSeconds(2)),
            new GeneratorFinding("it stood still", ofSeconds(2), ofSeconds(3)),
            new GeneratorFinding("it was late", ofSeconds(3), ofSeconds(4)));

    assertThat(timeline(concurrentUsers().hold(5, ofSeconds(5)), findings, Optional.empty()))
        .filteredOn(text -> text.startsWith("Generator: "))
        .containsExactly("Generator: it was late", "Generator: it stood still");
  }

  @Test
  void a_phase_that_would_begin_while_answers_are_awaited_is_not_in_the_timeline() {
    LoadProfile profile = concurrentUsers().rampTo(5, ofSeconds(5)).hold(5, ofSeconds(5));

    assertThat(timeline(profile, List.of(), Optional.empty())).anyMatch(of -> of.contains("Hold"));
    assertThat(timeline(profile, List.of(), Optional.of(ofMillis(4_900))))
        .isNotEmpty()
        .noneMatch(of -> of.contains("Hold"));
  }

  /** The load is held until 10 s, and the run ends at 25 s. */
  @Test
  void a_breach_that_lasted_to_the_end_of_its_phase_is_never_within_the_limit_again() {
    LoadProfile profile = concurrentUsers().hold(5, ofSeconds(10)).rampTo(9, ofSeconds(15));
    List<Threshold> thresholds =
        List.of(p95().below(ofMillis(500)), p95().during("steady").below(ofMillis(400)));

    assertThat(ends(profile, thresholds, ofMillis(9_020), "p95 in steady", "p95"))
        .containsExactly("Within the limit again: p95");
    assertThat(ends(profile, thresholds, ofMillis(5_000), "p95 in steady", "p95"))
        .containsExactly("Within the limit again: p95 in steady, p95");
    assertThat(ends(profile, thresholds, ofMillis(5_000), "p95 at 40/s")).isEmpty();
    assertThat(ends(profile, thresholds, ofMillis(24_000), "p95")).isEmpty();
  }

  @Test
  void a_count_that_has_passed_its_limit_is_never_within_it_again() {
    LoadProfile profile = concurrentUsers().hold(5, ofSeconds(25));
    Threshold ofRun = errorCount().atMost(15);
    Threshold inWindows = errorCount().every(ofSeconds(5)).atMost(10);

    assertThat(
            ends(profile, List.of(ofRun, inWindows), ofSeconds(9), ofRun.name(), inWindows.name()))
        .containsExactly("Within the limit again: " + inWindows.name());
  }

  @Test
  void the_first_failure_of_a_message_is_told_with_the_failures_of_other_requests() {
    LoadProfile profile = concurrentUsers().hold(5, ofSeconds(25));
    RunInfo info = SampleInfo.named("SampleTest", "Sample").on(profile).info();
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    List<Interval> intervals = new ArrayList<>();
    for (String request : List.of("e1", "e1", "e3", "e3", "e3")) {
      long at = 1_000L * intervals.size();
      recorder.response("U", "", request, at, at + 10, false, "500", "found 500");
      recorder.response("U", "", "e2", at, at + 10, false, "500", "no stock");
      intervals.add(recorder.takeInterval(ofSeconds(intervals.size() + 1)));
    }
    intervals.forEach(judge::add);
    RunRecord result = SampleRecord.of(info, judge).record();

    assertThat(new Sample(result, intervals).data().get("events").findValuesAsText("text"))
        .contains(
            "First of 5 failures with this message, in e1: found 500",
            "First of 5 failures of e2: no stock");
  }

  private static List<String> ends(
      LoadProfile profile, List<Threshold> thresholds, Duration to, String... broken) {
    Breach breach =
        new Breach(
            List.of(broken), ofSeconds(1), to, true, List.of(), List.of(), List.of(), List.of());
    return events(profile, thresholds, new Explanation(List.of(breach), Map.of())).stream()
        .filter(text -> text.startsWith("Within the limit again"))
        .toList();
  }

  private static List<String> events(
      LoadProfile profile, List<Threshold> thresholds, Explanation explanation) {
    RunInfo info = SampleInfo.named("SampleTest", "Sample").on(profile).judged(thresholds).info();
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    recorder.response("U", "", "Get", 24_500, 24_510, true, "200", "");
    Interval whole = recorder.takeInterval(profile.duration());
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    judge.add(whole);
    RunRecord result = SampleRecord.of(info, judge).record().explained(explanation);
    return new Sample(result, List.of(whole)).data().get("events").findValuesAsText("text");
  }

  private static List<String> timeline(LoadProfile profile) {
    return timeline(profile, List.of(), Optional.empty());
  }

  private static List<String> timeline(
      LoadProfile profile, List<GeneratorFinding> findings, Optional<Duration> endOfLoad) {
    RunInfo info = SampleInfo.named("SampleTest", "Sample").on(profile).info();
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    Interval whole = recorder.takeInterval(profile.duration());
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    judge.add(whole);
    judge.timeline().endLoad(endOfLoad);
    RunRecord result =
        new RunRecord(
            info,
            RunEnd.COMPLETED,
            judge.timeline(),
            judge.judge(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            findings);
    return new Sample(result, List.of(whole)).data().get("events").findValuesAsText("text");
  }

  @Test
  void summary_md_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/summary.md",
        Golden.inGerman(() -> SummaryMarkdown.of(result())));
  }

  @Test
  void junit_xml_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/junit.xml", Golden.inGerman(() -> JUnitXml.of(result())));
  }

  @Test
  void timeline_csv_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/timeline.csv",
        Golden.inGerman(() -> TimelineCsv.of(result())));
  }

  @Test
  void result_json_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/result.json", Golden.inGerman(() -> ResultJson.of(result())));
  }

  @Test
  void the_data_of_report_html_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/report-data.json",
        Golden.inGerman(() -> sample().data().toPrettyString() + "\n"));
  }

  @Test
  void the_console_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/console.txt",
        Golden.inGerman(() -> ConsoleSummary.text(result(), Path.of("reports/SampleTest"))));
  }

  @Test
  void the_console_of_80_columns_is_as_it_was_looked_at() {
    String text =
        Golden.inGerman(() -> ConsoleSummary.text(result(), Path.of("reports/SampleTest"), 80));

    Golden.matches("/dev/onrush/internal/report/console-80.txt", text);
    // Tables fit; sentences are wrapped by the terminal.
    assertThat(text.lines().limit(14)).allMatch(line -> line.length() <= 80);
    assertThat(text).contains("… < 500 ms ", "count of Nobody >= 1 ");
  }

  @Test
  void what_would_have_come_out_is_in_the_last_line_however_long_the_reason_is() {
    RunRecord run = result();
    String why = "start delay was 5 s at 00:01 (beyond the limit from 00:00 to 00:01)".repeat(3);
    RunRecord late =
        run.with(
            Optional.empty(),
            run.judgements().stream().map(j -> j.untrusted(why)).toList(),
            List.of(new GeneratorFinding(why, ofSeconds(0), ofSeconds(1))));

    assertThat(ConsoleSummary.text(late, Path.of("x")).strip().lines().reduce((a, b) -> b))
        .hasValueSatisfying(
            line ->
                assertThat(line).startsWith("INVALID: start delay").endsWith("… (would be FAIL)"));
  }

  @Test
  void a_longer_status_moves_the_columns_of_all_thresholds() {
    RunRecord run = result();
    Judgement steered = run.judgements().get(0).withoutData("the run was steered by hand");
    String text =
        ConsoleSummary.text(run.with(Optional.empty(), List.of(steered), List.of()), Path.of("x"));

    assertThat(text).contains("\nNOT JUDGED p95 < 2 s ", "\nFAIL       p99 of");
  }

  @Test
  void the_verdict_is_the_last_line_and_coloured_where_colours_are_allowed() {
    assertThat(console(true)).endsWith("\u001b[1;31m" + verdictLine() + "\u001b[0m\n");
    assertThat(console(false)).endsWith("\n" + verdictLine() + "\n").doesNotContain("\u001b");
  }

  private static String verdictLine() {
    String[] lines = ConsoleSummary.text(result(), Path.of("x")).split("\n");
    return lines[lines.length - 1];
  }

  private static String console(boolean colours) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new ConsoleSummary(out, out, () -> new ConsoleShape(100, colours))
        .ended(result(), Path.of("x"));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_comparison_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/comparison.md",
        Golden.inGerman(() -> Comparison.markdown(List.of(result(), result()))));
  }

  @Test
  void a_comparison_needs_two_runs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.markdown(List.of(result())))
        .withMessage("1 run cannot be compared; pass the folders of two or more runs");
  }

  @Test
  void junit_xml_is_valid_against_the_common_schema() throws Exception {
    validate(JUnitXml.of(result()));
  }

  private static void validate(String xml) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(ReportTest.class.getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
  }

  @Test
  void an_invalid_run_is_one_error_in_junit_xml_and_its_thresholds_are_skipped() throws Exception {
    String xml = JUnitXml.of(ended(new RunEnd(RunEnd.How.INTERRUPTED, "the run was killed")));

    assertThat(xml)
        .contains("tests=\"7\" failures=\"0\" errors=\"1\" skipped=\"6\"")
        .contains("<error type=\"INVALID\" message=\"the run was killed\"></error>")
        .contains("<skipped message=\"the run is INVALID: p95 was 1.89 s (limit 2 s)\"></skipped>")
        .contains(
            "<skipped message=\"the run is INVALID: request count of Nobody has no data (no requests)\"></skipped>")
        .doesNotContain("<failure");
    assertThat(xml.split("<skipped", -1)).hasSize(7);
    validate(xml);
  }

  @Test
  void a_run_that_a_threshold_has_ended_is_its_failure_in_junit_xml() throws Exception {
    String xml = JUnitXml.of(ended(new RunEnd(RunEnd.How.ABORTED, "p99 was 1.98 s")));

    assertThat(xml)
        .contains("tests=\"7\" failures=\"2\" errors=\"0\" skipped=\"1\"")
        .contains("in steady was 1.98 s (limit 500 ms)\">FAIL: p99 of ")
        .contains(
            "<failure type=\"NO_DATA\" message=\"request count of Nobody has no data (no requests)\">")
        .doesNotContain("<error");
    validate(xml);
  }

  @Test
  void a_verdict_that_no_threshold_explains_is_the_runs_own_failure_in_junit_xml()
      throws Exception {
    RunRecord sample = result();
    String xml = JUnitXml.of(SampleRecord.of(sample.info(), sample.timeline()).record());

    assertThat(xml)
        .contains("tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\"")
        .contains(
            "<failure type=\"NO_DATA\" message=\"no threshold was set, so nothing was judged\">");
    validate(xml);
  }

  private static RunRecord ended(RunEnd ending) {
    RunRecord sample = result();
    return SampleRecord.of(sample.info(), sample.timeline())
        .judged(sample.judgements())
        .ended(ending)
        .record();
  }

  @Test
  void the_histograms_of_result_json_give_the_figures_that_it_shows() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ResultJson.of(result()));

    int compared = 0;
    for (JsonNode request : json.get("requests")) {
      for (JsonNode series : json.get("series")) {
        // the first request of this fixture has only one series, so its histogram is complete
        if (series.get("name").equals(request.get("name"))
            && request.get("failures").asInt() == 0) {
          Distribution times =
              new HdrTimes(
                      series.get("sum").asLong(),
                      series.get("min").asLong(),
                      series.get("max").asLong(),
                      series.get("histogram").asText())
                  .decoded();
          for (String name : List.of("p50", "p95", "p99", "p100")) {
            double percentile = Double.parseDouble(name.substring(1));
            assertThat(times.at(new Percentile(percentile)))
                .isEqualTo(request.get(name).asDouble());
            compared++;
          }
        }
      }
    }
    assertThat(compared).isEqualTo(4);
  }

  @Test
  void all_reports_tell_the_same_percentile() throws Exception {
    RunRecord result = result();
    JsonNode json = new ObjectMapper().readTree(ResultJson.of(result));

    // 1,100 times: from 1 to 100 and from 2 to 2,000 ms; p95 is the 1,045th, 1,890 ms
    assertThat(json.get("thresholds").get(0).get("actual").asDouble())
        .isEqualTo(json.get("all").get("p95").asDouble());
    assertThat(ConsoleSummary.text(result, Path.of("x"))).contains("p95 < 2 s");
    assertThat(SummaryMarkdown.of(result)).contains("| p95 | &lt; 2 s | 1.89 s |");
    assertThat(JUnitXml.of(result)).doesNotContain("p95 &lt; 2 s was");
  }

  /** A result with these samples, and with nothing planned or judged. */
  private static RunRecord of(Consumer<Recorder> samples) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    samples.accept(recorder);
    RunInfo info = SampleInfo.named("SampleTest", "Sample").info();
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    judge.add(recorder.takeInterval(ofSeconds(1)));
    return SampleRecord.of(info, judge).record();
  }

  /** The samples of all metrics are 1. */
  @Test
  void only_a_rate_has_a_share_of_yes() throws Exception {
    RunRecord result =
        of(
            recorder -> {
              recorder.metric("B", "items sold", 1, 1);
              recorder.rate("B", "cache hits", 1, true);
            });

    assertThat(SummaryMarkdown.of(result))
        .contains("| items sold | 1 | 1 | 1 | 1 | 1 | 1 | - |")
        .contains("| cache hits | 1 | 1 | 1 | 1 | 1 | 1 | 100 |");
    JsonNode metrics = new ObjectMapper().readTree(ResultJson.of(result)).get("metrics");
    assertThat(metrics.at("/0/metric").asText()).isEqualTo("cache hits");
    assertThat(metrics.at("/0/share").asDouble()).isEqualTo(100);
    assertThat(metrics.at("/1").has("share")).isFalse();
  }

  @Test
  void a_total_is_from_its_samples_and_a_count_is_of_its_requests() {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    for (int i = 0; i < 4; i++) {
      recorder.metric("B", "sold", 1, 2);
      recorder.response("B", "", "Ask", 1, 2, true, "200", "");
    }
    RunInfo info =
        SampleInfo.load()
            .judged(threshold("total of metric sold >= 5"), threshold("count of status 200 >= 4"))
            .info();
    Judge judge = new Judge(info.thresholds(), info.phases(), info.requests());
    judge.add(recorder.takeInterval(ofSeconds(1)));

    assertThat(ConsoleSummary.text(SampleRecord.of(info, judge).record(), Path.of("x")))
        .contains("  8  from 4 samples\n", "  4  of 4 requests\n");
  }

  @Test
  void the_statistics_of_a_result_are_readable_as_text() {
    RunRecord run = of(recorder -> recorder.response("B", "", "Ask", 0, 20, true, "200", ""));

    assertThat(run.statistics())
        .hasToString("1 request, 0 failures, 1.00/s, p50 20.0 ms, p95 20.0 ms, p99 20.0 ms");
    assertThat(of(recorder -> {}).statistics()).hasToString("0 requests, 0 failures, 0/s");
  }

  @Test
  void there_is_no_error_rate_where_nothing_could_succeed_or_fail() throws Exception {
    JsonNode none = new ObjectMapper().readTree(ResultJson.of(of(recorder -> {}))).get("all");
    JsonNode crashed =
        new ObjectMapper()
            .readTree(ResultJson.of(of(recorder -> recorder.crash("B", "", "Ask", 1, "no id"))))
            .get("all");

    assertThat(none.has("errorRate")).isFalse();
    assertThat(crashed.get("errorRate").asDouble()).isEqualTo(100);
  }

  @Test
  void a_comparison_tells_the_sum_from_a_request_named_all() {
    RunRecord run = of(recorder -> recorder.response("B", "", "All", 1, 2, true, "200", ""));

    assertThat(Comparison.markdown(List.of(run, run)))
        .contains("| All | requests |", "| (all) | requests |");
  }

  @Test
  void the_name_of_a_flow_is_text_in_what_markdown_says_of_the_generator() {
    RunRecord some = result();
    RunFlow flow = new RunFlow("<b> *Labs*", List.of("Browsing", "=Active"));
    RunRecord result =
        SampleRecord.of(some)
            .of(some.info().on(List.of(new FlowLoad(Optional.of(flow), PROFILE))))
            .record();

    assertThat(SummaryMarkdown.of(result))
        .contains("- flow &lt;b&gt; \\*Labs\\*: peak users: 50 planned")
        .doesNotContain("<b>");
  }

  @Test
  void the_console_shows_the_requests_of_each_flow_before_their_sum() {
    RunRecord some = result();
    List<FlowLoad> flows =
        List.of(
            new FlowLoad(Optional.of(new RunFlow("Labs", List.of("Browsing"))), PROFILE),
            new FlowLoad(Optional.of(new RunFlow("Clerks", List.of("=Active"))), PROFILE));
    RunRecord result = SampleRecord.of(some).of(some.info().on(flows)).record();

    List<String> names =
        ConsoleSummary.text(result, Path.of("x"))
            .lines()
            .dropWhile(line -> !line.startsWith("Request "))
            .takeWhile(line -> !line.isEmpty())
            .map(line -> line.substring(0, line.indexOf("  ")))
            .toList();

    assertThat(names).endsWith("in flow Labs", "in flow Clerks", "All");
  }
}
