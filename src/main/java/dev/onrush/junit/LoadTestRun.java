package dev.onrush.junit;

import dev.onrush.MeteredSimulation;
import dev.onrush.internal.settings.SettingProperties;
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
 * A simulation that is run by a JUnit test, in a JVM of its own: it has the options that a run
 * needs and is not disturbed by what the tests do in theirs. The settings are those of the
 * simulation and its files, then the properties {@code onrush.…} of the JVM of the tests, then what
 * is said here.
 *
 * <p>Each threshold is a test, and so is the verdict, which also knows of a generator that could
 * not keep up. Only PASS passes, and only if the JVM of the run ends with exit code 0: not if files
 * could not be written, or an assertion of Gatling's failed. The console of the run is printed to
 * {@link System#out}.
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
 * <p>Immutable: each step returns another run. Runs of several threads wait for each other, since
 * two at a time would disturb each other's figures.
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
   * A run of a simulation, with a plan or without.
   *
   * @param simulation has a public constructor without parameters
   * @throws IllegalArgumentException if it is null
   */
  public static LoadTestRun of(Class<? extends MeteredSimulation> simulation) {
    return new LoadTestRun(Given.value(simulation, "simulation"), Map.of(), List.of());
  }

  /**
   * With a setting, as {@code -DNAME=VALUE} gives it.
   *
   * @param name such as {@code users} or {@code onrush.users}
   * @throws IllegalArgumentException if either is null
   */
  public LoadTestRun with(String name, String value) {
    Map<String, String> more =
        Map.of(Given.value(name, "name of a setting"), Given.value(value, "value of " + name));
    return new LoadTestRun(simulation, SettingProperties.overlaid(settings, more), options);
  }

  /**
   * Against a service, such as one that the test has started.
   *
   * @param address such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if it is null
   */
  public LoadTestRun withTarget(String address) {
    return with("onrush.target", address);
  }

  /**
   * Against a service, such as one that the test has started.
   *
   * @throws IllegalArgumentException if it is null
   */
  public LoadTestRun withTarget(URI address) {
    return withTarget(Given.value(address, "target").toString());
  }

  /**
   * With an option of the JVM of the run, after those that every run has: {@code -Xmx4G}.
   *
   * @throws IllegalArgumentException if it is null
   */
  public LoadTestRun withJvmOption(String option) {
    List<String> all = new ArrayList<>(options);
    all.add(Given.value(option, "option of a JVM"));
    return new LoadTestRun(simulation, settings, all);
  }

  /**
   * Runs the simulation; returns when its reports are written. An interrupt, such as that of a
   * JUnit time-out, ends the run.
   *
   * @return the result, whatever its verdict
   * @throws AssertionError if there was no run, such as for a mistake in its settings; the message
   *     says why
   */
  public RunResult run() {
    return new ForkedRun(simulation, settings, options).run().record();
  }

  /**
   * Runs the simulation, and has a test for each of its thresholds and one for its verdict.
   *
   * @return the tests, in the order of the thresholds
   * @throws AssertionError if there was no run, such as for a mistake in its settings; the message
   *     says why
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
            DynamicTest.dynamicTest(
                "verdict",
                report,
                () -> {
                  ended.trouble().ifPresent(why -> Assertions.fail(why + "; " + report));
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
