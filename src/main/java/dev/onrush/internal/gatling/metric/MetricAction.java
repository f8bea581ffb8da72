package dev.onrush.internal.gatling.metric;

import dev.onrush.internal.gatling.action.Step;
import dev.onrush.internal.gatling.http.ScriptErrors;
import dev.onrush.internal.gatling.stats.MeteredStatsEngine;
import dev.onrush.internal.text.UserCode;
import io.gatling.core.action.Action;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Session;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** A step of a chain that records a sample of one of the simulation's own metrics. */
public final class MetricAction implements ActionBuilder {

  private record Sample(double value, boolean yes) {}

  private interface Sampled {
    Sample of(Session session);
  }

  /** Samples are smaller than this. */
  private static final double MAX = 1e12;

  private final MetricKind kind;
  private final String metric;
  private final Sampled sampled;

  private MetricAction(MetricKind kind, String metric, Sampled sampled) {
    this.kind = kind;
    this.metric = metric;
    this.sampled = sampled;
  }

  /** Returns a step that records a number, 0 or more. */
  public static MetricAction value(
      MetricKind kind, String metric, ToDoubleFunction<Session> value) {
    return new MetricAction(
        kind, metric, session -> new Sample(value.applyAsDouble(session), true));
  }

  /** Returns a step that records a yes or a no. */
  public static MetricAction yesOrNo(String metric, Predicate<Session> yes) {
    return new MetricAction(
        MetricKind.RATE,
        metric,
        session -> {
          boolean is = yes.test(session);
          return new Sample(is ? 1 : 0, is);
        });
  }

  @Override
  public io.gatling.core.action.builder.ActionBuilder asScala() {
    return new Recording();
  }

  /** The step as an action builder of Gatling. */
  public final class Recording implements io.gatling.core.action.builder.ActionBuilder {

    /** The name of the metric, as thresholds refer to it. */
    public String metric() {
      return metric;
    }

    /** The kind of the metric. */
    public MetricKind kind() {
      return kind;
    }

    @Override
    public Action build(ScenarioContext ctx, Action next) {
      StatsEngine engine = ctx.coreComponents().statsEngine();
      return new Step(
          "onrush-metric",
          session -> {
            if (engine instanceof MeteredStatsEngine metered) {
              record(metered, session);
            } // otherwise a plain Gatling simulation, which is not measured
            next.$bang(session);
          },
          next);
    }
  }

  /** Whether a number can be a sample. */
  public static boolean isAllowed(double value) {
    return value >= 0 && value < MAX;
  }

  /** Says that a number cannot be a sample, and what can. */
  public static String notAllowed(double value) {
    return "value was " + value + "; 0 or more, and less than 10^12, is allowed";
  }

  /**
   * Records a sample. A sample that cannot be taken is recorded as a failure, which reports show,
   * and the user goes on.
   */
  private void record(MeteredStatsEngine engine, io.gatling.core.session.Session session) {
    try {
      Sample sample = sampled.of(new Session(session));
      if (isAllowed(sample.value)) {
        if (kind == MetricKind.RATE) {
          engine.rate(session.scenario(), metric, sample.yes);
        } else {
          engine.metric(session.scenario(), metric, sample.value);
        }
      } else { // not thrown, since a stack trace for each sample would hold up the event loop
        failed(engine, session, notAllowed(sample.value));
      }
    } catch (Throwable e) { // checked ones too, which Kotlin code can throw
      ScriptErrors.rethrowFatal(e);
      failed(engine, session, UserCode.text(e));
    }
  }

  private void failed(
      MeteredStatsEngine engine, io.gatling.core.session.Session session, String error) {
    engine.logRequestCrash(session.scenario(), session.groups(), "metric " + metric, error);
  }
}
