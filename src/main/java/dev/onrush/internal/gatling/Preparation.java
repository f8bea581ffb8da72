package dev.onrush.internal.gatling;

import dev.onrush.internal.gatling.app.RepeatedMessages;
import dev.onrush.internal.gatling.chain.ChainContents;
import dev.onrush.internal.gatling.warmup.WarmUp;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.core.CoreComponents;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.structure.ScenarioBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.http.request.builder.HttpRequestBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scala.collection.immutable.Map;

/**
 * Prepares a run once its last scenario is built: its set-up, the warm-up of the generator with the
 * requests of all scenarios, and the wait for the service. Used by one thread.
 */
final class Preparation {

  private final SetUpAndTearDown hooks;
  private final Recorder recorder;
  private final Map<Class<? extends Protocol>, Protocol> protocols;
  private final Duration longestWarmUp;
  private final List<WarmUp.Requests> requests = new ArrayList<>();
  private int expected;
  private int built;
  private Optional<String> warmUp = Optional.empty();

  /**
   * Creates the preparation of a run without scenarios.
   *
   * @param recorder learns the resolution that the warm-up has measured
   * @param protocols the protocols of all scenarios
   * @param longestWarmUp zero for no warm-up
   */
  Preparation(
      SetUpAndTearDown hooks,
      Recorder recorder,
      Map<Class<? extends Protocol>, Protocol> protocols,
      Duration longestWarmUp) {
    this.hooks = hooks;
    this.recorder = recorder;
    this.protocols = protocols;
    this.longestWarmUp = longestWarmUp;
  }

  /** Expects one more scenario. */
  void expect() {
    expected++;
  }

  /**
   * Adds a scenario that is built, and prepares the run if it was the last one.
   *
   * @param scenarioProtocols the scenario's own protocols
   * @param context the context in which Gatling builds the scenario
   * @param core the components of the context in which it was built
   */
  void built(
      ScenarioBuilder scenario,
      Map<Class<? extends Protocol>, Protocol> scenarioProtocols,
      ScenarioContext context,
      CoreComponents core) {
    built++;
    if (!longestWarmUp.isZero()) {
      List<HttpRequestBuilder> sent = ChainContents.httpRequests(scenario);
      if (!sent.isEmpty()) {
        requests.add(new WarmUp.Requests(sent, scenarioProtocols, context));
      }
    }
    if (built == expected) {
      // Everything is built and nothing has begun, not even the clock of a longest duration.
      prepare(context, core);
    }
  }

  private void prepare(ScenarioContext context, CoreComponents core) {
    hooks.setUp(core);
    // Before the warm-up, so that the code of the filter for log messages is compiled, too.
    RepeatedMessages.begin();
    Optional<WarmUp.Result> warmed =
        WarmUp.run(context.coreComponents(), protocols, requests, longestWarmUp);
    warmed.flatMap(WarmUp.Result::resolution).ifPresent(recorder::resolution);
    warmUp = warmed.map(WarmUp.Result::text);
    hooks.awaitService(core);
  }

  /** The result of the warm-up in words; empty if there was none. */
  Optional<String> warmUp() {
    return warmUp;
  }
}
