package dev.onrush.internal.report;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onrush.internal.metrics.Interval;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.page.HtmlPage;
import dev.onrush.internal.page.Line;
import dev.onrush.internal.page.RequestsOverTime;
import dev.onrush.internal.page.RunOverTime;
import dev.onrush.internal.page.Texts;
import dev.onrush.internal.report.ReportTest.Sample;
import dev.onrush.internal.report.html.ReportData;
import dev.onrush.internal.report.summary.DuetJson;
import dev.onrush.internal.report.summary.Summary;
import dev.onrush.internal.run.log.json.RunJson;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.run.record.SampleRecord;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.result.DuetComparison;
import dev.onrush.result.RunEnd;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page in a browser. Skipped without a browser, except on a build server. */
@Tag("long")
class HtmlReportTest extends PageTest {

  /** The names of the rows of the table of requests. */
  private static final String SHOWN =
      "#requests .lines > .tabled:first-child tbody tr:not([hidden]):not(.details) th";

  private static Path page(Sample sample) throws Exception {
    return page(sample.data());
  }

  private static Path page(ObjectNode data) throws Exception {
    return page(HtmlPage.REPORT.of(data));
  }

  private static Sample sample(
      List<Interval> intervals, RunEnd ending, List<Threshold> thresholds) {
    RunInfo info = info(Optional.empty(), thresholds);
    Judge judge = judge(info);
    intervals.forEach(judge::add);
    return new Sample(result(info, judge, ending), intervals);
  }

  private static RunInfo info(Optional<LoadProfile> profile, List<Threshold> thresholds) {
    return SampleInfo.named("SampleTest", "Sample").on(profile).judged(thresholds).info();
  }

  private static Judge judge(RunInfo info) {
    return new Judge(info.thresholds(), info.phases(), List.of());
  }

  private static RunRecord result(RunInfo info, Judge judge, RunEnd ending) {
    return SampleRecord.of(info, judge).ended(ending).record();
  }

  @Test
  void the_page_asks_for_nothing_and_complains_of_nothing() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    assertThat(browser.evaluate("document.title").asText())
        .isEqualTo("FAIL: Sample <plan> · Onrush");
    assertThat(text("h1")).isEqualTo("✗ FAIL Sample <plan>");
    assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(2);
  }

  @Test
  void tables_and_tiles_show_the_figures_of_the_other_reports() throws Exception {
    Sample sample = ReportTest.sample();
    open(page(sample), WIDE);

    for (Line line : new Summary(sample.result()).requests()) {
      assertThat(texts("#requests tbody tr:not(.details)"))
          .contains(Texts.shown(line.name()) + String.join("", line.texts()));
    }
    assertThat(texts(".tiles dd"))
        .containsExactly("1,100", "352/s", "1.91 %", "900 ms", "1.89 s", "1.98 s", "2.00 s", "2");
    assertThat(texts(".thresholds tbody tr"))
        .contains("p95✓ PASS< 2 s1.89 s5.51 % headroom1,100 requests");
  }

  @Test
  void every_chart_is_drawn() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    assertChartsDrawn(15);
  }

  @Test
  void columns_sort_and_the_total_stays_last() throws Exception {
    open(page(ReportTest.sample()), WIDE);
    String names = "#requests .lines > .tabled:first-child tbody th";
    String head = "#requests .lines > .tabled:first-child thead th:nth-child(2)";

    click(head + " button");
    assertThat(browser.evaluate("document.querySelector(`" + head + "`).ariaSort").asText())
        .isEqualTo("descending");
    assertThat(texts(names))
        .extracting(name -> name.substring(0, 3))
        .containsExactly("Che", "Lis", "Nev", "All");

    click(head + " button");
    assertThat(texts(names))
        .extracting(name -> name.substring(0, 3))
        .containsExactly("Nev", "Lis", "Che", "All");
  }

  @Test
  void a_filter_leaves_what_contains_its_text() throws Exception {
    open(page(many(30)), WIDE);

    filterRequests("GET /2");

    assertThat(texts(SHOWN))
        .containsExactlyInAnyOrder(
            Stream.concat(
                    Stream.of("GET /2", "All"), IntStream.range(20, 30).mapToObj(i -> "GET /" + i))
                .toArray(String[]::new));
    assertThat(text("#requests .tools [role=status]")).isEqualTo("11 of 30");
  }

  @Test
  void a_row_is_reached_by_keyboard_whatever_the_filter_leaves() throws Exception {
    open(page(many(30)), WIDE);
    String stops =
        "[...document.querySelectorAll('#requests .open')].filter(e => e.tabIndex === 0 &&"
            + " e.getClientRects().length > 0).map(e => e.textContent).join()";

    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /7");
    filterRequests("GET /2");
    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /29");
    filterRequests("nothing");
    assertThat(browser.evaluate(stops).asText()).isEmpty();
    filterRequests("GET /1");
    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /19");

    // The stop stays where it was moved to, and there is no second one.
    browser.evaluate(
        "[...document.querySelectorAll('#requests .open')].find(e => e.tabIndex === 0).focus()");
    browser.press("ArrowDown");
    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /18");
    filterRequests("");
    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /18");
    click("#requests .lines > .tabled:first-child thead th:nth-child(1) button");
    click("#requests .lines > .tabled:first-child thead th:nth-child(1) button");
    click("#requests .lines > .tabled:first-child thead th:nth-child(1) button");
    assertThat(browser.evaluate(stops).asText()).isEqualTo("GET /18");
  }

  private static void filterRequests(String text) throws Exception {
    browser.evaluate(
        """
        {
          const input = document.querySelector('#requests input[type=search]');
          input.value = '%s';
          input.dispatchEvent(new Event('input'));
        }"""
            .formatted(text));
  }

  @Test
  void the_worst_20_requests_are_shown_until_all_are_asked_for() throws Exception {
    open(page(many(30)), WIDE);

    assertThat(texts(SHOWN)).hasSize(21).startsWith("GET /7", "GET /29", "GET /28").endsWith("All");
    assertThat(text("#requests .more")).isEqualTo("Show all 30 rows");
    click("#requests .more");
    assertThat(texts(SHOWN)).hasSize(31);
    click("#requests .more");
    assertThat(texts(SHOWN)).hasSize(21);
  }

  /** Request i takes i ms, three times; one of request 7 fails. */
  private static Sample many(int requests) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    recorder.userStarted("User");
    for (int i = 0; i < requests; i++) {
      for (int n = 0; n < 3; n++) {
        boolean ok = i != 7 || n > 0;
        recorder.response(
            "User", "", "GET /" + i, 1, 1 + i, ok, ok ? "200" : "503", ok ? "" : "refused");
      }
    }
    return sample(
        List.of(recorder.takeInterval(ofSeconds(1))),
        RunEnd.COMPLETED,
        List.of(p95().below(ofMillis(10)), errorRate().below(ofPercent(50))));
  }

  @Test
  void the_page_writes_numbers_as_all_other_reports_do() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    Map<Quantity, String> units =
        Map.of(
            Quantity.TIME, "time",
            Quantity.SHARE, "percent",
            Quantity.COUNT, "count",
            Quantity.FREQUENCY, "rate",
            Quantity.NUMBER, "number");
    double[] values = {
      0, 0.000123, 0.05, 0.1, 0.4949, 0.9996, 1, 1.005, 2.675, 9.995, 9.999, 12.34, 50, 99.95,
      99.9996, 100, 100.5, 206, 999.4, 999.5, 1234.5, 9996, 60_000, 131_921, 4_310_000
    };
    for (Map.Entry<Quantity, String> unit : units.entrySet()) {
      for (double value : values) {
        assertThat(browser.evaluate("UNITS." + unit.getValue() + "(" + value + ")").asText())
            .as(unit.getValue() + " " + value)
            .isEqualTo(unit.getKey().text(value));
      }
    }
    assertThat(browser.evaluate("axis('time', [0, 500, 1000, 1500]).join()").asText())
        .isEqualTo("0,0.5 s,1.0 s,1.5 s");
  }

  @Test
  void the_first_screen_says_why_and_leads_to_the_evidence() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    assertThat(texts(".why > ul > li > strong"))
        .containsExactly(
            "First breach: ", "10 failures: ", "10 failures: ", "1 failure: ", "Worst request: ");
    assertThat(texts(".why ul ul li strong"))
        .containsExactly("Cause:", "Observed:", "First to change:", "Not affected:", "Try:");
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('main a[href^=\"#\"]')].map(a =>"
                        + " decodeURIComponent(a.hash.slice(1)).split('&')[0])"
                        + ".filter(id => !document.getElementById(id))")
                .size())
        .as("links to nowhere")
        .isZero();
    assertThat(texts(".thresholds tbody .badge"))
        .containsExactly("✗ FAIL", "? NO_DATA", "△ WARN", "✓ PASS", "✓ PASS", "✓ PASS");
    assertThat(texts("#chart-run text.limit")).containsExactly("p95 < 2 s");
  }

  @Test
  void failures_of_a_duet_are_told_for_each_version_those_of_b_first() throws Exception {
    ObjectNode data = ReportTest.sample().data();
    DuetJson.page(data.putObject("duet"), new DuetComparison("http://a", "http://b", 5, List.of()));
    JsonNode frequent = data.get("errors").get(0); // 10 failures
    JsonNode other = data.get("errors").get(1); // 10 failures
    ((ArrayNode) frequent.get("texts")).set(3, "Buyer (A)");
    ((ArrayNode) other.get("texts")).set(3, "Buyer (B)");
    open(page(data), WIDE);

    assertThat(texts(".why > ul > li > strong"))
        .containsExactly("First breach: ", "10 failures of B: ", "10 failures of A: ");
  }

  @Test
  void causes_are_told_before_their_effects() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    assertThat(
            browser
                .evaluate("data.events.filter(e => e.clock === '00:01').map(e => e.kind).join()")
                .asText())
        .isEqualTo("phase,error,error,error,breach");
  }

  @Test
  void an_address_opens_a_request_and_shows_a_part_of_the_run() throws Exception {
    Path file = page(ReportTest.sample());
    browser.open(URI.create(file.toUri() + "#request-list-groups&t=1-2"), WIDE);

    assertThat(browser.evaluate("timeline.from + ' ' + timeline.to").asText())
        .isEqualTo("1000 2000");
    assertThat(text("#request-list-groups [aria-expanded]")).isEqualTo("List groups");
    assertThat(
            browser
                .evaluate("document.querySelector('#request-list-groups button').ariaExpanded")
                .asText())
        .isEqualTo("true");
    // 20 of 1,000 failed, and another one could not be sent: 21 of 1,001.
    assertThat(text(".inview:not([hidden])"))
        .isEqualTo(
            "In view, 00:01 to 00:02: 1,000 requests, 1,000/s, 2.10 % failed, highest p95 of an"
                + " interval 1.90 s, max 2.00 s.");

    browser.evaluate("timeline.reset()");
    assertThat(browser.evaluate("location.hash").asText()).isEqualTo("#request-list-groups");
  }

  @Test
  void a_keyboard_passes_the_page_in_less_than_60_steps() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('a[href], button, input, select, summary,"
                        + " [tabindex]')].filter(e => e.tabIndex >= 0 && e.getClientRects().length"
                        + " && getComputedStyle(e).visibility !== 'hidden').length")
                .asInt())
        .isLessThan(60);
  }

  @Test
  void headings_descend_step_by_step_and_landmarks_and_ids_are_unique() throws Exception {
    open(page(ReportTest.sample()), WIDE);
    click("#requests .open");

    List<String> levels = texts("h1, h2, h3, h4");
    assertThat(levels).hasSizeGreaterThan(15);
    JsonNode ranks =
        browser.evaluate(
            "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))");
    for (int i = 1; i < ranks.size(); i++) {
      assertThat(ranks.get(i).asInt())
          .as("heading after " + levels.get(i - 1))
          .isLessThanOrEqualTo(ranks.get(i - 1).asInt() + 1);
    }
    for (String names :
        List.of(
            "[...document.querySelectorAll('[id]')].map(e => e.id)",
            "[...document.querySelectorAll('section, [role=region]')].map(e => e.ariaLabel ||"
                + " document.getElementById(e.getAttribute('aria-labelledby')).textContent)")) {
      JsonNode all = browser.evaluate(names);
      assertThat(StreamSupport.stream(all.spliterator(), false).map(JsonNode::asText))
          .doesNotHaveDuplicates()
          .doesNotContain("");
    }
  }

  @Test
  void a_request_opens_to_its_own_charts_and_closes() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    click("#requests .open");
    assertThat(texts("#requests .details:not([hidden]) h3"))
        .containsExactly("Throughput by outcome", "Percentiles", "Percentile spectrum");
    assertThat(texts("#requests .details:not([hidden]) tbody tr"))
        .contains("20198098.0", "503202.00");
    click("#requests .open");

    assertThat(texts("#requests .details:not([hidden]) h3")).isEmpty();
  }

  /** Both names become {@code request-get-a-b} as a part of an address. */
  @Test
  void links_of_requests_with_similar_names_lead_to_each_of_them() throws Exception {
    List<String> names = List.of("GET /a/b", "GET /a-b");
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    names.forEach(name -> recorder.response("U", "", name, 1, 9, false, "503", "no " + name));
    ObjectNode data =
        sample(List.of(recorder.takeInterval(ofSeconds(1))), RunEnd.COMPLETED, List.of()).data();
    data.put("exchanges", "exchanges.html");
    Path exchanges = Files.writeString(folder.resolve("exchanges.html"), exchanges(names));
    open(page(data), WIDE);
    browser.evaluate("document.querySelectorAll('#errors .open').forEach(e => e.click())");
    browser.evaluate("document.querySelectorAll('#requests .open').forEach(e => e.click())");

    assertThat(texts("#errors a[href^='#request-']")).containsExactlyInAnyOrderElementsOf(names);
    assertThat(
            browser
                .evaluate(
                    """
                    [...document.querySelectorAll('a[href^="#request-"]')]
                      .filter(a => document.getElementById(a.hash.slice(1)).querySelector('.open').textContent !== a.textContent)
                      .map(a => a.textContent)""")
                .size())
        .as("links to another request")
        .isZero();
    for (String name : names) {
      String hash =
          browser
              .evaluate(
                  """
                  document.getElementById(anchor('request-', '%s')).nextElementSibling
                    .querySelector('a[href^="exchanges.html"]').hash"""
                      .formatted(name))
              .asText();
      browser.open(URI.create(exchanges.toUri() + hash), WIDE);
      assertThat(texts("details.exchange[open] > summary"))
          .as(hash)
          .anyMatch(summary -> summary.startsWith(name));
      open(page(data), WIDE);
      browser.evaluate("document.querySelectorAll('#requests .open').forEach(e => e.click())");
    }
  }

  /** A dashboard that serves both pages responds only to visitors with its token. */
  @Test
  void the_pages_of_a_report_pass_the_query_of_their_address_on() throws Exception {
    ObjectNode data = ReportTest.sample().data();
    data.put("exchanges", "exchanges.html");
    String links = "[...document.querySelectorAll('a[href*=\"html\"]')].map(a => a.search).join()";

    browser.open(URI.create(page(data).toUri() + "?token=T"), WIDE);
    browser.evaluate("document.querySelectorAll('#requests .open').forEach(e => e.click())");
    assertThat(browser.evaluate(links).asText()).matches("\\?token=T(,\\?token=T){4,}");

    Path exchanges = page(exchanges(List.of("Pay")));
    browser.open(URI.create(exchanges.toUri() + "?token=T"), WIDE);
    assertThat(browser.evaluate(links).asText()).isEqualTo("?token=T");
  }

  /**
   * Returns the page with one failed exchange of each request; only the first is open initially.
   */
  private static String exchanges(List<String> requests) {
    ObjectNode data = RunJson.MAPPER.createObjectNode();
    data.put("plan", "Sample").put("all", false).put("verdict", "FAIL").put("reason", "");
    for (String request : requests) {
      ObjectNode of = data.withArray("exchanges").addObject();
      of.put("request", request)
          .put("userClass", "U")
          .put("at", "2026-01-02T03:04:05Z")
          .put("took", "8 ms")
          .put("error", "no " + request);
      of.putArray("checks");
      of.putArray("session");
      of.putObject("sent").put("line", request).put("body", "").putArray("headers");
    }
    return HtmlPage.EXCHANGES.of(data);
  }

  /** 10 of 20 in the first second; none of 10 in the next second. */
  private static Sample halfUnsent(Threshold threshold) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      recorder.response("User", "", "Show", 1, 9, true, "200", "");
      recorder.crash("User", "", "Order", 1, "no attribute named \"id\" is defined");
    }
    intervals.add(recorder.takeInterval(ofSeconds(1)));
    for (int i = 0; i < 10; i++) {
      recorder.response("User", "", "Show", 1_001, 1_009, true, "200", "");
    }
    intervals.add(recorder.takeInterval(ofSeconds(2)));
    return sample(intervals, RunEnd.COMPLETED, List.of(threshold));
  }

  private static String markedAsBroken() throws Exception {
    return browser
        .evaluate("hero().panels[3].broken.map(span => span.from + ' to ' + span.to).join()")
        .asText();
  }

  /** Ten requests to each of three names; Order takes this long, and the others 10 ms. */
  private static List<Interval> threeRequests(int millis) {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    for (int i = 0; i < 10; i++) {
      recorder.response("User", "", "Show", 1, 11, true, "200", "");
      recorder.response("User", "", "Order", 1, 1 + millis, true, "200", "");
      recorder.response("User", "", "Pay", 1, 11, true, "200", "");
    }
    return List.of(recorder.takeInterval(ofSeconds(1)));
  }

  @Test
  void a_request_is_not_called_the_worst_if_nothing_broke_and_it_is_like_the_others()
      throws Exception {
    List<Threshold> noData = List.of(p95().of("Never").below(ofMillis(500)));

    open(page(sample(threeRequests(12), RunEnd.COMPLETED, noData)), WIDE);

    assertThat(text("h1")).startsWith("? NO_DATA");
    assertThat(texts(".why")).isEmpty();

    open(page(sample(threeRequests(100), RunEnd.COMPLETED, noData)), WIDE);

    assertThat(texts(".why > ul > li"))
        .containsExactly("Worst request: Order: none of 10 failed, p95 100 ms.");
  }

  @Test
  void requests_that_could_not_be_sent_have_failed_in_the_charts_and_in_the_part_in_view()
      throws Exception {
    open(page(halfUnsent(errorRate().below(ofPercent(1)))), WIDE);

    assertThat(browser.evaluate("JSON.stringify(hero().panels[3].series[0].values)").asText())
        .isEqualTo("[50,0]");
    assertThat(markedAsBroken()).isEqualTo("0 to 1000");
    assertThat(texts(".why > ul > li")).endsWith("Worst request: Order: 10 failed (100 %).");
    browser.evaluate("timeline.zoom(0, 1000)");
    assertThat(text(".inview"))
        .startsWith("In view, 00:00 to 00:01: 10 requests, 10.0/s, 50.0 % failed,");
    assertThat(texts("#requests caption + thead + tbody tr"))
        .contains("Order010100 %0/s--", "Show1000 %10.0/s8.00 ms8.00 ms");
  }

  @Test
  void an_exact_bound_is_broken_by_what_is_above_it() throws Exception {
    open(page(halfUnsent(errorRate().exactly(ofPercent(0)))), WIDE);

    assertThat(markedAsBroken()).isEqualTo("0 to 1000");
  }

  @Test
  void readings_below_zero_and_small_ones_are_within_their_chart() throws Exception {
    ObjectNode data = ReportTest.sample().data();
    reading(data, "Lag", -3, 1, 2);
    reading(data, "Share", 2e-7, 1e-7, 0);
    open(page(data), WIDE);

    assertThat(levels("lag")).containsExactly("-3", "-2", "-1", "0", "1", "2");
    assertThat(levels("share"))
        .containsExactly("0", "0.00000005", "0.00000010", "0.00000015", "0.00000020");
    JsonNode heights =
        browser.evaluate(
            "document.querySelector('#chart-lag .plot .line').getAttribute('d').match(/[\\d.-]+(?=[LM]|$)/g).map(Number)");
    // The plot is 220 high, with 18 above and 22 below the lines.
    assertThat(StreamSupport.stream(heights.spliterator(), false).map(JsonNode::asDouble))
        .containsExactly(198.0, 54.0, 18.0);
  }

  /** Adds these readings of the service, one in each interval. */
  private static void reading(ObjectNode data, String name, double... values) {
    ObjectNode of = data.withObject("/time").withArray("service").addObject().put("name", name);
    ObjectNode row = data.withArray("service").addObject().put("name", name);
    for (double value : values) {
      of.withArray("values").add(value);
      row.withArray("texts").add("");
      row.withArray("figures").add(value);
    }
  }

  /** Returns the labels along the vertical axis of a chart. */
  private static List<String> levels(String chart) throws Exception {
    return texts("#chart-" + chart + " .grid g:has(path[d*=H]) .tick");
  }

  /**
   * From 0 to 10 users and then 10, from 10 to 20 and then 20: a second each; all requests take 30
   * ms.
   */
  private static Sample twoLevels(Threshold... thresholds) {
    LoadProfile profile =
        concurrentUsers()
            .rampTo(10, ofSeconds(1))
            .hold(10, ofSeconds(1))
            .named("low")
            .rampTo(20, ofSeconds(1))
            .hold(20, ofSeconds(1))
            .named("high");
    Recorder recorder = new Recorder(profile.phases(), text -> text);
    RunInfo info = info(Optional.of(profile), List.of(thresholds));
    Judge judge = judge(info);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 4; second++) {
      long start = 1_000L * second + 1;
      recorder.response("U", "Checkout", "Pay", start, start + 30, true, "200", "");
      recorder.response("U", "", "Search", start, start + 30, true, "200", "");
      recorder.group("U", "Checkout", start, start + 30, true);
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    intervals.forEach(judge::add);
    return new Sample(result(info, judge, RunEnd.COMPLETED), intervals);
  }

  @Test
  void the_limit_of_the_steady_state_is_drawn_and_judged_in_each_of_its_phases() throws Exception {
    open(page(twoLevels(p95().inSteadyState().below(ofMillis(20)))), WIDE);

    assertThat(
            browser
                .evaluate(
                    "hero().panels[2].broken.map(span => span.from + ' to ' + span.to).join()")
                .asText())
        .isEqualTo("1000 to 2000,3000 to 4000");
    assertThat(texts("#chart-run .plot text.limit")).containsExactly("p95 < 20 ms");
    assertThat(
            browser
                .evaluate(
                    "document.querySelector('#chart-run .plot path.limit').getAttribute('d').match(/M/g).length")
                .asInt())
        .isEqualTo(2);
  }

  @Test
  void a_limit_is_drawn_in_the_charts_of_what_it_is_on() throws Exception {
    open(
        page(
            twoLevels(
                p95().below(ofMillis(31)),
                p95().during("high").below(ofMillis(32)),
                p95().ofEachRequest().below(ofMillis(33)),
                p95().of("Pay").below(ofMillis(34)),
                p95().of("Search").during("high").below(ofMillis(35)))),
        WIDE);

    assertThat(texts("#chart-run .plot text.limit")).containsExactly("p95 < 31 ms", "p95 < 32 ms");
    assertThat(limitsOf("request-checkout-pay")).containsExactly("p95 < 33 ms", "p95 < 34 ms");
    assertThat(limitsOf("request-search")).containsExactly("p95 < 33 ms", "p95 < 35 ms");
    assertThat(limitsOf("group-checkout")).isEmpty();
    assertThat(texts("#chart-p95-over-load .plot text.limit"))
        .containsExactly("p95 < 31 ms", "p95 in high < 32 ms");
  }

  /** Returns the limits in the charts that a row expands to. */
  private static List<String> limitsOf(String row) throws Exception {
    click("#" + row + " .open");
    return texts("#" + row + " + .details .plot text.limit");
  }

  /** In a second with n responses in a phase, each takes n times 10 ms. */
  @Test
  void levels_that_fall_are_drawn_from_the_lowest_to_the_highest() throws Exception {
    LoadProfile falling =
        concurrentUsers()
            .hold(200, ofSeconds(1))
            .named("most")
            .hold(100, ofSeconds(1))
            .named("half")
            .hold(50, ofSeconds(1))
            .named("least")
            .hold(100, ofSeconds(1))
            .named("half again");
    int[] responses = {6, 2, 1, 4};
    Recorder recorder = new Recorder(falling.phases(), text -> text);
    RunInfo info = info(Optional.of(falling), List.of());
    Judge judge = judge(info);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < responses.length; second++) {
      for (int i = 0; i < responses[second]; i++) {
        long start = 1_000L * second + 1;
        recorder.response("U", "", "Ask", start, start + 10L * responses[second], true, "200", "");
      }
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }
    intervals.forEach(judge::add);
    open(page(new Sample(result(info, judge, RunEnd.COMPLETED), intervals).data()), WIDE);
    browser.evaluate(
        "document.querySelectorAll('#overview .cells').forEach(e => { e.open = true; })");
    browser.drawn();

    assertThat(texts("#chart-throughput-over-load tbody tr"))
        .containsExactly("50 users1.00/s", "100 users, mean of 2 phases3.00/s", "200 users6.00/s");
    assertThat(texts("#chart-p95-over-load tbody tr"))
        .containsExactly(
            "50 users10.0 ms", "100 users, mean of 2 phases30.0 ms", "200 users60.0 ms");
    for (String chart : List.of("throughput", "p95")) {
      JsonNode points =
          browser.evaluate(
              """
              {
                const plot = document.querySelector('#chart-%s-over-load .plot');
                plot.querySelector('.line').getAttribute('d').match(/[\\d.]+ /g).map(x => Number(x) / plot.clientWidth);
              }"""
                  .formatted(chart));
      assertThat(StreamSupport.stream(points.spliterator(), false).map(JsonNode::asDouble))
          .as("from left to right, within the plot of " + chart)
          .hasSize(3)
          .isSorted()
          .allMatch(x -> x > 0 && x < 1);
    }
  }

  @Test
  void dragging_zooms_all_charts_and_escape_shows_all_again() throws Exception {
    open(page(ReportTest.sample()), WIDE);
    String ticks =
        "[...document.querySelectorAll('#load .plot')].map(p => p.querySelectorAll('.tick').length"
            + " + p.textContent).join()";
    String before = browser.evaluate(ticks).asText();
    browser.evaluate("document.documentElement.style.scrollBehavior = 'auto'");
    JsonNode plot =
        browser.evaluate(
            """
            {
              const plot = document.querySelector('#chart-run .plot');
              plot.scrollIntoView({block: 'center'});
              const r = plot.getBoundingClientRect();
              ({x: r.x, y: r.y, width: r.width});
            }""");

    browser.drag(
        plot.get("x").asDouble() + 200,
        plot.get("x").asDouble() + 400,
        plot.get("y").asDouble() + 60);

    assertThat(browser.evaluate(ticks).asText()).isNotEqualTo(before);
    assertThat(text(".reset:not(.away)")).isEqualTo("Show the whole run");
    browser.evaluate("document.querySelector('#chart-run .plot').focus()");
    browser.press("Escape");
    assertThat(browser.evaluate(ticks).asText()).isEqualTo(before);
  }

  @Test
  void arrow_keys_read_a_chart_aloud() throws Exception {
    open(page(ReportTest.sample()), WIDE);

    browser.evaluate("document.querySelector('#times .plot').focus()");
    browser.press("ArrowRight");
    browser.press("ArrowRight");

    assertThat(text("[aria-live]"))
        .isEqualTo("00:01: p50 1.00 s, p95 1.90 s, p99 1.98 s, max 2.00 s");
    assertThat(texts(".at")).contains("00:01").hasSizeGreaterThan(5);
  }

  @Test
  void whatever_can_be_used_has_a_name() throws Exception {
    open(page(ReportTest.sample()), WIDE);
    click("#requests .open");

    List<String> roles =
        List.of("button", "link", "image", "searchbox", "checkbox", "table", "region", "group");
    List<String> nameless = new ArrayList<>();
    int named = 0;
    for (JsonNode node : browser.accessibilityTree()) {
      String role = node.path("role").path("value").asText();
      if (roles.contains(role) && !node.path("ignored").asBoolean()) {
        if (node.path("name").path("value").asText().isBlank()) {
          nameless.add(node.toString());
        }
        named++;
      }
    }
    assertThat(named).isGreaterThan(50);
    assertThat(nameless).isEmpty();
  }

  @Test
  void text_stands_out_from_its_background_in_both_themes() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.prefer(scheme);
      open(page(ReportTest.sample()), WIDE);

      JsonNode faint =
          browser.evaluate(
              """
              {
                const parts = (color) => color.match(/[\\d.]+/g).map(Number);
                const light = (color) => {
                  const [r, g, b] = parts(color).slice(0, 3).map((c) => c / 255)
                    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const behind = (e) => {
                  for (; e; e = e.parentElement) {
                    const color = getComputedStyle(e).backgroundColor;
                    if ((parts(color)[3] ?? 1) === 1) return color;
                  }
                  return 'rgb(255, 255, 255)';
                };
                const texts = [...document.querySelectorAll('body *')].filter((e) =>
                  !['SCRIPT', 'NOSCRIPT', 'title'].includes(e.tagName)
                  && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()));
                texts.map((e) => {
                  const style = getComputedStyle(e);
                  const color = e instanceof SVGElement ? style.fill : style.color;
                  const [a, b] = [light(color), light(behind(e))].sort((x, y) => y - x);
                  return [(a + 0.05) / (b + 0.05), e.tagName + ' ' + e.textContent.slice(0, 40)];
                }).filter(([ratio]) => ratio < 4.5);
              }""");
      assertThat(faint).as(scheme).isEmpty();
    }
    browser.prefer("light");
  }

  @Test
  void the_page_fits_a_phone() throws Exception {
    open(page(ReportTest.sample()), PHONE);
    click("#requests .open");

    assertThat(tooWide(PHONE)).isEmpty();
  }

  @Test
  void a_long_name_without_a_blank_widens_no_page() throws Exception {
    open(page(exchanges(List.of("Show", "a".repeat(200)))), PHONE);
  }

  @Test
  void each_threshold_that_is_not_judged_says_why_even_if_the_reason_says_so_too()
      throws Exception {
    String why = "the run was steered by hand at 00:26 (dashboard)";
    ObjectNode data = ReportTest.sample().data();
    data.put("reason", "p95 was 41.8 ms (limit 200 ms): " + why + "; 5 more thresholds");
    for (JsonNode threshold : data.get("thresholds")) {
      ((ObjectNode) threshold).put("status", "NOT JUDGED").put("detail", why);
    }
    open(page(data), WIDE);

    assertThat(
            browser
                .evaluate("document.querySelectorAll('.thresholds tbody .detail').length")
                .asInt())
        .isEqualTo(data.get("thresholds").size());
  }

  @Test
  void all_columns_of_the_thresholds_are_in_view() throws Exception {
    ObjectNode data = ReportTest.sample().data();
    for (JsonNode threshold : data.get("thresholds")) {
      ((ObjectNode) threshold)
          .put("status", "NOT JUDGED")
          .put("target", "<= 20 s (5 s scaled by 4)")
          .put("actual", "41.8 ms")
          .put("detail", "the run was steered by hand at 00:26 (dashboard)")
          .put("headroom", "2.79 times the limit")
          .put("samples", "1,655 requests");
    }
    open(page(data), WIDE);

    assertThat(
            browser
                .evaluate(
                    """
                    (() => {
                      const box = document.querySelector('.thresholds').parentElement;
                      return box.scrollWidth - box.clientWidth;
                    })()""")
                .asInt())
        .isZero();
    assertThat(
            browser.evaluate("document.querySelector('.thresholds .detail').offsetHeight").asInt())
        .as("height of a detail of 48 characters, in two lines")
        .isLessThan(50);
  }

  @Test
  void a_run_in_which_nothing_happened_says_so() throws Exception {
    open(page(sample(List.of(), RunEnd.COMPLETED, List.of())), WIDE);

    assertThat(text("h1")).isEqualTo("? NO_DATA Sample");
    assertThat(texts(".empty"))
        .contains(
            "No threshold is set, so nothing was judged.",
            "No request was sent.",
            "No request failed.",
            "The generator was not monitored.");
  }

  @Test
  void one_interval_without_responses_is_drawn() throws Exception {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    recorder.userStarted("Waiting");
    Interval only = recorder.takeInterval(ofSeconds(1));

    open(
        page(
            sample(
                List.of(only),
                new RunEnd(RunEnd.How.INTERRUPTED, "the run was killed after 00:01"),
                List.of(p95().below(ofSeconds(1))))),
        WIDE);

    assertThat(text("h1")).isEqualTo("! INVALID Sample");
    assertThat(text(".reason")).isEqualTo("The run was killed after 00:01.");
    assertThat(text(".thresholds tbody tr")).isEqualTo("p95? NO_DATA< 1 sno data-0 requests");
    assertThat(text("#overview .words")).isEqualTo("users: 1 at most. requests: 0/s at most.");
  }

  /** Responses of 154 to 158 ms: the edges of the heat map differ by less than 1 ms. */
  @Test
  void each_label_of_the_heat_map_is_there_once() throws Exception {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    for (int i = 0; i < 5; i++) {
      recorder.response("B", "", "Ask", 100, 254 + i, true, "200", "");
    }

    open(
        page(sample(List.of(recorder.takeInterval(ofSeconds(1))), RunEnd.COMPLETED, List.of())),
        WIDE);

    assertThat(texts("#chart-heat-map .tick"))
        .filteredOn(label -> label.endsWith(" ms"))
        .isNotEmpty()
        .doesNotHaveDuplicates();
    assertThat(text("#chart-heat-map .words"))
        .startsWith("Most frequent: 15")
        .endsWith(" of 5 responses.");
  }

  @Test
  void the_name_of_a_limit_is_beside_its_line_and_above_all_others() throws Exception {
    open(page(twoLevels(p95().below(ofMillis(40)))), WIDE);

    double line =
        browser
            .evaluate(
                "Number(document.querySelector('#chart-run .plot path.limit').getAttribute('d').split(' ')[1].split('H')[0])")
            .asDouble();
    double name =
        browser
            .evaluate(
                "Number(document.querySelector('#chart-run .plot text.limit').getAttribute('y'))")
            .asDouble();
    assertThat(name - line).isEqualTo(12);
    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('#chart-run .plot .line')].every(line => line.compareDocumentPosition(document.querySelector('#chart-run .plot text.limit')) & Node.DOCUMENT_POSITION_FOLLOWING)")
                .asBoolean())
        .isTrue();
  }

  @Test
  void failures_have_an_edge_only_where_there_are_any() throws Exception {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    List<Interval> intervals = new ArrayList<>();
    for (int second = 0; second < 4; second++) {
      long start = 1_000L * second;
      recorder.response("B", "", "Ask", start, start + 10, second != 1, "200", "");
      intervals.add(recorder.takeInterval(ofSeconds(second + 1)));
    }

    open(page(sample(intervals, RunEnd.COMPLETED, List.of())), WIDE);

    assertThat(
            browser
                .evaluate(
                    "[...document.querySelectorAll('#chart-throughput-by-outcome .outline')].map(edge => edge.getAttribute('d').match(/H/g).length).join()")
                .asText())
        .isEqualTo("3,1"); // passed, failed
  }

  @Test
  void the_only_second_with_responses_is_a_dot_in_the_first_chart() throws Exception {
    Recorder recorder = new Recorder(List.of(Phase.WHOLE_RUN), text -> text);
    Interval none = recorder.takeInterval(ofSeconds(1));
    recorder.response("B", "", "Ask", 1_100, 1_110, true, "200", "");

    open(
        page(
            sample(
                List.of(none, recorder.takeInterval(ofSeconds(2))),
                RunEnd.COMPLETED,
                List.of(p95().below(ofSeconds(1))))),
        WIDE);

    assertThat(
            browser.evaluate("document.querySelectorAll('#chart-run .dot[d^=M]').length").asInt())
        .isEqualTo(2); // p95 and failed
  }

  /**
   * 24 h with 200 requests, as 600 intervals of 144 s, because more intervals would be added up to
   * cells.
   */
  @Test
  void a_day_of_200_requests_is_a_small_page_that_opens_at_once() throws Exception {
    Path file = page(day());

    assertThat(Files.size(file)).isLessThan(1_000_000);
    open(file, WIDE);
    double opened =
        browser.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd").asDouble();
    System.out.printf(
        "a day of 200 requests: %,d bytes, open in %.0f ms%n", Files.size(file), opened);
    assertThat(opened).as("a page that does not scale takes minutes").isLessThan(60_000);
    assertThat(texts("#requests .open")).hasSize(200);
    click("#requests .open");
    assertThat(text("#requests .details h3")).isEqualTo("Throughput by outcome");
  }

  private static ObjectNode day() {
    Random random = new Random(1);
    Duration day = Duration.ofHours(24);
    LoadProfile soak = concurrentUsers().hold(100, day).named("soak");
    Recorder recorder = new Recorder(soak.phases(), text -> text);
    Vitals vitals =
        new Vitals(0.25, 0.5, Duration.ZERO, Duration.ofMillis(3), Duration.ZERO, 0.4, 120, 20_000);
    RunInfo info = info(Optional.of(soak), List.of(p95().below(ofSeconds(5))));
    Judge judge = judge(info);
    RunOverTime overTime = new RunOverTime();
    RequestsOverTime requestsOverTime = new RequestsOverTime();
    for (int i = 1; i <= 600; i++) {
      long start = (i - 1) * 144_000L;
      for (int request = 0; request < 200; request++) {
        for (int n = 0; n < 20; n++) {
          long end = start + 1 + (long) Math.exp(random.nextDouble() * 8);
          boolean ok = random.nextInt(100) > 0;
          recorder.response(
              "User", "", "GET /resource/" + request, start, end, ok, "200", ok ? "" : "refused");
        }
      }
      Interval interval = recorder.takeInterval(Duration.ofSeconds(144L * i)).with(vitals);
      judge.add(interval);
      overTime.add(interval);
      requestsOverTime.add(interval);
    }
    return ReportData.of(
        result(info, judge, new RunEnd(RunEnd.How.ABORTED, "enough")), overTime, requestsOverTime);
  }
}
