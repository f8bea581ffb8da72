package dev.onrush;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.onrush.internal.run.record.RunRecord;
import dev.onrush.plan.LoadPlan;
import dev.onrush.reference.ReferenceTarget;
import dev.onrush.result.Judgement;
import dev.onrush.result.Verdict;
import dev.onrush.spi.TargetProvider.Target;
import dev.onrush.threshold.Measure.Drift;
import dev.onrush.threshold.Measure.Recovery;
import dev.onrush.threshold.Threshold;
import dev.onrush.units.Quantity;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The simulations that come with Onrush, shortened to seconds: thresholds that pass at full size
 * pass here too.
 */
@Tag("load")
@Tag("extended")
class ShrunkenSimulationsTest {

  /**
   * A run that a busy machine delays for a moment may be repeated; a run that it cannot handle
   * fails each time.
   */
  private static final int ATTEMPTS = 3;

  @TempDir static Path folder;

  private static Target service;

  @BeforeAll
  static void start() throws IOException {
    service =
        new ReferenceTarget()
            .start(
                folder.resolve("service.log"),
                // Compared with this value, a busy machine's delays are small.
                ConfigFactory.parseString(
                    "reference { passwords.iterations = 100, faults.latency = \"constant(100 ms)\" }"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SmokeTest  | 1   | 0.3   | request count of Health >= 1 (5 scaled by 0.3)",
        "FirstTest  | 0.2 | 0.2   | request count of Health >= 1 (10 scaled by 0.0319)",
        "SpikeTest  | 0.2 | 0.2   | recovery in spike <= 3 s (15 s scaled by 0.2)",
        "LoadTest   | 0.2 | 0.08  | error rate < 0.5 %",
        "StressTest | 0.1 | 0.07  | error rate in step 1 < 0.5 %",
        "SoakTest   | 0.2 | 0.025 | p95 in steady every 1 s < 60 s",
      })
  void each_comes_to_the_verdict_of_its_full_size(
      String simulation, String scale, String pace, String judged) throws Exception {
    RunRecord result = run(simulation, scale, pace);
    for (int i = 1; i < ATTEMPTS && result.verdict() != Verdict.PASS; i++) {
      result = run(simulation, scale, pace);
    }

    assertThat(result.judgements())
        .allSatisfy(judgement -> assertThat(judgement.samples()).isPositive())
        .filteredOn(judgement -> !judgement.warns() || judgement.verdict() == Verdict.NO_DATA)
        .extracting(Judgement::verdict)
        .containsOnly(Verdict.PASS);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.info().thresholds())
        .extracting(t -> t.toString().replace("60 s (every 30 s scaled)", "60 s"))
        .contains(judged);
  }

  private static RunRecord run(String simulation, String scale, String pace) throws Exception {
    Class<?> type = Class.forName(simulation);
    Method method = type.getDeclaredMethod("plan");
    method.setAccessible(true);
    LoadPlan plan = (LoadPlan) method.invoke(type.getDeclaredConstructor().newInstance());
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("onrush.scale", scale);
    settings.put("onrush.pace", pace);
    settings.put("onrush.warmUp", "0 s");
    plan.thresholds().forEach(t -> settings.putAll(forAnyMachine(t)));
    return Runs.run(
        plan, WithSettings.load(settings).withTarget(service.uri()).withReports(folder));
  }

  /**
   * Widens bounds that depend on the machine's speed. Bounds on the amount of load, and whether
   * thresholds can be judged, are still tested.
   */
  private static Map<String, String> forAnyMachine(Threshold threshold) {
    String name = "onrush.thresholds." + threshold.key();
    if (threshold.measure() instanceof Recovery) {
      return Map.of();
    }
    if (threshold.measure() instanceof Drift) {
      return Map.of(name, "100 %");
    }
    Quantity quantity = threshold.measure().quantity();
    return quantity == Quantity.TIME
        ? Map.of(name, "60 s")
        : quantity == Quantity.FREQUENCY ? Map.of(name, "0.1/s") : Map.of();
  }
}
