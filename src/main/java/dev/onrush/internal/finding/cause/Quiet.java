package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.result.Cause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Finds the figures of the service that were read during a breach and were far from any limit. */
final class Quiet {

  private static final double CPU = 0.7;
  private static final double MACHINE = 0.9;
  private static final double PAUSES = 0.05;
  private static final double USED = 0.8;
  private static final double WAITERS = 0.5;
  private static final double DISK = 0.2;

  /**
   * The share of the readings of a breach that may be at a limit; with more, a figure is not quiet.
   */
  private static final double SELDOM = 0.2;

  private Quiet() {}

  /**
   * A figure with the bound below which it is quiet.
   *
   * @param most the bound
   * @param high the share of its readings that reach the bound
   * @param isSilent whether the figure was read only at another time
   * @param series the expressions of the figure
   */
  private record BoundedFigure(
      String text,
      OptionalDouble mean,
      double most,
      double high,
      boolean isSilent,
      List<String> series) {

    static BoundedFigure of(Evidence evidence, FigureOverTime figure, double most, String text) {
      return new BoundedFigure(
          text,
          figure.mean(evidence.during()),
          most,
          figure.share(evidence.during(), value -> value >= most),
          figure.isSilent(evidence.during()),
          figure.series());
    }

    boolean isKnown() {
      return mean.isPresent();
    }

    boolean isUsedBy(Cause cause) {
      return !Collections.disjoint(series, cause.series());
    }

    boolean isQuiet() {
      return isKnown() && !isSilent && mean.getAsDouble() < most && high < SELDOM;
    }
  }

  /**
   * All figures that may be quiet.
   *
   * @param processor the processor time of the service
   * @param processorWaits how much the service is kept from the processors
   * @param others the figures of other resources
   */
  private record Figures(
      BoundedFigure processor, BoundedFigure processorWaits, List<BoundedFigure> others) {

    Stream<BoundedFigure> all() {
      return Stream.concat(Stream.of(processor, processorWaits), others.stream());
    }

    /**
     * Whether the service does not get the processors that it needs. Then its processor time says
     * nothing, however low it is.
     */
    boolean isKeptFromProcessors() {
      return processorWaits.isKnown() && !processorWaits.isQuiet();
    }
  }

  /**
   * The quiet figures in words, such as {@code CPU 41 %}, {@code garbage collection 1 %} or {@code
   * connection pool 3 of 10}.
   *
   * @param causes the causes of the breach, of which a figure is evidence if they use it
   */
  static List<String> texts(Evidence evidence, List<Cause> causes) {
    Figures figures = figures(evidence);
    Stream<BoundedFigure> candidates =
        figures.isKeptFromProcessors() ? figures.others().stream() : figures.all();
    return candidates
        .filter(BoundedFigure::isQuiet)
        .filter(figure -> causes.stream().noneMatch(figure::isUsedBy))
        .map(BoundedFigure::text)
        .toList();
  }

  /**
   * Whether the processor time is known, no known resource is near its limit, and all sources still
   * answer.
   */
  static boolean isQuiet(Evidence evidence) {
    Figures figures = figures(evidence);
    return figures.processor().isKnown()
        && figures.all().allMatch(f -> f.isQuiet() || !(f.isKnown() || f.isSilent));
  }

  private static Figures figures(Evidence evidence) {
    return new Figures(
        share(evidence, "CPU", ProcessorSaturated.process(evidence), CPU),
        processorWaits(evidence),
        others(evidence));
  }

  private static List<BoundedFigure> others(Evidence evidence) {
    List<BoundedFigure> figures = new ArrayList<>();
    figures.add(
        share(evidence, "garbage collection", evidence.service().of(Meaning.GC_TIME), PAUSES));
    figures.addAll(used(evidence, "connection pool", Meaning.POOL_USED, Meaning.POOL_LIMIT));
    figures.addAll(
        used(
            evidence,
            "database connections",
            Meaning.DATABASE_CONNECTIONS,
            Meaning.DATABASE_CONNECTIONS_LIMIT));
    figures.addAll(
        used(
            evidence, "server threads", Meaning.SERVER_THREADS_BUSY, Meaning.SERVER_THREADS_LIMIT));
    memory(evidence).ifPresent(figures::add);
    figures.add(share(evidence, "disk waits", evidence.service().of(Meaning.DISK_WAIT), DISK));
    FigureOverTime waiters = evidence.service().of(Meaning.LOCK_WAITERS);
    figures.add(
        BoundedFigure.of(
            evidence,
            waiters,
            WAITERS,
            "lock waits " + Texts.tenths(waiters.mean(evidence.during()).orElse(0))));
    return figures;
  }

  /**
   * How much the service is kept from the processors. Threads that wait for a processor show it,
   * however full the machine is; without such readings, the CPU of the machine does.
   */
  private static BoundedFigure processorWaits(Evidence evidence) {
    OptionalDouble waited = ProcessorSaturated.waited(evidence);
    return waited.isEmpty()
        ? share(evidence, "CPU of its machine", evidence.service().of(Meaning.SYSTEM_CPU), MACHINE)
        : new BoundedFigure(
            "waits for a processor " + Texts.percent(waited.getAsDouble()) + " of the time",
            waited,
            ProcessorSaturated.LITTLE_WAIT,
            0,
            false,
            evidence.service().of(Meaning.CPU_WAIT).series());
  }

  private static BoundedFigure share(
      Evidence evidence, String name, FigureOverTime figure, double most) {
    String text = name + " " + Texts.percent(figure.mean(evidence.during()).orElse(0));
    return BoundedFigure.of(evidence, figure, most, text);
  }

  /** The memory of the service or of its machine, whichever is fuller. */
  private static Optional<BoundedFigure> memory(Evidence evidence) {
    return evidence.service().instances(Meaning.MEMORY_LIMIT).stream()
        .map(
            of ->
                evidence
                    .service()
                    .of(Meaning.MEMORY_USED, of)
                    .by(evidence.service().of(Meaning.MEMORY_LIMIT, of)))
        .map(share -> share(evidence, "memory", share, Ceiling.FULL))
        .filter(BoundedFigure::isKnown)
        .max(Comparator.comparingDouble(figure -> figure.mean.orElse(0)));
  }

  private static List<BoundedFigure> used(
      Evidence evidence, String name, Meaning used, Meaning limit) {
    List<BoundedFigure> figures = new ArrayList<>();
    for (String instance : evidence.service().instances(limit)) {
      FigureOverTime of = evidence.service().of(used, instance);
      FigureOverTime most = evidence.service().of(limit, instance);
      figures.add(
          BoundedFigure.of(
              evidence,
              of.by(most),
              USED,
              name
                  + " "
                  + Texts.count(of.mean(evidence.during()).orElse(0))
                  + " of "
                  + Texts.count(most.mean(evidence.during()).orElse(0))));
    }
    return figures;
  }
}
