package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.finding.evidence.Rise;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds a service that keeps its processors busy, uses up its quota of them, or waits for them. */
final class ProcessorSaturated implements CauseRule {

  /** The share of its processors from which a process counts as saturated. */
  private static final double FULL = 0.85;

  /** The share of a machine's processors in use from which the machine counts as full. */
  private static final double MACHINE_FULL = 0.95;

  /** The least share of a full machine that the service itself uses, so that it is no bystander. */
  private static final double OWN = 0.3;

  private static final double FACTOR = 1.5;

  /** The fewest threads that wait for a processor, on average. */
  private static final double WAITED = 0.5;

  /** The least share of the additional concurrent requests that the waiting threads explain. */
  private static final double EXPLAINED = 0.5;

  /** The least share of the quota's periods in which the quota was used up. */
  private static final double THROTTLED = 0.1;

  /** The share of the time of concurrent requests below which waits for a processor are quiet. */
  static final double LITTLE_WAIT = 0.2;

  @Override
  public Optional<Cause> examine(Evidence evidence) {
    FigureOverTime process = process(evidence);
    FigureOverTime machine = evidence.service().of(Meaning.SYSTEM_CPU);
    return throttled(evidence)
        .or(() -> full(evidence, process))
        .or(() -> waits(evidence))
        .or(() -> machineFull(evidence, process, machine))
        .map(cause -> Frames.add(cause, evidence));
  }

  /**
   * The share of the processors that the process uses. If a library counts processor seconds, they
   * are divided by the number of processors.
   */
  static FigureOverTime process(Evidence evidence) {
    FigureOverTime share = evidence.service().of(Meaning.PROCESS_CPU);
    return share.isMissing()
        ? evidence
            .service()
            .of(Meaning.PROCESS_PROCESSORS)
            .by(evidence.service().of(Meaning.PROCESSOR_COUNT))
        : share;
  }

  /**
   * The time for which threads of the service waited for a processor, as a share of the time of the
   * concurrent requests; empty if it is not known.
   */
  static OptionalDouble waited(Evidence evidence) {
    FigureOverTime waited = evidence.service().of(Meaning.CPU_WAIT);
    double concurrency = evidence.all().concurrency(evidence.during());
    return waited.readings(evidence.during()) == 0 || concurrency == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(waited.mean(evidence.during()).orElse(0) / concurrency);
  }

  private static Optional<Cause> throttled(Evidence evidence) {
    FigureOverTime throttled =
        evidence
            .service()
            .of(Meaning.THROTTLED_PERIODS)
            .by(evidence.service().of(Meaning.QUOTA_PERIODS));
    return Rise.of(evidence, throttled, FACTOR, THROTTLED)
        .map(
            rise ->
                cause(
                    Confidence.STRONG,
                    rise,
                    "the processor quota of the service was used up in "
                        + Texts.percent(rise.during())
                        + " of its periods",
                    throttled.series()));
  }

  private static Optional<Cause> full(Evidence evidence, FigureOverTime process) {
    return Rise.of(evidence, process, FACTOR, FULL)
        .or(() -> Rise.of(evidence, process, 1, FULL).filter(rise -> rise.before() < FULL))
        .map(
            rise ->
                cause(
                    Confidence.STRONG,
                    rise,
                    Texts.rose(
                        evidence,
                        "CPU of the service: "
                            + Texts.percent(rise.during())
                            + " of its processors",
                        rise,
                        Texts::percent),
                    process.series()));
  }

  /**
   * Finds threads of the service that wait for a processor, no matter which process uses the
   * processors.
   */
  private static Optional<Cause> waits(Evidence evidence) {
    FigureOverTime waited = evidence.service().of(Meaning.CPU_WAIT);
    double more =
        evidence.all().concurrency(evidence.during())
            - evidence.all().concurrency(evidence.before());
    return Rise.of(evidence, waited, FACTOR, WAITED)
        .filter(rise -> more > 0 && rise.by() >= EXPLAINED * more)
        .map(
            rise ->
                cause(
                    Confidence.STRONG,
                    rise,
                    Texts.rose(
                        evidence,
                        "threads of the service that wait for a processor: "
                            + Texts.tenths(rise.during()),
                        rise,
                        Texts::tenths),
                    waited.series()));
  }

  private static Optional<Cause> machineFull(
      Evidence evidence, FigureOverTime process, FigureOverTime machine) {
    double all = machine.mean(evidence.during()).orElse(0);
    if (all < MACHINE_FULL) {
      return Optional.empty();
    }
    List<String> series = new ArrayList<>(process.series());
    series.addAll(machine.series());
    boolean waits = waited(evidence).orElse(1) >= LITTLE_WAIT;
    return Rise.of(evidence, process, FACTOR, OWN)
        .filter(rise -> waits || rise.during() >= all / 2)
        .map(
            rise ->
                cause(
                    rise.during() >= all / 2 ? Confidence.STRONG : Confidence.SOME,
                    rise,
                    Texts.rose(
                        evidence,
                        "CPU of the service's machine: "
                            + Texts.percent(all)
                            + ", of which the service "
                            + Texts.percent(rise.during()),
                        rise,
                        Texts::percent),
                    series));
  }

  private static Cause cause(
      Confidence confidence, Rise rise, String sentence, List<String> series) {
    return new Cause(
        "CPU saturated",
        confidence,
        rise.since(),
        List.of(sentence),
        "a profile of the service under this load (JFR), less work per request, or more processors",
        Texts.PAGE + "cpu",
        series);
  }
}
