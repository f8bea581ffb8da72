package dev.onrush.internal.live.terminal.frame;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.Golden;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Figures;
import dev.onrush.internal.live.terminal.frame.RunSnapshot.Load;
import dev.onrush.internal.live.terminal.frame.WideDetail.Point;
import dev.onrush.internal.live.terminal.frame.WideDetail.RequestFigures;
import dev.onrush.internal.metrics.Failure;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.recording.Recorder;
import dev.onrush.internal.metrics.timeline.FailureCluster;
import dev.onrush.internal.run.RunStates;
import dev.onrush.internal.run.record.RunInfo;
import dev.onrush.internal.run.record.SampleInfo;
import dev.onrush.internal.verdict.Judge;
import dev.onrush.result.Command.Pause;
import dev.onrush.result.Command.Resume;
import dev.onrush.result.Command.SetLevel;
import dev.onrush.result.Command.Stop;
import dev.onrush.result.Intervention;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalFrameTest {

  private static final TerminalStyle BLACK = new TerminalStyle(false, true);
  private static final String HOSTILE = "Pay\u001b[2J\u0007 <now>\nor \u009bnever";

  private static final RunSnapshot TROUBLED =
      new RunSnapshot(
          "Spike of the season",
          ofSeconds(75),
          Optional.of(ofSeconds(180)),
          "spike",
          false,
          List.of(),
          List.of(new Load(Optional.empty(), 1_198, 3.2, OptionalDouble.of(1_200), false)),
          new Figures(6_170, 6_170, 1_234, 3, 48, 612, OptionalDouble.of(2.5)),
          new Figures(41_455, 41_455, 553, 2, 31, 409, OptionalDouble.of(0.38)),
          List.of(
              cluster("List groups", "status.find.in(200), found 503", 140),
              cluster(HOSTILE, "j.u.c.TimeoutException: Request timeout after 60000 ms", 17)),
          2,
          List.of(
              judged(p95().during(SPIKE).below(ofMillis(500)), Verdict.PASS, 48),
              judged(p99().of("List groups").below(ofMillis(500)), Verdict.PASS, 409),
              judged(errorRate().below(ofPercent(0.3)), Verdict.FAIL, 0.38),
              judged(p99().below(ofMillis(400)).warning(), Verdict.FAIL, 409),
              judged(requestCount().of("Health").atLeast(200), Verdict.FAIL, 75),
              judged(throughput().above(perSecond(500)), Verdict.PASS, 553),
              judged(errorCount().of("Show").atMost(0), Verdict.PASS, 0),
              unknown(p95().of("Log out").below(ofSeconds(1)))),
          List.of("the generator stood still for 812 ms at 00:31"),
          Optional.of(new Vitals(0.87, 0.9, ZERO, ofMillis(812), ofMillis(812), 0.31, 400, 20_000)),
          List.of(
              new Intervention(ofSeconds(12), new Pause(), "terminal"),
              new Intervention(ofSeconds(30), new Resume(), "dashboard"),
              new Intervention(ofSeconds(42), new SetLevel(1_200), "terminal")),
          new WideDetail(
              IntStream.range(0, 24)
                  .mapToObj(i -> new Point(50 * i, i < 20 ? 30 : 10 * i, i < 22 ? 0 : i - 20))
                  .toList(),
              List.of(
                  new RequestFigures("List groups", 30_120, 30_120, 140, 2, 29, 409, 0.46),
                  new RequestFigures(HOSTILE, 9_001, 9_001, 17, 3, 61, 612, 0.19),
                  new RequestFigures("Never sent", 0, 0, 0, 0, 0, 0, 0)),
              3));

  private static final RunSnapshot CALM =
      new RunSnapshot(
          "Arrivals",
          ofSeconds(5),
          Optional.of(ofSeconds(20)),
          "steady",
          false,
          List.of(),
          List.of(new Load(Optional.empty(), 3, 49.8, OptionalDouble.of(50), true)),
          new Figures(249, 249, 49.8, 1, 2, 3, OptionalDouble.of(0)),
          new Figures(249, 249, 49.8, 1, 2, 3, OptionalDouble.of(0)),
          List.of(),
          0,
          List.of(judged(errorRate().below(ofPercent(1)), Verdict.PASS, 0)),
          List.of(),
          Optional.of(new Vitals(0.09, 0.2, ZERO, ZERO, ZERO, 0.04, 400, 20_000)),
          List.of(),
          WideDetail.NONE);

  private static FailureCluster cluster(String request, String text, long count) {
    return new FailureCluster(
        request, "U", new Failure("503", text), count, "spike", ofSeconds(61), ofSeconds(75));
  }

  private static Judgement judged(Threshold threshold, Verdict verdict, double actual) {
    return new Judgement(
        threshold, verdict, OptionalDouble.of(actual), 1_000, "", Optional.empty());
  }

  private static Judgement unknown(Threshold threshold) {
    return new Judgement(
        threshold, Verdict.NO_DATA, OptionalDouble.empty(), 0, "", Optional.empty());
  }

  private static String keys(RunSnapshot of) {
    return of.loads().size() == 1
        ? "Keys: p pause  + - level 10 %  0-9 level  n next phase  f follow plan  q stop"
        : "Keys for all flows: p pause  f follow plan  Tab select a flow  q stop";
  }

  private static List<AttributedString> lines(
      RunSnapshot of, String asked, TerminalStyle style, int width, int height) {
    return TerminalFrame.of(of, asked, keys(of), style, new Size(width, height));
  }

  private static String text(RunSnapshot of, String asked, TerminalStyle style, int width) {
    StringBuilder text = new StringBuilder();
    lines(of, asked, style, width, 100)
        .forEach(l -> text.append(l.toString().stripTrailing()).append('\n'));
    return text.toString();
  }

  private static void matches(String name, String text) {
    Golden.matches("/dev/onrush/internal/live/terminal/frame/" + name, text);
  }

  @Test
  void a_run_in_trouble_is_as_it_was_looked_at_80_columns_wide() {
    matches("troubled-80.txt", Golden.inGerman(() -> text(TROUBLED, "", BLACK, 79)));
  }

  @Test
  void a_run_in_trouble_is_as_it_was_looked_at_40_columns_wide() {
    matches("troubled-40.txt", Golden.inGerman(() -> text(TROUBLED, "", BLACK, 39)));
  }

  @Test
  void a_wide_terminal_has_the_course_of_figures_and_a_line_for_each_request() {
    String wide = Golden.inGerman(() -> text(TROUBLED, "", BLACK, 199));

    matches("troubled-200.txt", wide);
    assertThat(wide).contains("over time  req/s ▁▁▂▂", "Never sent", "3 more requests");
  }

  /** The last column of a terminal stays free. */
  @Test
  void a_terminal_of_120_columns_is_wide() {
    assertThat(text(TROUBLED, "", BLACK, 120 - 1)).contains("over time", "Never sent");
    assertThat(text(TROUBLED, "", BLACK, 119 - 1)).doesNotContain("over time", "Never sent");
  }

  @Test
  void a_table_of_figures_is_whole_whichever_the_width() {
    for (int width = 11 + 3 * 9; width <= 120; width++) {
      assertThat(text(TROUBLED, "", BLACK, width).lines().filter(l -> l.startsWith("last 5 s")))
          .as("%d columns", width)
          .singleElement()
          .asString()
          .endsWith(" %");
    }
  }

  @Test
  void requests_give_way_first_where_a_wide_terminal_is_low() {
    assertThat(lines(TROUBLED, "", BLACK, 199, 18))
        .extracting(AttributedString::toString)
        .anyMatch(line -> line.startsWith("error rate < 0.3 %"))
        .noneMatch(line -> line.startsWith("Never sent") || line.startsWith("3 more requests"));
  }

  @Test
  void a_run_in_trouble_is_as_it_was_looked_at_in_ascii() {
    String text = Golden.inGerman(() -> text(TROUBLED, "", new TerminalStyle(false, false), 79));

    matches("troubled-ascii.txt", text);
    assertThat(text).matches("[\\x0a\\x20-\\x7e]*");
  }

  @Test
  void a_calm_run_is_as_it_was_looked_at() {
    matches("calm-80.txt", Golden.inGerman(() -> text(CALM, "", BLACK, 79)));
  }

  @Test
  void colours_are_as_they_were_looked_at() {
    StringBuilder text = new StringBuilder();
    lines(TROUBLED, "", new TerminalStyle(true, true), 79, 100)
        .forEach(l -> text.append(l.toAnsi().replace("\u001b", "^")).append('\n'));

    matches("troubled-colours.txt", text.toString());
  }

  @Test
  void without_colours_there_is_no_escape_at_all() {
    assertThat(lines(TROUBLED, "", BLACK, 79, 100))
        .allSatisfy(line -> assertThat(line.toAnsi()).doesNotContain("\u001b"));
  }

  @ParameterizedTest
  @CsvSource({"200, 50", "79, 23", "40, 12", "20, 5", "7, 2", "1, 1"})
  void no_line_is_wider_and_there_are_no_more_than_the_terminal_has(int width, int height) {
    List<AttributedString> lines =
        lines(TROUBLED, "", new TerminalStyle(true, true), width, height);

    assertThat(lines).isNotEmpty().hasSizeLessThanOrEqualTo(height);
    assertThat(lines).allSatisfy(l -> assertThat(l.columnLength()).isLessThanOrEqualTo(width));
  }

  @Test
  void what_is_asked_and_how_far_it_is_stay_on_the_smallest_terminal() {
    assertThat(lines(TROUBLED, "Stop the run?", BLACK, 79, 2))
        .extracting(AttributedString::toString)
        .satisfiesExactly(
            line -> assertThat(line).contains("spike  01:15 of 03:00"),
            line -> assertThat(line).isEqualTo("Stop the run?"));
  }

  @Test
  void a_broken_threshold_stays_where_there_is_no_room_for_all() {
    List<Judgement> many = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      many.add(
          judged(p95().of("R" + i).below(ofSeconds(1)), i == 33 ? Verdict.FAIL : Verdict.PASS, 10));
    }
    RunSnapshot crowded = with(CALM, CALM.elapsed(), false, many, List.of());

    List<String> lines =
        lines(crowded, "", BLACK, 79, 20).stream().map(AttributedString::toString).toList();

    assertThat(lines)
        .anySatisfy(l -> assertThat(l).startsWith("p95 of R33 < 1 s").endsWith("broken"))
        .anySatisfy(l -> assertThat(l).matches("\\d+ more thresholds?"));
  }

  @Test
  void a_message_is_shown_whole() {
    String message =
        "5,000 users need 5,300 file descriptors; this machine allows 1,024; use ulimit";

    assertThat(
            String.join(
                " ", lines(CALM, message, BLACK, 39, 100).stream().map(Object::toString).toList()))
        .contains(message);
  }

  @Test
  void a_message_keeps_the_blanks_between_keys() {
    assertThat(lines(CALM, "\"x\" has no function. Keys: p pause  q stop", BLACK, 79, 100))
        .extracting(AttributedString::toString)
        .contains("\"x\" has no function. Keys: p pause  q stop");
  }

  @Test
  void columns_are_aligned_after_characters_of_double_width() {
    RunSnapshot wide =
        with(
            CALM,
            CALM.elapsed(),
            false,
            List.of(
                judged(p95().of("検索").below(ofSeconds(1)), Verdict.PASS, 48),
                judged(p95().of("Show").below(ofSeconds(1)), Verdict.PASS, 48),
                judged(p95().of("検索".repeat(30)).below(ofSeconds(1)), Verdict.PASS, 48)),
            List.of());

    assertThat(lines(wide, "", new TerminalStyle(false, true), 79, 100))
        .filteredOn(line -> line.toString().endsWith("ok"))
        .hasSize(3)
        // 79 columns less 45 for figure, bar, share and state leave 34 for the name
        .allSatisfy(
            line -> assertThat(line.columnSubSequence(34, 45).toString()).isEqualTo("    48.0 ms"));
  }

  @Test
  void a_message_in_characters_of_double_width_is_shown_whole() {
    String message = "検索検索 ".repeat(30).strip();

    assertThat(
            String.join(
                " ",
                lines(CALM, message, new TerminalStyle(false, true), 39, 100).stream()
                    .map(Object::toString)
                    .toList()))
        .contains(message);
  }

  @Test
  void time_left_says_when_the_plan_is_over_and_when_the_run_is_stopped() {
    assertThat(CALM.left()).isEqualTo("00:15 left");
    assertThat(with(CALM, ofSeconds(21), false, List.of(), List.of()).left())
        .isEqualTo("winding down");
    assertThat(
            with(
                    CALM,
                    ofSeconds(6),
                    false,
                    List.of(),
                    List.of(new Intervention(ofSeconds(6), new Stop(), "terminal")))
                .left())
        .isEqualTo("stopping");
  }

  private static final RunSnapshot FLOWS =
      TwoFlows.of(List.of(judged(errorRate().below(ofPercent(1)), Verdict.PASS, 0)));

  @Test
  void the_time_that_is_left_is_in_view_beside_the_phases_of_flows() {
    assertThat(lines(FLOWS, "", BLACK, 79, 100))
        .extracting(AttributedString::toString)
        .contains(
            "Clinic: Clerks / steady, Laboratories / …  00:20 of 01:00  ██░░░░░░  00:40 left");
    assertThat(lines(FLOWS, "", BLACK, 39, 100))
        .extracting(AttributedString::toString)
        .contains("Clerks / …  00:20  ██░░░░░░  00:40 left");
  }

  @Test
  void flows_have_a_line_each() {
    matches("flows-80.txt", Golden.inGerman(() -> text(FLOWS, "", BLACK, 79)));
  }

  private static RunSnapshot with(
      RunSnapshot of,
      Duration elapsed,
      boolean paused,
      List<Judgement> thresholds,
      List<Intervention> interventions) {
    return new RunSnapshot(
        of.plan(),
        elapsed,
        of.planned(),
        of.phase(),
        paused,
        of.phases(),
        of.loads(),
        of.recent(),
        of.all(),
        of.failures(),
        of.otherFailures(),
        thresholds,
        of.findings(),
        of.vitals(),
        interventions,
        of.detail());
  }

  @Test
  void requests_of_which_none_can_be_sent_have_failed() {
    RunInfo info = SampleInfo.named("FramedTest", "Framed").startedAt(Instant.EPOCH).info();
    Recorder recorder = new Recorder(info.phases(), text -> text);
    recorder.crash("U", "", "Order", 1, "no attribute named \"id\" is defined");
    Judge judge = new Judge(List.of(), info.phases(), List.of());

    String shown =
        text(
            RunSnapshot.of(
                RunStates.after(info, recorder.takeInterval(ofSeconds(1)), judge, List.of()), 80),
            "",
            BLACK,
            80);

    assertThat(shown.lines().filter(line -> line.startsWith("last 5 s")))
        .singleElement()
        .asString()
        .matches("last 5 s +0/s +- +- +- +100 %");
  }
}
