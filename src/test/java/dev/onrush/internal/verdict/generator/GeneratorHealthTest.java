package dev.onrush.internal.verdict.generator;

import static dev.onrush.dsl.OnrushDsl.*;
import static dev.onrush.result.Verdict.INVALID;
import static dev.onrush.result.Verdict.PASS;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.onrush.dsl.OnrushDsl;
import dev.onrush.internal.metrics.HostFigure;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.internal.settings.table.Setting;
import dev.onrush.plan.FlowLoad;
import dev.onrush.profile.LoadProfile;
import dev.onrush.profile.Phase;
import dev.onrush.profile.RunFlow;
import dev.onrush.result.GeneratorFinding;
import dev.onrush.result.GeneratorFinding.Effect;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.threshold.Threshold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GeneratorHealthTest {

  static final Vitals WELL =
      new Vitals(0.4, 1, ofMillis(20), ofMillis(40), ofMillis(0), 0.5, 100, 20_000);

  private final List<Row> rows = new ArrayList<>();
  private long active;
  private double loopLag;
  private long arriving = 10;

  private void second(Vitals vitals, double lag) {
    Duration start = ofSeconds(rows.size());
    rows.add(
        new Row(
            start,
            start.plusSeconds(1),
            10,
            0,
            1,
            1,
            1,
            1,
            Map.of("Browsing", active),
            Optional.of(vitals),
            lag,
            loopLag,
            arriving,
            Map.of()));
  }

  private void wellFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      second(WELL, 1);
    }
  }

  private List<String> findings() {
    return findings(Optional.empty());
  }

  private List<String> findings(Optional<LoadProfile> profile) {
    return texts(rows, profile);
  }

  static List<String> texts(List<Row> rows, Optional<LoadProfile> profile) {
    return GeneratorHealth.findings(
            rows, GeneratorLimits.DEFAULT, profile.map(FlowLoad::only).stream().toList())
        .stream()
        .map(GeneratorFinding::text)
        .toList();
  }

  @Test
  void a_generator_that_is_well_has_no_findings_although_the_machine_is_full() {
    wellFor(60);

    assertThat(findings()).isEmpty();
  }

  @Test
  void a_standstill_is_named_with_its_length_and_moment() {
    wellFor(11);
    second(new Vitals(0.4, 1, ofMillis(0), ofMillis(1_021), ofMillis(0), 0.5, 100, 20_000), 1);
    wellFor(5);

    assertThat(findings()).containsExactly("the generator stood still for 1.02 s at 00:11");
  }

  @Test
  void a_loop_that_reports_once_that_it_was_blocked_for_long_was_blocked_all_the_time() {
    wellFor(20);
    loopLag = 10_000;
    second(WELL, 9_900);
    loopLag = 0;
    wellFor(5);

    assertThat(findings())
        .containsExactly(
            "an event loop of the generator was blocked for 10.0 s or more at 00:20 (beyond the"
                + " limit from 00:11 to 00:21); a chain contains blocking code, or the load is too"
                + " high for the generator",
            "start delay was 9.90 s or more at 00:20 (beyond the limit from 00:11 to 00:21)");
  }

  @Test
  void what_the_machine_did_meanwhile_is_said_beside_a_finding() {
    wellFor(11);
    second(
        new Vitals(
            0.2,
            1,
            ofMillis(0),
            ofMillis(1_021),
            ofMillis(0),
            0.5,
            100,
            20_000,
            Map.of(
                HostFigure.OTHERS, 0.62,
                HostFigure.STOLEN, 0.18,
                HostFigure.THROTTLED, 0.1, // one period out of ten
                HostFigure.SWITCHES, 90_000.0)),
        1);

    assertThat(findings())
        .containsExactly(
            "the generator stood still for 1.02 s at 00:11; meanwhile other processes used 62.0 % of"
                + " the processors and the hypervisor took 18.0 % of the processors");
  }

  @Test
  void other_processes_that_leave_processors_free_are_no_cause() {
    second(
        new Vitals(
            0.2,
            1,
            ofMillis(0),
            ofMillis(1_021),
            ofMillis(0),
            0.5,
            100,
            20_000,
            Map.of(HostFigure.OTHERS, 0.5, HostFigure.THROTTLED, 0.25)),
        1);

    assertThat(findings())
        .containsExactly(
            "the generator stood still for 1.02 s at 00:00; meanwhile the processor quota was used"
                + " up in 25.0 % of its periods");
  }

  @Test
  void an_event_loop_that_is_held_up_again_and_again_is_named_unless_all_stood_still() {
    loopLag = 1_200;
    wellFor(2); // the first requests load classes
    loopLag = 0;
    wellFor(4);
    assertThat(findings()).isEmpty();

    loopLag = 700;
    wellFor(3);
    assertThat(findings())
        .containsExactly(
            "an event loop of the generator was blocked for 700 ms or more at 00:08; a chain"
                + " contains blocking code, or the load is too high for the generator");
    rows.clear();
    loopLag = 1_200;
    Vitals frozen = new Vitals(0.4, 1, ofMillis(0), ofMillis(1_100), ofMillis(0), 0.5, 100, 20_000);
    second(frozen, 1);
    second(frozen, 1);
    second(frozen, 1);
    assertThat(findings())
        .containsExactly(
            "the generator stood still for 1.10 s at 00:00 (beyond the limit from 00:00 to 00:03)");
  }

  @Test
  void a_generator_that_stands_still_again_and_again_is_named() {
    Vitals starved =
        new Vitals(0.1, 1, ofMillis(0), ofMillis(300), ofMillis(700), 0.5, 100, 20_000);
    wellFor(4);
    second(starved, 1);
    second(starved, 1);
    wellFor(1);
    assertThat(findings()).isEmpty();

    second(starved, 1);
    second(starved, 1);
    second(starved, 1);
    assertThat(findings())
        .containsExactly(
            "the generator stood still again and again, for 70.0 % of the time at 00:09");
  }

  @Test
  void lateness_counts_from_three_seconds_in_a_row_on() {
    second(WELL, 300);
    second(WELL, 300);
    wellFor(1);
    assertThat(findings()).isEmpty();

    second(WELL, 300);
    second(WELL, 310);
    second(WELL, 320);
    assertThat(findings()).containsExactly("start delay was 320 ms or more at 00:05");
  }

  private void secondsOfLateUsers(int seconds, double lag) {
    for (int i = 0; i < seconds; i++) {
      second(WELL, lag);
    }
  }

  private List<GeneratorFinding> found() {
    return GeneratorHealth.findings(rows, GeneratorLimits.DEFAULT, List.of());
  }

  @Test
  void a_finding_lasts_as_long_as_its_fault() {
    wellFor(3);
    secondsOfLateUsers(36, 400);
    second(WELL, 600);
    wellFor(5);

    assertThat(found())
        .containsExactly(
            new GeneratorFinding(
                "start delay was 600 ms or more at 00:39 (beyond the limit from 00:03 to 00:40)",
                ofSeconds(3),
                ofSeconds(40)));
    assertThat(judged(found())).containsExactly(INVALID, INVALID);
  }

  @Test
  void a_fault_that_comes_again_is_told_once_and_spoils_each_of_its_times() {
    secondsOfLateUsers(3, 500);
    wellFor(17);
    secondsOfLateUsers(3, 400);

    String text =
        "start delay was 500 ms or more at 00:02 (beyond the limit from 00:00 to 00:03, from 00:20 to"
            + " 00:23)";
    assertThat(found())
        .containsExactly(
            new GeneratorFinding(text, ofSeconds(0), ofSeconds(3)),
            new GeneratorFinding(text, ofSeconds(20), ofSeconds(23)));
    assertThat(GeneratorHealth.texts(found())).containsExactly(text);
    assertThat(judged(found())).containsExactly(INVALID, INVALID);
  }

  /** Returns the verdicts of thresholds that were kept in the first ten seconds and after them. */
  private static List<Verdict> judged(List<GeneratorFinding> findings) {
    List<Phase> phases =
        List.of(
            new Phase("ramp-up", Duration.ZERO, ofSeconds(10)),
            new Phase("steady", ofSeconds(10), ofSeconds(60)));
    return GeneratorHealth.trusted(
            Stream.of(errorRate().during("ramp-up"), errorRate().during("steady"))
                .map(
                    rate ->
                        new Judgement(
                            rate.below(ofPercent(1)),
                            PASS,
                            OptionalDouble.of(0),
                            100,
                            "",
                            Optional.empty()))
                .toList(),
            findings,
            new Standstills(),
            phases)
        .stream()
        .map(Judgement::verdict)
        .toList();
  }

  @Test
  void each_standstill_spoils_its_own_second_and_the_longest_is_named() {
    Vitals frozen = new Vitals(0.4, 1, ofMillis(0), ofMillis(1_021), ofMillis(0), 0.5, 100, 20_000);
    Vitals shorter = new Vitals(0.4, 1, ofMillis(0), ofMillis(700), ofMillis(0), 0.5, 100, 20_000);
    wellFor(2);
    second(shorter, 1);
    wellFor(8);
    second(frozen, 1);

    assertThat(found())
        .extracting(f -> f.from().toSeconds() + " to " + f.to().toSeconds() + ": " + f.text())
        .containsExactly(
            "2 to 3: the generator stood still for 1.02 s at 00:11 (beyond the limit from 00:02 to"
                + " 00:03, from 00:11 to 00:12)",
            "11 to 12: the generator stood still for 1.02 s at 00:11 (beyond the limit from 00:02 to"
                + " 00:03, from 00:11 to 00:12)");
  }

  @Test
  void of_many_times_three_are_named() {
    for (int i = 0; i < 12; i++) {
      secondsOfLateUsers(3, 400); // starting at 0, 5, 10 … 55 s
      wellFor(2);
    }

    assertThat(found()).hasSize(12);
    assertThat(found().get(9).from()).isEqualTo(ofSeconds(45));
    assertThat(found().get(9).to()).isEqualTo(ofSeconds(48));
    assertThat(GeneratorHealth.texts(found()))
        .containsExactly(
            "start delay was 400 ms or more at 00:02 (beyond the limit from 00:00 to 00:03, from"
                + " 00:05 to 00:08, from 00:10 to 00:13 and 9 more times)");
  }

  @Test
  void of_more_than_a_hundred_times_the_two_with_the_least_time_between_them_are_one() {
    for (int i = 0; i < 101; i++) {
      secondsOfLateUsers(3, 400);
      wellFor(i == 0 || i == 49 ? 1 : 2);
    }

    List<GeneratorFinding> found = found();
    assertThat(found).hasSize(100);
    // the fiftieth begins at 49 * 5 - 1 = 244 s; one second between the two is left out
    assertThat(found.get(49).from()).isEqualTo(ofSeconds(244));
    assertThat(found.get(49).to()).isEqualTo(ofSeconds(244 + 3 + 1 + 3));
    // findings that are named stay separate
    assertThat(found.get(0).to()).isEqualTo(ofSeconds(3));
    assertThat(found.get(1).from()).isEqualTo(ofSeconds(4));
    assertThat(found.get(0).text()).endsWith(" and 98 more times)");
    assertThat(found.get(99).to()).isEqualTo(ofSeconds(100 * 5 - 2 + 3));
  }

  @Test
  void the_worst_of_a_fault_may_be_its_first_second() {
    second(WELL, 600);
    secondsOfLateUsers(2, 400);
    wellFor(5);
    second(WELL, 900); // a single one, and not a fault
    wellFor(5);
    second(WELL, 300);
    second(WELL, 700);
    second(WELL, 300);

    assertThat(GeneratorHealth.texts(found()))
        .containsExactly(
            "start delay was 700 ms or more at 00:15 (beyond the limit from 00:00 to 00:03, from"
                + " 00:14 to 00:17)");
  }

  @Test
  void a_fault_that_ends_with_its_phase_leaves_the_next_phase_alone() {
    // rows are 4 ms late; the ramp-up ends at 10 s
    assertThat(judgedAfterFault(7_004, 10_004)).containsExactly(INVALID, PASS);
    assertThat(judgedAfterFault(9_504, 10_504)).containsExactly(INVALID, INVALID);
    assertThat(judgedAfterFault(9_004, 10_450)).as("frozen").containsExactly(INVALID, INVALID);
    assertThat(judgedAfterFault(10_004, 11_004)).containsExactly(PASS, INVALID);
    assertThat(judgedAfterFault(10_000, 10_004)).as("short").containsExactly(PASS, INVALID);
    assertThat(judgedAfterFault(9_900, 10_004)).as("short").containsExactly(INVALID, PASS);
  }

  private static List<Verdict> judgedAfterFault(int fromMillis, int toMillis) {
    return judged(List.of(new GeneratorFinding("late", ofMillis(fromMillis), ofMillis(toMillis))));
  }

  @Test
  void a_busy_generator_counts_from_five_seconds_in_a_row_on() {
    Vitals busy = new Vitals(0.97, 1, ofMillis(20), ofMillis(40), ofMillis(0), 0.5, 100, 20_000);
    for (int i = 0; i < 4; i++) {
      second(busy, 1);
    }
    assertThat(findings()).isEmpty();

    second(busy, 1);
    assertThat(findings())
        .containsExactly("the generator was busy on 97.0 % of all processors at 00:04");
  }

  @Test
  void garbage_collection_and_files_are_named() {
    Vitals bad = new Vitals(0.4, 1, ofMillis(400), ofMillis(40), ofMillis(0), 0.99, 19_900, 20_000);
    second(bad, 1);
    second(bad, 1);
    second(bad, 1);

    assertThat(findings())
        .containsExactly(
            "the generator spent 40.0 % of its time in garbage collection at 00:02",
            "the generator had 19,900 of 20,000 allowed files open at 00:00 (beyond the limit from"
                + " 00:00 to 00:03)");
  }

  @Test
  void limits_are_read_and_written_as_text() {
    GeneratorLimits limits = GeneratorLimits.of(Map.of("lag", "2 s", "cpu", "50 %"));

    assertThat(limits)
        .isEqualTo(new GeneratorLimits(ofMillis(500), 30, ofSeconds(2), 50, 30, 99, 5));
    assertThat(GeneratorLimits.of(limits.texts())).isEqualTo(limits);
  }

  @Test
  void the_table_of_settings_has_the_names_of_all_limits() {
    assertThat(Setting.GENERATOR.names())
        .containsExactlyElementsOf(GeneratorLimits.DEFAULT.texts().keySet());
  }

  @Test
  void a_limit_that_is_not_there_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneratorLimits.of(Map.of("cpus", "50 %")))
        .withMessage(
            "setting onrush.generator.cpus is not known; the settings of onrush.generator are cpu,"
                + " files, gc, lag, missing, pauses, standstill");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneratorLimits.of(Map.of("lag", "soon")))
        .withMessageStartingWith("setting onrush.generator.lag: ");
    UnaryOperator<String> source = name -> " (from -Donrush.generator." + name + ")";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneratorLimits.of(Map.of("cpus", "50 %"), source))
        .withMessage(
            "setting onrush.generator.cpus (from -Donrush.generator.cpus) is not known; the settings of"
                + " onrush.generator are cpu, files, gc, lag, missing, pauses, standstill");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GeneratorLimits.of(Map.of("cpu", "200 %"), source))
        .withMessage(
            "setting onrush.generator.cpu (from -Donrush.generator.cpu): percentage was 200; 0 to 100"
                + " is allowed; ofPercent(1) is one in a hundred");
  }

  @Test
  void users_that_were_planned_and_are_not_there_are_missed() {
    LoadProfile profile = concurrentUsers().rampTo(100, ofSeconds(5)).holdFor(ofSeconds(10));
    active = 96;
    wellFor(15);
    assertThat(findings(Optional.of(profile))).isEmpty();

    rows.clear();
    active = 90;
    wellFor(15);
    // the level begins at 5 s and has 2 s to fill; then three consecutive seconds
    assertThat(findings(Optional.of(profile)))
        .containsExactly(
            "90 of 100 planned users were active at 00:09 (beyond the limit from 00:07 to 00:15)");
  }

  @Test
  void the_only_planned_user_is_missed_in_the_singular() {
    active = 0;
    wellFor(15);

    assertThat(
            findings(Optional.of(concurrentUsers().rampTo(1, ofSeconds(5)).holdFor(ofSeconds(10)))))
        .containsExactly(
            "0 of 1 planned user was active at 00:09 (beyond the limit from 00:07 to 00:15)");
  }

  @Test
  void users_of_a_level_that_is_held_within_a_phase_are_missed() {
    // up to 5 s, baseline until 10 s, rise until 12 s, the level of the spike until 22 s
    LoadProfile profile =
        OnrushDsl.spike()
            .rampUp(ofSeconds(5))
            .baselineFor(ofSeconds(5))
            .risingOver(ofSeconds(2))
            .from(10)
            .to(100)
            .holdFor(ofSeconds(10))
            .backTo(10);
    active = 10;
    wellFor(10);
    active = 60;
    wellFor(12);

    assertThat(findings(Optional.of(profile)))
        .containsExactly(
            "60 of 100 planned users were active at 00:16 (beyond the limit from 00:14 to 00:22)");
  }

  @Test
  void users_of_a_level_that_a_curve_keeps_to_are_missed() {
    // a curve has a level for each second; it is 100 from 5 s to 15 s
    LoadProfile profile =
        concurrentUsers().follow(ofSeconds(15), t -> Math.min(100, 20 * t.toSeconds()));
    active = 60;
    wellFor(15);

    assertThat(findings(Optional.of(profile)))
        .containsExactly(
            "60 of 100 planned users were active at 00:09 (beyond the limit from 00:07 to 00:15)");
  }

  @Test
  void arrivals_that_were_due_and_never_came_are_missed() {
    LoadProfile profile = arrivalRate().hold(perSecond(10), ofSeconds(20));
    wellFor(20); // 10 a second
    assertThat(findings(Optional.of(profile))).isEmpty();

    rows.subList(10, 20).clear();
    assertThat(findings(Optional.of(profile))).as("due in these 10 s").isEmpty();

    arriving = 0;
    wellFor(15); // no user is due in the last five seconds
    assertThat(findings(Optional.of(profile)))
        .containsExactly("100 of 200 due users did not start");
  }

  /** The findings of a run of 20 s at 2/s, of which this number of users started. */
  private List<String> ofFortyDue(int started, LoadProfile profile) {
    rows.clear();
    for (int second = 0; second < 20; second++) {
      arriving = (second + 1) * started / 20 - second * started / 20;
      wellFor(1);
    }
    return texts(rows, Optional.of(profile));
  }

  @Test
  void arrivals_that_are_missing_in_a_small_run_are_missed() {
    LoadProfile even = arrivalRate().hold(perSecond(2), ofSeconds(20));

    assertThat(ofFortyDue(31, even)).containsExactly("9 of 40 due users did not start");
    // One may be rounded down, one user may come after the last row, and 5 % may miss.
    assertThat(ofFortyDue(36, even)).isEmpty();
    assertThat(ofFortyDue(35, even)).hasSize(1);
  }

  @Test
  void random_arrivals_may_be_as_few_as_by_chance() {
    LoadProfile random = arrivalRate().hold(perSecond(2), ofSeconds(20)).poisson();

    // of a Poisson process with the mean of 40, 12 or fewer occur once in a million times
    assertThat(ofFortyDue(13, random)).isEmpty();
    assertThat(ofFortyDue(5, random)).containsExactly("35 of 40 due users did not start");
  }

  @Test
  void arrivals_that_an_injector_tells_of_after_the_end_of_the_load_have_come() {
    List<FlowLoad> loads = List.of(FlowLoad.only(arrivalRate().hold(perSecond(40), ofSeconds(20))));
    arriving = 40;
    wellFor(8);
    arriving = 0; // reported late
    wellFor(2);
    GeneratorHealth health = new GeneratorHealth(GeneratorLimits.DEFAULT);
    rows.forEach(row -> health.add(row, loads));
    assertThat(health.findings(loads)).hasSize(1);

    arriving = 80;
    wellFor(1);
    health.add(rows.get(10), List.of());

    assertThat(health.findings(loads)).isEmpty();
  }

  @Test
  void only_thresholds_of_the_time_in_which_the_generator_was_unwell_are_not_trusted() {
    List<Phase> phases =
        List.of(
            new Phase("calm", Duration.ZERO, ofSeconds(10)),
            new Phase("storm", ofSeconds(10), ofSeconds(20)));
    List<Judgement> judgements =
        List.of(
            new Judgement(
                p95().during("calm").below(ofSeconds(1)),
                Verdict.PASS,
                OptionalDouble.of(1),
                1,
                "",
                Optional.empty()),
            new Judgement(
                p95().during("storm").below(ofSeconds(1)),
                Verdict.PASS,
                OptionalDouble.of(1),
                1,
                "",
                Optional.empty()));

    assertThat(
            GeneratorHealth.trusted(
                judgements,
                List.of(new GeneratorFinding("it stood still", ofSeconds(12), ofSeconds(13))),
                new Standstills(),
                phases))
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.PASS, Verdict.INVALID);
  }

  @Test
  void a_slow_generator_explains_neither_metrics_of_the_service_nor_requests_that_were_not_sent() {
    List<Phase> phases = List.of(new Phase("steady", Duration.ZERO, ofSeconds(10)));
    GeneratorFinding slow =
        new GeneratorFinding("it stood still", ofSeconds(3), ofSeconds(4), Effect.TIMES);
    GeneratorFinding absent =
        new GeneratorFinding("users were missing", ofSeconds(3), ofSeconds(4));
    List<Judgement> judgements =
        List.of(
            new Judgement(
                service("heap").max().below(100),
                Verdict.FAIL,
                OptionalDouble.of(200),
                10,
                "",
                Optional.empty()),
            new Judgement(
                p95().of("Logout").below(ofSeconds(1)),
                Verdict.NO_DATA,
                OptionalDouble.empty(),
                0,
                "no requests",
                Optional.empty()));

    assertThat(GeneratorHealth.trusted(judgements, List.of(slow), new Standstills(), phases))
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.FAIL, Verdict.NO_DATA);
    assertThat(GeneratorHealth.trusted(judgements, List.of(absent), new Standstills(), phases))
        .extracting(Judgement::verdict)
        .containsExactly(Verdict.INVALID, Verdict.INVALID);
  }

  /**
   * 10 s of warm-up, 20 s of calm, 30 s of spike, 30 s of recovery; the run continues after that.
   */
  private static List<Phase> spike(Optional<RunFlow> flow) {
    return Stream.of(
            new Phase("ramp-up", Duration.ZERO, ofSeconds(10)),
            new Phase("calm", ofSeconds(10), ofSeconds(30)),
            new Phase("spike", ofSeconds(30), ofSeconds(60)),
            new Phase("recovery", ofSeconds(60), ofSeconds(90)))
        .map(phase -> phase.of(flow))
        .toList();
  }

  private static final List<Phase> SPIKE = spike(Optional.empty());

  /** Returns the verdict of a threshold that was kept, after a fault of one second. */
  private static Verdict after(int second, String threshold, List<Phase> phases) {
    Judgement kept =
        new Judgement(
            Threshold.parse(threshold),
            Verdict.PASS,
            OptionalDouble.of(6),
            100,
            "",
            Optional.empty());
    return GeneratorHealth.trusted(
            List.of(kept),
            List.of(new GeneratorFinding("late", ofSeconds(second), ofSeconds(second + 1))),
            new Standstills(),
            phases)
        .get(0)
        .verdict();
  }

  @Test
  void a_recovery_is_not_trusted_after_a_fault_since_the_phase_before_the_disturbing_one() {
    String recovery = "recovery in spike <= 10 s";

    assertThat(after(5, recovery, SPIKE)).as("before all that it is about").isEqualTo(PASS);
    assertThat(after(15, recovery, SPIKE)).as("what was usual").isEqualTo(INVALID);
    assertThat(after(45, recovery, SPIKE)).as("the disturbance").isEqualTo(INVALID);
    assertThat(after(65, recovery, SPIKE)).as("the recovery").isEqualTo(INVALID);
    assertThat(after(95, recovery, SPIKE)).as("wind-down").isEqualTo(INVALID);
  }

  @Test
  void a_recovery_of_one_flow_has_the_times_of_its_phases() {
    List<Phase> phases = new ArrayList<>(spike(Optional.of(new RunFlow("Labs", List.of("Lab")))));
    Optional<RunFlow> clerks = Optional.of(new RunFlow("Clerks", List.of("Clerk")));
    phases.add(new Phase("calm", Duration.ZERO, ofSeconds(3)).of(clerks));
    phases.add(new Phase("spike", ofSeconds(3), ofSeconds(9)).of(clerks));

    assertThat(after(5, "recovery in spike in flow Labs <= 10 s", phases)).isEqualTo(PASS);
    assertThat(after(15, "recovery in spike in flow Labs <= 10 s", phases)).isEqualTo(INVALID);
    assertThat(after(1, "recovery in spike in flow Clerks <= 10 s", phases)).isEqualTo(INVALID);
  }

  @Test
  void a_ratio_is_not_trusted_after_a_fault_in_the_time_of_either_of_its_figures() {
    String ratio = "throughput in spike over throughput in calm >= 5";

    assertThat(after(5, ratio, SPIKE)).isEqualTo(PASS);
    assertThat(after(15, ratio, SPIKE)).isEqualTo(INVALID);
    assertThat(after(45, ratio, SPIKE)).isEqualTo(INVALID);
    assertThat(after(65, ratio, SPIKE)).isEqualTo(PASS);
  }
}
