package dev.onrush.internal.export;

/**
 * A metric that is exported, under corresponding names everywhere: {@code onrush.response_time} of
 * OpenTelemetry is {@code onrush_response_time_seconds} of Prometheus, whether it was scraped, or
 * pushed and translated.
 */
enum ExportedMetric {
  /** Labels: request, user class, phase and outcome. */
  REQUESTS("requests", Kind.COUNTER, Unit.NONE, "Requests that ended, by outcome."),
  /** Labels: request, user class and phase. */
  UNSENT(
      "unsent",
      Kind.COUNTER,
      Unit.NONE,
      "Requests that could not be built, and functions of the script that threw an exception."),
  /** Labels: request, user class, phase and status code. */
  RESPONSES("responses", Kind.COUNTER, Unit.NONE, "Responses by status code."),
  /** Labels: status code and error text. */
  FAILURES("failures", Kind.COUNTER, Unit.NONE, "Failed requests by error message."),
  /** Labels: request, user class, phase and outcome. */
  RESPONSE_TIME(
      "response_time",
      Kind.HISTOGRAM,
      Unit.SECONDS,
      "Response times, including those of failed requests."),
  /** Labels: group, user class, phase and outcome. */
  GROUP_TIME(
      "group_time",
      Kind.HISTOGRAM,
      Unit.SECONDS,
      "Time from entering a group of requests to leaving it, including waits."),
  /** Label: user class. */
  ARRIVAL_LAG(
      "arrival_lag",
      Kind.HISTOGRAM,
      Unit.SECONDS,
      "Start delay: the time from when a user was due to when it started."),
  /** Labels: metric, user class, phase and outcome. */
  CUSTOM(
      "custom",
      Kind.HISTOGRAM,
      Unit.NONE,
      "Metrics of the simulation; a \"no\" of a rate has the outcome failed."),
  /** Label: user class. */
  USERS_ACTIVE("users_active", Kind.GAUGE, Unit.NONE, "Active users."),
  /** Label: user class. */
  USERS_STARTED("users_started", Kind.COUNTER, Unit.NONE, "Started users."),
  /** Label: user class. */
  USERS_ENDED("users_ended", Kind.COUNTER, Unit.NONE, "Ended users."),
  /** Labels: workload (closed or open), and the flow if there are several. */
  PLANNED_LEVEL(
      "planned_level",
      Kind.GAUGE,
      Unit.NONE,
      "Planned users of a closed workload, or arrivals per second of an open one."),
  /** Label: phase. */
  PHASE("phase", Kind.GAUGE, Unit.NONE, "1 for the current phase, 0 for the others."),
  /** Labels: what identifies the run. */
  RUN("run", Kind.GAUGE, Unit.NONE, "Always 1; its labels say which run this is."),
  /** No labels; measured since the start of the run. */
  ELAPSED("elapsed", Kind.GAUGE, Unit.SECONDS, "Time since the run's start."),
  /** No labels; counts only interventions by hand. */
  INTERVENTIONS("interventions", Kind.COUNTER, Unit.NONE, "Commands given by hand."),
  /** Labels: threshold, severity and unit. */
  THRESHOLD_ACTUAL(
      "threshold_actual",
      Kind.GAUGE,
      Unit.NONE,
      "Measured value of a threshold, in the unit of its label."),
  /** Labels: threshold, severity, unit and sign. */
  THRESHOLD_BOUND(
      "threshold_bound", Kind.GAUGE, Unit.NONE, "Bound of a threshold, in the unit of its label."),
  /** Labels: threshold and severity. */
  THRESHOLD_SAMPLES("threshold_samples", Kind.GAUGE, Unit.NONE, "Samples of a threshold so far."),
  /** Labels: threshold, severity and verdict. */
  THRESHOLD_VERDICT(
      "threshold_verdict",
      Kind.GAUGE,
      Unit.NONE,
      "1 for the verdict of a threshold if the run ended now, 0 for the others."),
  /** Label: verdict. */
  VERDICT(
      "verdict",
      Kind.GAUGE,
      Unit.NONE,
      "1 for the verdict of the run, 0 for the others; RUNNING until it has ended."),
  /** No labels; a share of all processors. */
  GENERATOR_CPU(
      "generator_cpu", Kind.GAUGE, Unit.RATIO, "Share of all processors that the generator uses."),
  /** No labels; a share of all processors. */
  MACHINE_CPU("machine_cpu", Kind.GAUGE, Unit.RATIO, "Share of all processors that are busy."),
  /** No labels; a share of the heap's limit. */
  GENERATOR_HEAP(
      "generator_heap", Kind.GAUGE, Unit.RATIO, "The generator's heap divided by its limit."),
  /** No labels; counts since the start of the run. */
  GENERATOR_GC(
      "generator_gc", Kind.COUNTER, Unit.SECONDS, "The generator's time in garbage collection."),
  /** No labels; the value of the last interval. */
  GENERATOR_STANDSTILL(
      "generator_standstill",
      Kind.GAUGE,
      Unit.SECONDS,
      "Longest time within the last second in which the generator did not run."),
  /** No labels; the value of the last interval. */
  GENERATOR_LOOP_LAG(
      "generator_event_loop_lag",
      Kind.GAUGE,
      Unit.SECONDS,
      "Longest delay of an event-loop timer within the last second."),
  /** No labels; the current number. */
  GENERATOR_FILES("generator_open_files", Kind.GAUGE, Unit.NONE, "Open file descriptors."),
  /** Label: exporter. */
  EXPORT_MISSED(
      "export_missed",
      Kind.COUNTER,
      Unit.NONE,
      "Failed pushes, failed scrapes and missed intervals.");

  /** The kind of a metric. */
  enum Kind {
    /** A sum since the run's start. */
    COUNTER,
    /** The current value. */
    GAUGE,
    /** The distribution of all samples since the run's start. */
    HISTOGRAM
  }

  /** The unit of a metric. */
  enum Unit {
    NONE("", ""),
    SECONDS("s", "_seconds"),
    /** A share from 0 to 1. */
    RATIO("1", "_ratio");

    private final String symbol;
    private final String suffix;

    Unit(String symbol, String suffix) {
      this.symbol = symbol;
      this.suffix = suffix;
    }

    /** The symbol of the unit in UCUM. */
    String symbol() {
      return symbol;
    }
  }

  private final String name;
  private final Kind kind;
  private final Unit unit;
  private final String help;

  ExportedMetric(String name, Kind kind, Unit unit, String help) {
    this.name = name;
    this.kind = kind;
    this.unit = unit;
    this.help = help;
  }

  /** The name in OpenTelemetry: {@code onrush.response_time}. */
  String openTelemetry() {
    return "onrush." + name;
  }

  /**
   * The name in Prometheus: {@code onrush_response_time_seconds}; on the wire, the name of a
   * counter also ends in {@code _total}.
   */
  String prometheus() {
    return "onrush_" + name + unit.suffix;
  }

  Kind kind() {
    return kind;
  }

  Unit unit() {
    return unit;
  }

  String help() {
    return help;
  }
}
