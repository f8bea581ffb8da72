package dev.onrush.internal.gatling.stats;

import dev.onrush.internal.gatling.field.GatlingField;
import dev.onrush.internal.metrics.recording.Recorder;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.DataWritersStatsEngine;
import io.gatling.core.stats.StatsEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List;
import scala.collection.immutable.Seq;

/**
 * Gatling's own console table, log and report. Each receives the events of the run with the secrets
 * in their names and messages masked. Does nothing if Gatling has none of them.
 */
final class GatlingOutput {

  private static final GatlingField WRITERS =
      GatlingField.of(DataWritersStatsEngine.class, "dataWriters");

  private final StatsEngine engine;
  private final UnaryOperator<String> mask;

  /** Whether the engine has a listener. */
  private final boolean heard;

  private final ThreadLocal<Map<String, String>> masked = ThreadLocal.withInitial(HashMap::new);

  /** Creates the output of an engine, whose secrets {@code mask} hides. */
  GatlingOutput(StatsEngine engine, UnaryOperator<String> mask) {
    this.engine = engine;
    this.mask = mask;
    this.heard = isHeard(engine);
  }

  private static boolean isHeard(StatsEngine engine) {
    return engine instanceof DataWritersStatsEngine
        ? !((Seq<?>) WRITERS.get(engine)).isEmpty()
        : !(engine instanceof SilentStats);
  }

  /** Passes on a response, with the parameters of {@link StatsEngine#logResponse}. */
  void response(
      String scenario,
      List<String> groups,
      String request,
      long start,
      long end,
      Status status,
      Option<String> code,
      Option<String> message) {
    if (heard) {
      engine.logResponse(
          scenario,
          masked(groups),
          masked(request),
          start,
          end,
          status,
          code,
          message.isEmpty() ? message : Option.apply(mask.apply(message.get())));
    }
  }

  /**
   * Passes on a call of Java code as a response.
   *
   * @param start in milliseconds
   * @param took in nanoseconds
   * @param error the reason of a failure; null if the call succeeded
   */
  void call(Session session, String name, long start, long took, @Nullable String error) {
    if (heard) {
      response(
          session.scenario(),
          session.groups(),
          name,
          start,
          start + TimeUnit.NANOSECONDS.toMillis(took),
          error == null ? OK$.MODULE$ : KO$.MODULE$,
          Option.empty(),
          Option.apply(error));
    }
  }

  /** Passes on the end of a group. */
  void group(String scenario, GroupBlock group, long exit) {
    if (heard) {
      engine.logGroupEnd(
          scenario,
          new GroupBlock(
              masked(group.groups()),
              group.startTimestamp(),
              group.cumulatedResponseTime(),
              group.status()),
          exit);
    }
  }

  /** Passes on a request that could not be built. */
  void crash(String scenario, List<String> groups, String request, String error) {
    if (heard) {
      engine.logRequestCrash(scenario, masked(groups), masked(request), mask.apply(error));
    }
  }

  private String masked(String name) {
    Map<String, String> known = masked.get();
    String shown = known.get(name);
    if (shown == null) {
      shown = mask.apply(name);
      if (known.size() < Recorder.MAX_NAMES) {
        known.put(name, shown);
      }
    }
    return shown;
  }

  private List<String> masked(List<String> names) {
    return names.isEmpty() ? names : names.map(this::masked);
  }
}
