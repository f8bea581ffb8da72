package dev.onrush.junit;

import dev.onrush.MeteredSimulation;
import dev.onrush.internal.settings.table.SettingProperties;
import dev.onrush.result.Judgement;
import dev.onrush.result.RunResult;
import dev.onrush.result.Verdict;
import dev.onrush.units.Given;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * A run of a simulation by a JUnit test, in a separate JVM. That JVM has the options that a run
 * needs, and what the tests do in their JVM does not disturb it. The settings come from the
 * simulation and its files, from the properties {@code onrush.…} of the JVM of the tests, and from
 * the methods of this class; a later source overrides an earlier one.
 *
 * <p>Each threshold is a test, and the verdict is one more, which also fails if the generator could
 * not keep up. The test of a threshold passes if the threshold passes or is only a warning. The
 * test of the verdict passes if the verdict is PASS and the JVM of the run ends with exit code 0;
 * it fails if files could not be written, or an assertion of Gatling's failed. The console output
 * of the run is printed to {@link System#out}.
 *
 * <pre>{@code
 * class CheckoutLoadTest {
 *   @LocalServerPort int port;
 *
 *   @LoadTest
 *   Stream<DynamicTest> checkout() {
 *     return LoadTestRun.of(CheckoutTest.class).withTarget("http://127.0.0.1:" + port).tests();
 *   }
 * }
 * }</pre>
 *
 * <p>Immutable; each method that changes the run returns a new one. Runs that several threads start
 * take place one after the other, because two at a time would distort each other's figures.
 *
 * @since 0.1.0
 */
public final class LoadTestRun {

  private final Class<? extends MeteredSimulation> simulation;
  private final Map<String, String> settings;
  private final List<String> options;

  private LoadTestRun(
      Class<? extends MeteredSimulation> simulation,
      Map<String, String> settings,
      List<String> options) {
    this.simulation = simulation;
    this.settings = settings;
    this.options = options;
  }

  /**
   * Returns a run of a simulation, with or without a plan.
   *
   * @param simulation a class with a public constructor without parameters
   * @throws IllegalArgumentException if {@code simulation} is null
   */
  public static LoadTestRun of(Class<? extends MeteredSimulation> simulation) {
    return new LoadTestRun(Given.value(simulation, "simulation"), Map.of(), List.of());
  }

  /**
   * Returns this run with a setting, as {@code -DNAME=VALUE} sets it.
   *
   * @param name such as {@code users} or {@code onrush.users}
   * @throws IllegalArgumentException if an argument is null
   */
  public LoadTestRun with(String name, String value) {
    Map<String, String> more =
        Map.of(Given.value(name, "name of a setting"), Given.value(value, "value of " + name));
    return new LoadTestRun(simulation, SettingProperties.overlaid(settings, more), options);
  }

  /**
   * Returns this run with a service as its target, such as one that the test has started.
   *
   * @param address such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if {@code address} is null
   */
  public LoadTestRun withTarget(String address) {
    return with("onrush.target", address);
  }

  /**
   * Returns this run with a service as its target, such as one that the test has started.
   *
   * @throws IllegalArgumentException if {@code address} is null
   */
  public LoadTestRun withTarget(URI address) {
    return withTarget(Given.value(address, "target").toString());
  }

  /**
   * Returns this run with an option for the JVM of the run, such as {@code -Xmx4G}. It follows the
   * options that every run has.
   *
   * @throws IllegalArgumentException if {@code option} is null
   */
  public LoadTestRun withJvmOption(String option) {
    List<String> all = new ArrayList<>(options);
    all.add(Given.value(option, "option of a JVM"));
    return new LoadTestRun(simulation, settings, all);
  }

  /**
   * Runs the simulation. Returns when the reports are written. An interrupt, such as that of a
   * JUnit time-out, ends the run.
   *
   * <pre>{@code
   * @Test
   * @Tag(LoadTest.TAG)
   * void checkout() {
   *   RunResult result = LoadTestRun.of(CheckoutTest.class).run();
   *   assertEquals(Verdict.PASS, result.verdict(), result.reason());
   * }
   * }</pre>
   *
   * @return the result, whatever its verdict
   * @throws AssertionError if the run did not take place or left no result, for example because of
   *     a mistake in its settings; the message says why
   */
  public RunResult run() {
    return new ForkedRun(simulation, settings, options).run().record();
  }

  /**
   * Runs the simulation, and returns a test for each of its thresholds and one for its verdict.
   *
   * @return the tests of the thresholds, in their order, and then the test of the verdict
   * @throws AssertionError if the run did not take place or left no result, for example because of
   *     a mistake in its settings; the message says why
   */
  public Stream<DynamicTest> tests() {
    ForkedRun.Ended ended = new ForkedRun(simulation, settings, options).run();
    URI report = ended.report().toUri();
    RunResult result = ended.record();
    return Stream.concat(
        result.judgements().stream()
            .map(
                judgement ->
                    DynamicTest.dynamicTest(
                        judgement.threshold().toString(), report, () -> check(judgement, report))),
        Stream.of(
            // Surefire 3.5.3 leaves out each dynamic test that has an address. This one has none,
            // so that the build fails there too.
            DynamicTest.dynamicTest(
                "verdict",
                () -> {
                  ended.failureOfPassedRun().ifPresent(why -> Assertions.fail(why + "; " + report));
                  if (result.verdict() != Verdict.PASS) {
                    Assertions.fail(result.verdict() + ": " + result.reason() + "; " + report);
                  }
                })));
  }

  private static void check(Judgement judgement, URI report) {
    if (judgement.verdict() != Verdict.PASS && !judgement.warns()) {
      Assertions.fail(judgement + "; " + report);
    }
  }
}
