package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onrush.Golden;
import dev.onrush.ResultSchema;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.recording.KnownNames;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.Timeline;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.Lines;
import dev.onrush.internal.report.console.ConsoleSummary;
import dev.onrush.internal.report.file.Csv;
import dev.onrush.internal.report.file.OpenMetrics;
import dev.onrush.internal.report.file.RequestsCsv;
import dev.onrush.internal.report.file.ResultJson;
import dev.onrush.internal.report.markdown.PullRequestMarkdown;
import dev.onrush.internal.report.markdown.SummaryMarkdown;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.report.summary.TimesLog;
import dev.onrush.internal.run.origin.CiJob;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.text.Columns;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.LoadProfile.ConcurrentUsers;
import dev.onrush.profile.Stage;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Percentile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogProcessor;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data that other tools read from a run; names are plain text in all of it. */
class ExportsTest {

  private static final String HOSTILE =
      "=<script>alert(\"x\")</script>, | `a` *b* ~~c~~ & 'd' \\ #1 50% @team ::error::"
          + " \ud83d\udca5\r\n"
          + "line two";

  /** A cut at character 160, 200, 500 or 1,000 would split an emoji. */
  private static final String LONG = "x" + "\ud83d\udca5".repeat(5_000);

  private static final List<String> NAMES = List.of(HOSTILE, LONG, "List groups");

  private static final LoadProfile PROFILE =
      new ConcurrentUsers(List.of(new Stage("steady", 10, 10, ofSeconds(2))));

  @TempDir Path folder;

  /** Each name is requested 100 times a second, with 1 to 100 ms, for two seconds. */
  static ReportTest.Sample sample(List<String> names, List<Threshold> thresholds) {
    KnownNames known = new KnownNames(Set.copyOf(names), Set.of(), Set.of());
    Recorder recorder = new Recorder(PROFILE.phases(), text -> text, known);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 2; second++) {
      for (String name : names) {
        for (int i = 1; i <= 100; i++) {
          long start = second * 1_000L + i;
          boolean ok = i % 50 != 0;
          recorder.response(
              name, "", name, start, start + i, ok, ok ? "200" : "500", ok ? "" : name);
        }
      }
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    RunInfo info =
        SampleInfo.named("HostileTest", names.get(0))
            .startedAt(Instant.parse("2026-01-02T03:04:05.678Z"))
            .on(PROFILE)
            .requests(names)
            .judged(thresholds)
            .facts(Map.of("note", names.get(0)))
            .info();
    Judge judge = new Judge(thresholds, info.phases(), names);
    intervals.forEach(judge::add);
    return new ReportTest.Sample(SampleRecord.of(info, judge).record(), intervals);
  }

  static ReportTest.Sample hostile() {
    List<Threshold> thresholds = new ArrayList<>();
    NAMES.forEach(name -> thresholds.add(p95().of(name).below(ofMillis(1))));
    thresholds.add(errorRate().of(HOSTILE).below(ofPercent(1)).warning());
    return sample(NAMES, thresholds);
  }

  private static byte[] hlog(ReportTest.Sample sample) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TimesLog log = new TimesLog(out, sample.result().info())) {
      sample.intervals().forEach(log::add);
    }
    return out.toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void requests_csv_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/requests.csv",
        Golden.inGerman(() -> RequestsCsv.of(ReportTest.sample().result())));
  }

  @Test
  void times_hlog_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/times.hlog",
        Golden.inGerman(() -> text(hlog(ReportTest.sample()))));
  }

  @Test
  void times_hlog_of_a_long_run_gets_coarser_and_keeps_every_time() {
    Recorder recorder = new Recorder(List.of(), text -> text);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TimesLog log = new TimesLog(out, ReportTest.sample().result().info(), 3_000)) {
      for (int second = 1; second <= 1_000; second++) {
        recorder.timed("B", "", "r", 0, 1_000L * second, true, "200", "");
        log.add(recorder.takeInterval(Duration.ofSeconds(second)));
      }
    }
    HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(out.toByteArray()));
    List<Double> lengths = new ArrayList<>();
    Histogram all = new Histogram(3);
    while (reader.hasNext()) {
      Histogram of = (Histogram) reader.nextIntervalHistogram();
      if (of.getTag() == null) {
        all.add(of);
        lengths.add((of.getEndTimeStamp() - of.getStartTimeStamp()) / 1_000.0);
      }
    }

    assertThat(all.getTotalCount()).isEqualTo(1_000);
    assertThat(all.getMaxValue()).isEqualTo(all.highestEquivalentValue(1_000_000));
    assertThat(lengths.get(0)).isEqualTo(1);
    assertThat(lengths).contains(16.0, 256.0);
    assertThat(lengths.stream().mapToDouble(length -> length).sum()).isEqualTo(1_000);
  }

  @Test
  void pull_request_md_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/pull-request.md",
        Golden.inGerman(() -> PullRequestMarkdown.of(ReportTest.sample().result())));
  }

  @Test
  void metrics_txt_is_as_it_was_looked_at() {
    Golden.matches(
        "/dev/onrush/internal/report/metrics.txt",
        Golden.inGerman(() -> OpenMetrics.of(ReportTest.sample().result())));
  }

  @Test
  void result_json_is_valid_against_its_published_schema() {
    assertThat(ResultSchema.errors(ResultJson.of(ReportTest.sample().result()))).isEmpty();
    assertThat(ResultSchema.errors(ResultJson.of(hostile().result()))).isEmpty();
  }

  @Test
  void the_schema_refuses_a_field_that_it_does_not_describe_and_one_that_is_missing() {
    String json = ResultJson.of(ReportTest.sample().result());

    assertThat(ResultSchema.errors(json.replaceFirst("\"length\"", "\"duration\"")))
        .hasSize(2)
        .anySatisfy(error -> assertThat(error).contains("'length'"))
        .anySatisfy(error -> assertThat(error).contains("'duration'"));
    assertThat(
            ResultSchema.errors(
                json.replaceFirst("\"verdict\" : \"FAIL\"", "\"verdict\" : \"BAD\"")))
        .hasSize(1);
  }

  @Test
  void the_schema_describes_every_field() throws IOException {
    try (var in = getClass().getResourceAsStream("result.schema.json")) {
      var root = new ObjectMapper().readTree(in);
      assertThat(described(root)).isGreaterThan(100);
    }
  }

  /** Returns the number of fields, after checking that each has a description. */
  private static int described(JsonNode schema) {
    int fields = 0;
    for (var field : schema.path("properties").properties()) {
      assertThat(field.getValue().path("description").asText()).as(field.getKey()).isNotBlank();
      fields++;
    }
    for (JsonNode child : schema) {
      fields += described(child);
    }
    return fields;
  }

  @Test
  void times_hlog_read_by_hdrhistogram_has_the_counts_and_percentiles_of_the_result() {
    ReportTest.Sample sample = hostile();
    Map<String, Histogram> byName = new TreeMap<>();
    HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(hlog(sample)));
    int lines = 0;
    while (reader.hasNext()) {
      Histogram interval = (Histogram) reader.nextIntervalHistogram();
      String tag = interval.getTag() == null ? "" : interval.getTag();
      byName
          .computeIfAbsent(
              URLDecoder.decode(tag.replace("+", "%2B"), StandardCharsets.UTF_8),
              n -> new Histogram(3))
          .add(interval);
      // two seconds with the same four lines, from the moment of the run's start
      assertThat(interval.getStartTimeStamp())
          .isEqualTo(sample.result().info().started().plusSeconds(lines / 4).toEpochMilli());
      assertThat(interval.getEndTimeStamp() - interval.getStartTimeStamp()).isEqualTo(1_000);
      lines++;
    }

    assertThat(lines).isEqualTo(8);
    assertThat(reader.getStartTimeSec()).isEqualTo(1767323045.678);
    Summary summary = new Summary(sample.result());
    assertThat(byName).hasSize(4);
    assertSame(byName.get(""), summary.total());
    summary.requests().forEach(line -> assertSame(byName.get(line.name()), line));
  }

  private static void assertSame(Histogram histogram, Line line) {
    assertThat(histogram.getTotalCount()).isEqualTo(line.times().count());
    for (Percentile percentile : Line.PERCENTILES) {
      assertThat(
              histogram.valuesAreEquivalent(
                  histogram.getValueAtPercentile(percentile.value()),
                  Math.round(1_000 * line.times().at(percentile))))
          .as("%s of %s", percentile, line.name())
          .isTrue();
    }
  }

  @Test
  void hdrhistograms_own_processor_takes_times_hlog_for_all_requests() throws Exception {
    Path in = folder.resolve("times.hlog");
    Files.write(in, hlog(hostile()));
    Path out = folder.resolve("out");

    new HistogramLogProcessor(
            new String[] {
              "-i", in.toString(), "-o", out.toString(), "-outputValueUnitRatio", "1000"
            })
        .run();

    // 3 names, 2 seconds, 100 a second, with 1 to 100 ms
    assertThat(Files.readString(Path.of(out + ".hgrm")))
        .containsPattern("Mean *= *50\\.5\\d*,")
        .containsPattern("Max *= *100\\.\\d+, Total count *= *600\\]");
  }

  @Test
  void names_are_text_in_csv() {
    Set<String> names = new LinkedHashSet<>();
    for (List<String> row : csv(RequestsCsv.of(hostile().result()))) {
      assertThat(row).hasSize(21);
      names.add(row.get(0));
    }

    // a cell that would be a formula begins with an apostrophe, and line breaks are visible
    assertThat(names)
        .containsExactlyInAnyOrder(
            "request", "'" + HOSTILE.replace("\r\n", "\\r\\n"), "List groups", LONG, "All");
  }

  @Test
  void a_number_below_0_is_no_formula() {
    assertThat(Csv.line(List.of("-1.5", "-1+2", "@x", "\t=x", " =x", "\uff1dx", "a;=x")))
        .isEqualTo("-1.5,'-1+2,'@x,\\t=x,' =x,'\uff1dx,\"a;=x\"\n");
  }

  /** Parses CSV as in RFC 4180. */
  private static List<List<String>> csv(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    Matcher cell = Pattern.compile("(?:\"((?:[^\"]|\"\")*+)\"|([^,\"\n]*+))(,|\n)").matcher(text);
    int end = 0;
    while (cell.find()) {
      assertThat(cell.start()).isEqualTo(end);
      end = cell.end();
      row.add(cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""));
      if (cell.group(3).equals("\n")) {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    assertThat(end).isEqualTo(text.length());
    return rows;
  }

  @Test
  void names_are_text_in_openmetrics() {
    Set<String> names = new LinkedHashSet<>();
    String[] lines = OpenMetrics.of(hostile().result()).split("\n");
    Pattern sample =
        Pattern.compile(
            "(onrush_\\w+)(?:\\{(?:request=\"((?:[^\"\\\\]|\\\\.)*+)\")?,?(?:quantile=\"(0\\.\\d+)\")?\\})?"
                + " [0-9.]+");
    int samples = 0;
    for (String line : lines) {
      if (!line.startsWith("# ")) {
        Matcher matcher = sample.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        // GitLab treats text after a number sign as a comment
        assertThat(line).doesNotContain("#");
        if (matcher.group(2) != null) {
          names.add(
              matcher
                  .group(2)
                  .replace("\\\\", "\0")
                  .replace("\\\"", "\"")
                  .replace("\\r", "\r")
                  .replace("\\n", "\n")
                  .replace("\0", "\\"));
        }
        samples++;
      }
    }

    assertThat(lines[lines.length - 1]).isEqualTo("# EOF");
    // throughput, error ratio and three quantiles, each for three requests and for all
    assertThat(samples).isEqualTo(20);
    assertThat(names)
        .containsExactlyInAnyOrder(
            HOSTILE.replace('#', '\uff03').replace("\r\n", "\\r\\n"), LONG, "List groups");
  }

  @Test
  void a_pull_request_begins_with_verdict_cause_baseline_and_where_the_report_is() {
    String markdown = PullRequestMarkdown.of(ReportTest.sample().result());

    assertThat(markdown).startsWith("## ❌ <code>Sample &lt;plan&gt;</code>: FAIL\n");
    String head = markdown.substring(0, markdown.indexOf("| status |"));
    assertThat(head)
        .contains(
            "\n**Cause:** <code>connection pool exhausted (strong): ",
            "\n**Against baseline** <code>SampleTest</code>: REGRESSION\n",
            "\nMore is in report.html, in the run's folder.\n");
    assertThat(markdown)
        .contains("| ❌ FAIL |", "| ⚠️ WARN |", "| ❔ NO_DATA |", "| ✅ PASS |")
        .contains(" broke at 00:01, with 1 more threshold</code>, 03:04:06 UTC\n")
        .contains("| 10 | 00:01 (03:04:06 UTC) | 00:02 (03:04:07 UTC) |");
  }

  @Test
  void without_a_known_cause_a_pull_request_has_the_most_frequent_failure() {
    assertThat(PullRequestMarkdown.of(withFact("scale", "1")))
        .contains("\n**Most frequent failure:** <code>")
        .contains("</code>, 10 times: <code>")
        .contains("</code>, from 00:01 (03:04:06 UTC)\n")
        .doesNotContain("**Cause:**");
  }

  @Test
  void in_ci_a_pull_request_links_to_the_files_of_the_job() {
    String job = "https://github.com/shop/service/actions/runs/71";

    assertThat(PullRequestMarkdown.of(withFact(CiJob.FACT, job)))
        .contains(
            "\n[Files of the run, with report.html](" + job + "#artifacts), [job](" + job + ")\n");
    assertThat(PullRequestMarkdown.of(withFact(CiJob.FACT, "***")))
        .contains("\nMore is in report.html, in the run's folder.\n");
  }

  private static RunRecord withFact(String name, String value) {
    RunRecord sample = ReportTest.sample().result();
    return SampleRecord.of(sample).of(sample.info().with(name, value)).record();
  }

  @Test
  void names_are_text_in_the_markdown_of_a_pull_request() {
    String markdown = PullRequestMarkdown.of(hostile().result());

    assertThat(markdown)
        .doesNotContain("<script")
        .doesNotContain("~~")
        .contains(
            "<code>=&lt;script&gt;alert(\"x\")&lt;/script&gt;, \\| \\`a\\` \\*b\\* \\~\\~c\\~\\~"
                + " &amp; 'd' \\\\ #1 50% @team ::error:: \ud83d\udca5 line two</code>");
    // outside of <code> there is no name
    assertThat(markdown.replaceAll("<code>.*?</code>", "")).doesNotContain("team", "\ud83d\udca5");
    assertThat(text(markdown.getBytes(StandardCharsets.UTF_8))).isEqualTo(markdown);
  }

  @Test
  void half_an_emoji_where_a_text_is_cut_keeps_no_file_from_being_written() {
    RunRecord result = hostile().result();

    new ReportFiles(Set.of()).ended(result, folder);

    assertThat(folder.resolve("summary.md")).hasContent(SummaryMarkdown.of(result));
    assertThat(folder.resolve("requests.csv")).isNotEmptyFile();
    assertThat(folder.resolve("pull-request.md")).isNotEmptyFile();
    assertThat(folder.resolve("metrics.txt")).isNotEmptyFile();
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void the_markdown_of_a_pull_request_stays_below_60_kb_whatever_the_run_had() {
    List<String> names =
        IntStream.range(0, 120).mapToObj(i -> i + "&\ud83d\udca5".repeat(300)).toList();
    List<Threshold> thresholds = new ArrayList<>();
    names.forEach(name -> thresholds.add(p95().of(name).below(ofMillis(1))));

    String markdown = PullRequestMarkdown.of(sample(names, thresholds).result());

    assertThat(markdown.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(50_000, 60_000);
    assertThat(markdown).contains("100 more are in the run's folder.");
    assertThat(markdown.split("<details>")).hasSameSizeAs(markdown.split("</details>"));
    assertThat(markdown).endsWith("</details>\n");
  }

  @Test
  void the_columns_of_the_console_line_up_after_wide_characters() {
    String pay = "\u652f\u4ed8 \ud83d\udca5";
    List<String> names = List.of("Log in", pay);
    List<Threshold> thresholds =
        List.of(p95().of("Log in").below(ofMinutes(1)), p95().of(pay).below(ofMinutes(1)));

    String console = ConsoleSummary.text(sample(names, thresholds).result(), folder);

    assertThat(columns(console, "\nLog in ", " [0-9]"))
        .isEqualTo(columns(console, "\n" + pay, " [0-9]"));
    assertThat(columns(console, "PASS     p95 of Log in", " of [0-9]"))
        .isEqualTo(columns(console, "PASS     p95 of " + pay, " of [0-9]"));
  }

  /** The columns of a line before the end of the last text like this one. */
  private static int columns(String console, String start, String before) {
    String line =
        console.substring(console.indexOf(start)).strip().lines().findFirst().orElseThrow();
    Matcher found = Pattern.compile(before).matcher(line);
    int end = 0;
    while (found.find()) {
      end = found.end();
    }
    return Columns.width(line.substring(0, end));
  }

  @Test
  void of_many_requests_the_console_has_the_worst_and_says_where_the_others_are() {
    List<String> names = IntStream.range(0, 150).mapToObj(i -> "GET /items/" + i).toList();
    RunRecord result = sample(names, List.of(p95().below(ofMillis(1)))).result();

    String console = ConsoleSummary.text(result, folder);
    String markdown = SummaryMarkdown.of(result);
    String pullRequest = PullRequestMarkdown.of(result);

    assertThat(console.lines().filter(line -> line.startsWith("GET /items/"))).hasSize(10);
    assertThat(console)
        .contains(
            "\n140 more requests are in requests.csv; these are the 10 with the most failures, then"
                + " the highest p95.\n");
    assertThat(markdown)
        .contains(
            "\n50 more requests are in requests.csv; these are the 100 with the most failures, then"
                + " the highest p95.\n");
    assertThat(pullRequest).contains("50 more are in the run's folder.");
    assertThat(RequestsCsv.of(result).lines()).hasSize(152);
  }

  @Test
  void of_many_requests_those_that_failed_most_come_first() {
    Recorder recorder = new Recorder(PROFILE.phases(), text -> text);
    for (int i = 0; i < 30; i++) {
      recorder.timed("U", "", "fine " + i, 1, 1_000L * i, true, "200", "");
    }
    recorder.timed("U", "", "broken", 1, 1, false, "500", "no");
    Timeline timeline = new Timeline();
    timeline.add(recorder.takeInterval(ofSeconds(1)));

    List<Line> worst = Summary.worst(new Lines(timeline, PROFILE.phases()).requests(), 3);

    assertThat(worst).extracting(Line::name).containsExactly("broken", "fine 29", "fine 28");
  }
}
