package dev.onrush.internal.report.history;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onrush.Golden;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.report.PageTest;
import dev.onrush.internal.report.ReportFiles;
import dev.onrush.internal.report.ReportTest;
import dev.onrush.internal.report.history.History.Skipped;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.result.Verdict;
import dev.onrush.units.Percentile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest extends PageTest {

  private static final String HOSTILE = "<img src=x onerror=alert(1)> p95 < 1 s";

  @TempDir Path reports;

  /** Writes a file like ResultJson, with content before and after that a history does not read. */
  private Path run(String simulation, int hour, Verdict verdict, String all, String facts)
      throws IOException {
    Path folder =
        Files.createDirectory(
            reports.resolve("%s-20260102T%02d0405Z".formatted(simulation.replace('<', '_'), hour)));
    Files.writeString(
        folder.resolve("result.json"),
        """
        {"schema": "onrush-result/1", "verdict": "%s", "reason": %s, "ending": "COMPLETED",
        "length": 65000, "run": {"simulation": %s, "plan": "P", "started": "2026-01-02T%02d:04:05.678Z",
        "profile": {"stages": [{"phase": "x"}]}, "facts": {%s}}, "thresholds": [{"verdict": "FAIL"}],
        "all": {"name": "All", %s, "codes": {"200": 7, "p95": 3}, "errors": {}}, "requests": [],
        "timeline": [], "series": []}
        """
            .formatted(
                verdict,
                RunJson.MAPPER.writeValueAsString(HOSTILE),
                RunJson.MAPPER.writeValueAsString(simulation),
                hour,
                facts,
                all));
    Files.writeString(folder.resolve("report.html"), "");
    Files.writeString(folder.resolve("summary.md"), "");
    return folder;
  }

  private static String all(long requests, double errorRate, double p95, double perSecond) {
    return "\"requests\": %s, \"errorRate\": %s, \"p95\": %s, \"perSecond\": %s"
        .formatted(requests, errorRate, p95, perSecond);
  }

  private void several() throws IOException {
    for (int hour = 1; hour <= 9; hour++) {
      run(
          "LoadTest",
          hour,
          hour == 7 ? Verdict.FAIL : Verdict.PASS,
          all(1_000L * hour, hour == 7 ? 2.5 : 0, 100 + hour, 10 + hour),
          "\"scale\": \"%d\", \"revision\": \"%s\"".formatted(hour < 5 ? 1 : 2, "a".repeat(40)));
    }
    run("Spike<b>Test", 3, Verdict.NO_DATA, "\"requests\": 0, \"errorRate\": \"NaN\"", "");
    Files.createDirectories(reports.resolve("baselines/LoadTest/LoadTest-20260102T010405Z"));
    Files.createDirectory(reports.resolve("<i>foreign"));
    Files.writeString(reports.resolve("README.md"), "");
  }

  private History read() throws IOException {
    return History.read(reports, ofMinutes(1));
  }

  @Test
  void runs_are_read_newest_first_and_by_simulation() throws IOException {
    several();

    History history = read();

    assertThat(history.runs()).hasSize(10);
    assertThat(history.bySimulation().keySet()).containsExactly("LoadTest", "Spike<b>Test");
    PastRun newest = history.bySimulation().get("LoadTest").get(0);
    assertThat(newest.started()).hasToString("2026-01-02T09:04:05.678Z");
    assertThat(newest.length()).isEqualTo(ofSeconds(65));
    assertThat(newest.facts()).isEqualTo(Map.of("scale", "2", "revision", "a".repeat(40)));
    // "p95" among the codes is not a figure of theirs
    assertThat(newest.figures())
        .isEqualTo(Map.of("requests", 9_000.0, "errorRate", 0.0, "p95", 109.0, "perSecond", 19.0));
    assertThat(history.unread()).isZero();
  }

  @Test
  void the_result_of_a_real_run_is_read() throws IOException {
    RunRecord result = ReportTest.sample().result();
    Path folder = Files.createDirectory(reports.resolve("SampleTest-20260102T030405Z"));
    new ReportFiles(Set.of()).ended(result, folder);

    PastRun run = PastRun.read(folder);

    assertThat(run.simulation()).isEqualTo("SampleTest");
    assertThat(run.started()).isEqualTo(result.info().started());
    assertThat(run.verdict()).isEqualTo(result.verdict());
    assertThat(run.reason()).isEqualTo(result.reason());
    assertThat(run.facts()).isEqualTo(result.info().facts());
    assertThat(run.figure("requests")).hasValue(1_100);
    assertThat(run.figure("p95"))
        .hasValue(result.timeline().all().all().times().at(Percentile.P95));
  }

  @Test
  void a_run_that_was_steered_by_hand_makes_no_trend() throws IOException {
    run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "");
    Path folder = run("LoadTest", 2, Verdict.PASS, all(1, 0, 1, 1), "");
    Path stopped = run("LoadTest", 3, Verdict.PASS, all(1, 0, 1, 1), "");
    interventions(folder, "{\"at\": 5000, \"command\": \"level 100\", \"by\": \"dashboard\"}");
    interventions(stopped, "{\"at\": 5000, \"command\": \"stop\", \"by\": \"dashboard\"}");

    assertThat(read().runs()).extracting(PastRun::isJudged).containsExactly(true, false, true);
    JsonNode data = HistoryData.of(read(), reports);
    assertThat(data.findValues("comparable").toString()).isEqualTo("[true, false, true]");
    assertThat(data.findValuesAsText("size")).containsExactly("", "steered by hand", "");
  }

  @Test
  void searches_and_duets_make_no_trend() throws IOException {
    for (int hour = 1; hour <= 2; hour++) {
      Path search = run("SearchTest", hour, Verdict.PASS, all(1, 0, hour, 1), "");
      Path file = search.resolve("result.json");
      Files.writeString(
          file,
          Files.readString(file)
              .replace("\"facts\":", "\"search\": {\"from\": 5, \"to\": 50}, \"facts\":"));
    }
    run("SearchTest", 3, Verdict.PASS, all(1, 0, 3, 1), "");
    run("LoadTest", 4, Verdict.PASS, all(1, 0, 4, 1), "\"against\": \"http://127.0.0.1:80\"");
    run("LoadTest", 5, Verdict.PASS, all(1, 0, 5, 1), "\"against\": \"http://127.0.0.1:80\"");

    JsonNode data = HistoryData.of(read(), reports);

    assertThat(data.findValuesAsText("name")).containsExactly("LoadTest (duet)", "SearchTest");
    assertThat(data.findValues("comparable").toString())
        .isEqualTo("[false, false, true, false, false]");
    assertThat(data.findValues("change")).isEmpty();
    assertThat(data.findValuesAsText("alone"))
        .startsWith("was a duet, which measures two services")
        .endsWith("was a capacity search, which chooses its own levels")
        .hasSize(4);
  }

  private static void interventions(Path folder, String all) throws IOException {
    Path file = folder.resolve("result.json");
    Files.writeString(
        file,
        Files.readString(file).replace("\"all\":", "\"interventions\": [" + all + "], \"all\":"));
  }

  @Test
  void what_follows_the_figures_is_not_read() throws IOException {
    Path folder = run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "");
    Path file = folder.resolve("result.json");
    Files.writeString(file, Files.readString(file).replace("\"series\": []}", "\"series\": [what"));

    assertThat(read().runs()).hasSize(1);
    assertThat(read().skipped()).isEmpty();
  }

  @Test
  void damaged_and_foreign_folders_are_named_and_skipped() throws IOException {
    run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "");
    for (Map.Entry<String, String> of :
        Map.of(
                "a-empty", "",
                "b-cut", "{\"schema\": \"onrush-result/1\", \"verdict\": \"PA",
                "c-foreign", "{\"verdict\": \"PASS\"}",
                "d-partial", "{\"schema\": \"onrush-result/1\", \"verdict\": \"PASS\"}",
                "e-verdict", "{\"schema\": \"onrush-result/1\", \"run\": 7, \"verdict\": [1]}")
            .entrySet()) {
      Files.writeString(
          Files.createDirectory(reports.resolve(of.getKey())).resolve("result.json"),
          of.getValue());
    }
    Files.writeString(
        Files.createDirectory(reports.resolve("f-running")).resolve("intervals.jsonl"), "");
    Files.createDirectory(reports.resolve("g-other"));

    History history = read();

    assertThat(history.runs()).hasSize(1);
    assertThat(history.skipped())
        .extracting(Skipped::folder)
        .containsExactly(
            "g-other", "f-running", "e-verdict", "d-partial", "c-foreign", "b-cut", "a-empty");
    assertThat(history.skipped())
        .extracting(Skipped::why)
        .contains(
            "it has no result.json, so it is not a run",
            "it has no result.json: the run is still in progress, or it was killed; in that case,"
                + " report FOLDER creates its reports",
            "its result.json is not a result of Onrush: result.json has no simulation",
            "its result.json is not a result of Onrush: result.json does not begin with the schema"
                + " onrush-result/1")
        .anyMatch(why -> why.startsWith("its result.json is damaged: Unexpected end-of-input"))
        .noneMatch(why -> why.contains(reports.toString()));
  }

  @Test
  void patience_has_an_end() throws IOException {
    several();

    History history = History.read(reports, ZERO);

    assertThat(history.runs()).isEmpty();
    assertThat(history.unread()).isEqualTo(11);
  }

  @Test
  void an_index_of_somebody_else_is_kept_and_the_run_goes_on() throws IOException {
    Path run = run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "");
    Path index = Files.writeString(reports.resolve("index.html"), "<h1>Mine</h1>");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryPage.write(reports))
        .withMessage(
            index
                + " was not written by Onrush and is kept; move it, or choose another folder for runs"
                + " with -Donrush.reports=FOLDER");
    assertThatCode(() -> new HistoryPage().ended(ReportTest.sample().result(), run))
        .doesNotThrowAnyException();
    assertThat(index).hasContent("<h1>Mine</h1>");
    assertThat(reports).isDirectoryNotContaining("glob:**.index*");
  }

  @Test
  void the_page_is_made_anew_after_each_run() throws IOException {
    Path first = run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "");
    new HistoryPage().ended(ReportTest.sample().result(), first);
    Path second = run("LoadTest", 2, Verdict.PASS, all(1, 0, 1, 1), "");
    new HistoryPage().ended(ReportTest.sample().result(), second);

    assertThat(reports.resolve("index.html"))
        .content()
        .contains("LoadTest-20260102T010405Z", "LoadTest-20260102T020405Z");
    assertThat(reports).isDirectoryNotContaining("glob:**.index*");
  }

  @Test
  void the_data_of_index_html_is_as_it_was_looked_at() throws IOException {
    several();

    Golden.matches(
        "/dev/onrush/internal/report/history-data.json",
        Golden.inGerman(
            () -> {
              try {
                return HistoryData.of(read(), reports)
                        .toPrettyString()
                        .replace(reports.toString(), "reports")
                    + "\n";
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }));
  }

  /** A request that could not be built is a failure, but not a request. */
  @Test
  void errors_are_known_where_no_request_could_be_made() throws IOException {
    run("LoadTest", 1, Verdict.FAIL, "\"requests\": 0, \"failures\": 5, \"errorRate\": 100", "");
    run("LoadTest", 2, Verdict.NO_DATA, "\"requests\": 0, \"failures\": 0", "");

    JsonNode runs = HistoryData.of(read(), reports).at("/simulations/0/runs");

    assertThat(runs.at("/0/texts/2").asText()).isEqualTo("-");
    assertThat(runs.at("/0/figures/2").isNull()).isTrue();
    assertThat(runs.at("/1/texts/2").asText()).isEqualTo("100 %");
    assertThat(runs.at("/1/figures/2").asDouble()).isEqualTo(100);
  }

  private Path page() throws Exception {
    return page(HtmlPage.HISTORY.of(HistoryData.of(read(), reports)));
  }

  @Test
  void trends_are_drawn_and_names_stay_text() throws Exception {
    several();
    open(page(), WIDE);

    assertThat(texts("h2")).containsExactly("LoadTest", "Spike<b>Test", "Not shown");
    assertThat(texts("#skipped li"))
        .containsExactly("<i>foreign: it has no result.json, so it is not a run");
    assertThat(browser.evaluate("document.images.length").asInt()).isZero();
    assertThat(
            browser
                .evaluate("document.querySelectorAll('#simulation0 .plot')[0].innerHTML")
                .asText())
        .contains("class=\"dot FAIL\"")
        .doesNotContain("NaN");
    assertThat(texts("#simulation0 .words").get(0))
        .isEqualTo("p95: 101 ms to 109 ms, highest at 2026-01-02T09:04:05Z.");
    assertThat(texts("#simulation1 .empty"))
        .containsExactly(
            "There is no trend: no comparable run ended with PASS or FAIL under the load of its"
                + " plan.");
    assertThat(
            browser
                .evaluate("document.querySelector('#simulation0 td a').getAttribute('href')")
                .asText())
        .isEqualTo("./LoadTest-20260102T090405Z/report.html");
  }

  @Test
  void arrow_keys_go_from_run_to_run() throws Exception {
    several();
    open(page(), WIDE);

    browser.evaluate("document.querySelector('#simulation0 .plot').focus()");
    browser.press("ArrowLeft");

    assertThat(text("[aria-live]")).isEqualTo("2026-01-02T09:04:05Z: p95 109 ms");
  }

  @Test
  void trends_and_differences_are_of_runs_of_one_plan_that_passed_or_failed() throws Exception {
    run("LoadTest", 1, Verdict.PASS, all(1, 0, 100, 1), "");
    run("LoadTest", 2, Verdict.INVALID, all(1, 0, 900, 1), "");
    Path other = run("LoadTest", 3, Verdict.PASS, all(1, 0, 700, 1), "");
    Path file = other.resolve("result.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"facts\": {", "\"shape\": {\"profile\": \"longer\"}, \"facts\": {"));
    run("LoadTest", 4, Verdict.FAIL, all(1, 0, 250, 1), "");
    run("LoadTest", 5, Verdict.PASS, all(1, 0, 300, 1), "");
    open(page(), WIDE);

    assertThat(texts("#simulation0 .words").get(0))
        .isEqualTo("p95: 100 ms to 300 ms, highest at 2026-01-02T05:04:05Z.");
    assertThat(texts("#simulation0 .note"))
        .contains(
            "The charts leave out 2 runs of another plan or size, without PASS or FAIL, or steered"
                + " by hand, and capacity searches and duets.");
    assertThat(texts("#simulation0 .tabled tbody td:nth-child(8)"))
        .containsExactly("+20 %", "×2.5", "-", "-", "-");
    assertThat(texts("#overview tbody tr:first-child td:nth-child(5)")).containsExactly("+20 %");
    assertThat(
            browser
                .evaluate("document.querySelector('#overview .spark').getAttribute('aria-label')")
                .asText())
        .isEqualTo("p95 of 3 comparable runs, from 100 ms to 300 ms");
  }

  @Test
  void a_run_that_passed_and_was_steered_by_hand_says_why_it_is_in_no_trend() throws Exception {
    interventions(
        run("LoadTest", 1, Verdict.PASS, all(1, 0, 1, 1), "\"scale\": \"2\""),
        "{\"at\": 5000, \"command\": \"level 100\", \"by\": \"dashboard\"}");
    open(page(), WIDE);

    assertThat(texts("#simulation0 .empty"))
        .containsExactly(
            "There is no trend: no comparable run ended with PASS or FAIL under the load of its"
                + " plan.");
    assertThat(texts("#simulation0 tbody td:nth-child(3)"))
        .containsExactly("scale 2, steered by hand");
    assertThat(text("#overview .note"))
        .startsWith(
            "Runs are comparable if they have the plan and the size of the last one, ended with PASS"
                + " or FAIL, and were not steered by hand; capacity searches and duets are not"
                + " comparable.");
  }

  @Test
  void one_run_is_no_trend() throws Exception {
    run("LoadTest", 1, Verdict.PASS, all(1, 0, 100, 1), "");
    open(page(), WIDE);

    assertThat(texts("#simulation0 .empty"))
        .containsExactly("There is no trend yet: only one run is comparable.");
    assertThat(texts("#simulation0 .chart")).isEmpty();
  }

  @Test
  void two_runs_are_chosen_and_the_command_compares_the_older_with_the_newer() throws Exception {
    several();
    open(page(), WIDE);

    assertThat(text("#simulation0 .chooses")).isEmpty();
    click("#simulation0 tbody tr:nth-child(1) input");
    assertThat(text("#simulation0 .chooses"))
        .isEqualTo("Choose a second run to compare 2026-01-02 09:04 UTC with.");
    click("#simulation0 tbody tr:nth-child(3) input");

    String runs =
        reports.resolve("LoadTest-20260102T070405Z")
            + " "
            + reports.resolve("LoadTest-20260102T090405Z");
    assertThat(texts("#simulation0 .chooses code"))
        .containsExactly(
            "mvn -q test-compile exec:java \"-Dexec.args=compare " + runs + "\"",
            "java -jar onrush.jar compare " + runs);
    assertThat(texts("#simulation0 .chooses button")).containsExactly("Copy", "Copy");
    click("#simulation0 tbody tr:nth-child(1) input");
    assertThat(texts("#simulation0 .chooses code")).isEmpty();
  }

  @Test
  void a_command_names_a_folder_with_slashes_on_windows_too() {
    assertThat(HistoryData.withSlashes("target\\reports\\Load", "\\"))
        .isEqualTo("target/reports/Load");
    assertThat(HistoryData.withSlashes("C:\\reports\\Load", "\\")).isEqualTo("C:/reports/Load");
    assertThat(HistoryData.withSlashes("reports/a\\b", "/")).isEqualTo("reports/a\\b");
  }

  @Test
  void runs_sort_and_filter() throws Exception {
    several();
    open(page(), WIDE);

    click("#simulation0 .tabled thead th:nth-child(6) button");
    assertThat(texts("#simulation0 .tabled tbody th")).first().isEqualTo("2026-01-02T07:04:05Z");
    browser.evaluate(
        """
        {
          const input = document.querySelector('#simulation0 input[type=search]');
          input.value = 'fail';
          input.dispatchEvent(new Event('input'));
        }""");
    assertThat(texts("#simulation0 tbody tr:not([hidden]) td:nth-child(2)"))
        .containsExactly("✗ FAIL");
  }

  @Test
  void the_history_fits_a_phone() throws Exception {
    several();
    open(page(), PHONE);

    assertThat(tooWide(PHONE)).isEmpty();
  }

  @Test
  void without_a_run_it_says_so() throws Exception {
    open(page(), WIDE);

    assertThat(text(".empty")).isEqualTo("This folder has no run yet.");
  }
}
