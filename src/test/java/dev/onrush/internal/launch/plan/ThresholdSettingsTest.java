package dev.onrush.internal.launch.plan;

import static dev.onrush.dsl.OnrushDsl.*;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.onrush.internal.settings.Settings;
import dev.onrush.internal.settings.SettingsReader;
import dev.onrush.internal.settings.source.GivenSettings;
import dev.onrush.internal.settings.source.SettingsSources;
import dev.onrush.internal.settings.source.SimulationCode;
import dev.onrush.threshold.ImpliedErrorRate;
import dev.onrush.threshold.Threshold;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thresholds in code and in settings. */
class ThresholdSettingsTest {

  private static final List<Threshold> WRITTEN =
      List.of(p95().during(SPIKE).below(ofSeconds(1)), errorRate().below(ofPercent(1)).warning());

  private static final Threshold IMPLIED = ImpliedErrorRate.below(ofPercent(50));

  private final List<String> set = new ArrayList<>();

  private List<Threshold> tuned(String key, String text) {
    System.setProperty("onrush." + key, text);
    set.add("onrush." + key);
    return ThresholdSettings.apply(WRITTEN, SettingsReader.load());
  }

  @AfterEach
  void clear() {
    set.forEach(System::clearProperty);
  }

  @Test
  void a_setting_gives_a_threshold_another_bound() {
    assertThat(tuned("thresholds.p95-in-spike", "800 ms"))
        .containsExactly(p95().during(SPIKE).below(ofMillis(800)), WRITTEN.get(1), IMPLIED);
  }

  @Test
  void a_bound_that_two_thresholds_could_take_is_refused() {
    List<Threshold> both =
        List.of(throughput().atLeast(perSecond(50)), throughput().atMost(perSecond(200)));
    System.setProperty("onrush.thresholds.throughput", "100/s");
    set.add("onrush.thresholds.throughput");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdSettings.apply(both, SettingsReader.load()))
        .withMessage(
            "setting onrush.thresholds.throughput (from -Donrush.thresholds.throughput): "
                + "\"100/s\" is for one threshold, and 2 have this name: \"throughput >= 50/s\","
                + " \"throughput <= 200/s\"; change the bound where they are written");
  }

  @Test
  void a_bound_is_for_what_the_plan_has_and_not_for_what_another_setting_adds() {
    List<Threshold> unused = tuned("thresholds.a", "p95 in spike > 1 ms");

    assertThat(tuned("thresholds.p95-in-spike", "800 ms"))
        .containsExactly(
            p95().during(SPIKE).below(ofMillis(800)),
            WRITTEN.get(1),
            p95().during(SPIKE).above(ofMillis(1)),
            IMPLIED);
  }

  @Test
  void a_setting_adds_a_threshold_under_a_name_of_its_own() {
    assertThat(tuned("thresholds.login", "p95 of \"Log in\" every 10 s < 500 ms, warning"))
        .containsExactly(
            WRITTEN.get(0),
            WRITTEN.get(1),
            p95().of("Log in").every(ofSeconds(10)).below(ofMillis(500)).warning(),
            IMPLIED);
  }

  @Test
  void warnings_can_be_made_to_fail() {
    assertThat(tuned("failOnWarnings", "true"))
        .containsExactly(WRITTEN.get(0), errorRate().below(ofPercent(1)));
  }

  @Test
  void a_warning_that_is_made_to_fail_stands_beside_a_threshold_of_another_bound() {
    List<Threshold> both =
        List.of(errorRate().below(ofPercent(5)), errorRate().below(ofPercent(1)).warning());
    System.setProperty("onrush.failOnWarnings", "true");
    set.add("onrush.failOnWarnings");

    List<Threshold> inForce = ThresholdSettings.apply(both, SettingsReader.load());

    assertThat(inForce)
        .containsExactly(errorRate().below(ofPercent(5)), errorRate().below(ofPercent(1)));
    assertThatCode(() -> Threshold.checkDistinct("plan ", inForce)).doesNotThrowAnyException();
  }

  @Test
  void a_warning_that_is_made_to_fail_is_left_out_beside_the_same_threshold() {
    List<Threshold> both =
        List.of(
            errorRate().below(ofPercent(5)).abortAfter(ofSeconds(10)),
            errorRate().below(ofPercent(5)).warning());
    System.setProperty("onrush.failOnWarnings", "true");
    set.add("onrush.failOnWarnings");

    assertThat(ThresholdSettings.apply(both, SettingsReader.load())).containsExactly(both.get(0));
  }

  @Test
  void a_warning_that_is_made_to_fail_keeps_the_bound_that_a_setting_gives_it() {
    List<Threshold> unused = tuned("failOnWarnings", "true");

    assertThat(tuned("thresholds.error-rate-warning", "3 %"))
        .containsExactly(WRITTEN.get(0), errorRate().below(ofPercent(3)));
  }

  @Test
  void the_implied_error_rate_can_be_set_and_switched_off() {
    assertThat(tuned("impliedErrorRate", "5 %"))
        .containsExactly(WRITTEN.get(0), WRITTEN.get(1), ImpliedErrorRate.below(ofPercent(5)));
    assertThat(tuned("thresholds.error-rate", "2 %"))
        .containsExactly(WRITTEN.get(0), WRITTEN.get(1), ImpliedErrorRate.below(ofPercent(2)));
    clear();
    assertThat(tuned("impliedErrorRate", "off")).isEqualTo(WRITTEN);
  }

  @Test
  void a_threshold_of_the_settings_on_all_errors_takes_the_place_of_the_implied_one() {
    assertThat(tuned("thresholds.errors", "error count = 0"))
        .containsExactly(WRITTEN.get(0), WRITTEN.get(1), errorCount().exactly(0));
  }

  @Test
  void nobody_writes_an_implied_threshold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned("thresholds.errors", "error rate < 5 %, implied"))
        .withMessage(
            "setting onrush.thresholds.errors (from -Donrush.thresholds.errors): \"error rate < 5"
                + " %, implied\" is marked as implied, which only a threshold of Onrush itself can"
                + " be; leave \"implied\" out");
  }

  @Test
  void a_bound_for_a_threshold_that_is_not_there_is_refused_with_those_that_are() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned("thresholds.p95-in-spkie", "800 ms"))
        .withMessage(
            "setting onrush.thresholds.p95-in-spkie (from -Donrush.thresholds.p95-in-spkie): \"800"
                + " ms\" is a bound, but no threshold of this plan has this name; the names are"
                + " p95-in-spike, error-rate-warning, error-rate; or write a whole threshold such"
                + " as \"p95 of Login < 500 ms\"");
  }

  /** The result for a simulation that does not read this property itself. */
  private static Throwable misspelled(List<Threshold> written, String property, String text) {
    Properties properties = new Properties();
    properties.setProperty(property, text);
    Settings settings =
        SettingsReader.read(
            new SettingsSources(
                ClassLoader.getPlatformClassLoader(),
                new GivenSettings(Map.of(), properties, Map.of("onrush.impliedErrorRate", "off")),
                Optional.of(new SimulationCode(Threshold.class, false)),
                Optional.empty()));
    return catchThrowable(() -> ThresholdSettings.apply(written, settings));
  }

  @Test
  void a_property_without_its_prefix_is_refused_with_what_this_plan_accepts() {
    assertThat(misspelled(WRITTEN, "thresholds.p95-in-spike", "800 ms"))
        .hasMessage(
            "-Dthresholds.p95-in-spike is not a setting; write"
                + " -Donrush.thresholds.p95-in-spike");
    assertThat(misspelled(WRITTEN, "treshold.login", "p95 of Login < 1 s"))
        .hasMessage("-Dtreshold.login is not a setting; write -Donrush.thresholds.login");
    assertThat(misspelled(WRITTEN, "thresholds.p99-in-spike", "1 s"))
        .hasMessage(
            "-Dthresholds.p99-in-spike is not a setting; write -Donrush.thresholds.NAME with the"
                + " name of a threshold of this plan (p95-in-spike, error-rate-warning), or a whole"
                + " threshold such as -Donrush.thresholds.p99-in-spike=\"p95 of Login < 500 ms\"");
    assertThat(misspelled(List.of(), "thresholds.p95", "1 s"))
        .hasMessage(
            "-Dthresholds.p95 is not a setting; write a whole threshold such as"
                + " -Donrush.thresholds.p95=\"p95 of Login < 500 ms\"");
  }

  @Test
  void a_bound_of_another_simulation_in_a_file_is_refused_with_the_section_it_belongs_to(
      @TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("onrush.conf"), "onrush.thresholds.p95-of-login = 1 s");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ThresholdSettings.apply(WRITTEN, settingsIn(folder)))
        .withMessageStartingWith("setting onrush.thresholds.p95-of-login (from onrush.conf @ ")
        .withMessageEndingWith(
            ": \"1 s\" is a bound, but no threshold of this plan has this name; the names are"
                + " p95-in-spike, error-rate-warning, error-rate; or write a whole threshold such"
                + " as \"p95 of Login < 500 ms\"; or, if it is for another simulation only,"
                + " onrush.simulations.NAME.thresholds.p95-of-login");
  }

  @Test
  void a_plan_run_from_java_has_the_section_of_its_name(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("onrush.conf"),
        "onrush.simulations { \"A plan\".thresholds.p95-in-spike = 2 s, Other.thresholds.x = 1 s }");

    assertThat(ThresholdSettings.apply(WRITTEN, settingsIn(folder)))
        .startsWith(p95().during(SPIKE).below(ofSeconds(2)), WRITTEN.get(1));
  }

  private static Settings settingsIn(Path folder) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader files = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      thread.setContextClassLoader(files);
      return SettingsReader.load(Map.of(), "A plan");
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_threshold_that_cannot_be_read_is_refused_with_its_place() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tuned("thresholds.login", "p59x of Login < 500 ms"))
        .withMessageStartingWith(
            "setting onrush.thresholds.login (from -Donrush.thresholds.login): threshold was \"p59x"
                + " of Login < 500 ms\"; at character 1, ");
  }
}
