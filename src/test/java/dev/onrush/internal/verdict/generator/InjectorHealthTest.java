package dev.onrush.internal.verdict.generator;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.internal.metrics.InjectorStatistics;
import dev.onrush.internal.metrics.Vitals;
import dev.onrush.internal.metrics.timeline.CallTimes;
import dev.onrush.internal.metrics.timeline.Row;
import dev.onrush.plan.FlowLoad;
import dev.onrush.result.GeneratorFinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Findings about one of several injectors. */
class InjectorHealthTest {

  private final List<Row> rows = new ArrayList<>();

  private List<String> findings() {
    return GeneratorHealthTest.texts(rows, Optional.empty());
  }

  private long arriving = 10;

  private void secondOf(Map<String, InjectorStatistics> injectors) {
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
            Map.of("Browsing", 0L),
            Optional.of(GeneratorHealthTest.WELL),
            0,
            0,
            arriving,
            Map.of(),
            injectors,
            0,
            10,
            Map.of(),
            Map.of(),
            CallTimes.NONE,
            0));
  }

  private static InjectorStatistics injector(double cpu, double lag) {
    return new InjectorStatistics(
        ofSeconds(1),
        Optional.of(new Vitals(cpu, 1, ofMillis(0), ofMillis(0), ofMillis(0), 0.5, 100, 20_000)),
        lag,
        0,
        5,
        5,
        false);
  }

  @Test
  void users_whose_injector_reports_late_at_the_end_of_a_part_of_a_run_are_not_missed() {
    for (int second = 0; second < 5; second++) {
      arriving = second < 4 ? 20 : 10; // one of two has not reported its last second
      secondOf(Map.of("one", injector(0.5, 1), "two", injector(0.5, 1)));
    }
    List<FlowLoad> loads = List.of(FlowLoad.only(arrivalRate().hold(perSecond(20), ofSeconds(60))));

    assertThat(GeneratorHealth.findings(rows, GeneratorLimits.DEFAULT, loads)).isEmpty();
  }

  @Test
  void of_several_injectors_the_one_that_is_saturated_is_named() {
    for (int i = 0; i < 6; i++) {
      secondOf(
          Map.of(
              "injector 1 of 2 (a)", injector(0.5, 1), "injector 2 of 2 (b)", injector(0.97, 1)));
    }

    assertThat(findings())
        .containsExactly(
            "injector 2 of 2 (b): the generator was busy on 97.0 % of all processors at 00:04 (beyond"
                + " the limit from 00:00 to 00:06)");
  }

  @Test
  void an_injector_that_is_late_with_its_second_is_judged_by_what_it_tells() {
    for (int i = 0; i < 6; i++) {
      secondOf(
          Map.of(
              "injector 1 of 2 (a)",
              injector(0.5, 1),
              "injector 2 of 2 (b)",
              i == 2 ? InjectorStatistics.SILENT : injector(0.5, 400)));
    }

    assertThat(findings())
        .containsExactly(
            "injector 2 of 2 (b): start delay was 400 ms or more at 00:03 (beyond the limit from"
                + " 00:00 to 00:06)");
  }

  @Test
  void an_injector_that_was_lost_is_named_with_the_load_that_is_missing() {
    InjectorStatistics lost =
        new InjectorStatistics(ofSeconds(0), Optional.empty(), 0, 0, 0, 0, true);
    Map<String, InjectorStatistics> injectors = new TreeMap<>();
    injectors.put("injector 1 of 3 (a)", injector(0.5, 1));
    injectors.put("injector 2 of 3 (b)", injector(0.5, 1));
    injectors.put("injector 3 of 3 (c)", injector(0.5, 1));
    secondOf(injectors);
    secondOf(injectors);
    injectors.put("injector 2 of 3 (b)", lost);
    secondOf(injectors);
    secondOf(injectors);

    List<GeneratorFinding> findings =
        GeneratorHealth.findings(rows, GeneratorLimits.DEFAULT, List.of());

    assertThat(findings)
        .containsExactly(
            new GeneratorFinding(
                "injector 2 of 3 (b) was lost at 00:02; a third of the load was missing from then"
                    + " on",
                ofSeconds(2),
                ofSeconds(4)));
  }

  @Test
  void an_injector_whose_loss_is_noticed_late_is_missed_since_its_last_report() {
    InjectorStatistics lost =
        new InjectorStatistics(ofSeconds(0), Optional.empty(), 0, 0, 0, 0, true);
    Map<String, InjectorStatistics> injectors = new TreeMap<>();
    injectors.put("injector 1 of 2 (a)", injector(0.5, 1));
    injectors.put("injector 2 of 2 (b)", injector(0.5, 1));
    secondOf(injectors);
    injectors.put("injector 2 of 2 (b)", InjectorStatistics.SILENT);
    secondOf(injectors); // late, because it reports in the next second
    injectors.put("injector 2 of 2 (b)", injector(0.5, 1));
    secondOf(injectors);
    injectors.put("injector 2 of 2 (b)", InjectorStatistics.SILENT);
    secondOf(injectors);
    secondOf(injectors);
    secondOf(injectors);
    injectors.put("injector 2 of 2 (b)", lost);
    secondOf(injectors);

    assertThat(GeneratorHealth.findings(rows, GeneratorLimits.DEFAULT, List.of()))
        .containsExactly(
            new GeneratorFinding(
                "injector 2 of 2 (b) was lost at 00:03; half of the load was missing from then on",
                ofSeconds(3),
                ofSeconds(7)));
    assertThat(GeneratorHealth.findings(rows.subList(4, 7), GeneratorLimits.DEFAULT, List.of()))
        .as("of a part of the run in which it never reported")
        .extracting(GeneratorFinding::from)
        .containsExactly(ofSeconds(4));
  }
}
