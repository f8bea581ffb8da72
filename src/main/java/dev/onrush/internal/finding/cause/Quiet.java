package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Ceiling;
import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Finds the figures of the service that were read during a breach and were far from any limit. */
final class Quiet {

  private static final double CPU = 0.7;
  private static final double MACHINE = 0.9;
  private static final double PAUSES = 0.05;
  private static final double USED = 0.8;
  private static final double WAITERS = 0.5;
  private static final double DISK = 0.2;

  /** The share of the time of concurrent requests below which waits for a processor are quiet. */
  private static final double KEPT = 0.2;

  private Quiet() {}

  /**
   * The share of the readings of a breach that may be at a limit; with more, a figure is not quiet.
   */
  private static final double SELDOM = 0.2;

  /**
   * A figure with the bound below which it is quiet.
   *
   * @param most the bound
   * @param high the share of its readings that reach the bound
   * @param isSilent whether the figure was read only at another time
   */
  private record Look(
      String text, OptionalDouble mean, double most, double high, boolean isSilent) {

    static Look of(Evidence evidence, FigureOverTime figure, double most, String text) {
      return new Look(
          text,
          figure.mean(evidence.during()),
          most,
          figure.share(evidence.during(), value -> value >= most),
          figure.isSilent(evidence.during()));
    }

    boolean isKnown() {
      return mean.isPresent();
    }

    boolean isQuiet() {
      return isKnown() && !isSilent && mean.getAsDouble() < most && high < SELDOM;
    }
  }

  /**
   * The quiet figures in words, such as {@code CPU 41 %}, {@code garbage collection 1 %} or {@code
   * connection pool 3 of 10}.
   */
  static List<String> texts(Evidence evidence) {
    List<Look> looks = looks(evidence);
    // On a full machine, a process that gets little of the processors is not quiet, but kept from
    // them.
    boolean full = looks.get(1).isKnown() && !looks.get(1).isQuiet();
    return looks.stream().skip(full ? 2 : 0).filter(Look::isQuiet).map(Look::text).toList();
  }

  /**
   * Whether the processor time is known, no known resource is near its limit, and all sources still
   * answer.
   */
  static boolean isQuiet(Evidence evidence) {
    List<Look> looks = looks(evidence);
    return looks.get(0).isKnown()
        && looks.stream().allMatch(l -> l.isQuiet() || !(l.isKnown() || l.isSilent));
  }

  private static List<Look> looks(Evidence evidence) {
    List<Look> looks = new ArrayList<>();
    looks.add(share(evidence, "CPU", ProcessorSaturated.process(evidence), CPU));
    looks.add(kept(evidence));
    looks.add(
        share(evidence, "garbage collection", evidence.service().of(Meaning.GC_TIME), PAUSES));
    used(evidence, looks, "connection pool", Meaning.POOL_USED, Meaning.POOL_LIMIT);
    used(
        evidence,
        looks,
        "database connections",
        Meaning.DATABASE_CONNECTIONS,
        Meaning.DATABASE_CONNECTIONS_LIMIT);
    used(
        evidence,
        looks,
        "server threads",
        Meaning.SERVER_THREADS_BUSY,
        Meaning.SERVER_THREADS_LIMIT);
    memory(evidence).ifPresent(looks::add);
    looks.add(share(evidence, "disk waits", evidence.service().of(Meaning.DISK_WAIT), DISK));
    FigureOverTime waiters = evidence.service().of(Meaning.LOCK_WAITERS);
    looks.add(
        Look.of(
            evidence,
            waiters,
            WAITERS,
            "lock waits " + Texts.tenths(waiters.mean(evidence.during()).orElse(0))));
    return looks;
  }

  /**
   * How much the service is kept from the processors. Threads that wait for a processor show it,
   * however full the machine is; without such readings, the CPU of the machine does.
   */
  private static Look kept(Evidence evidence) {
    FigureOverTime waited = evidence.service().of(Meaning.CPU_WAIT);
    double atWork = evidence.load().atWork(evidence.during());
    if (waited.readings(evidence.during()) == 0 || atWork == 0) {
      return share(
          evidence, "CPU of its machine", evidence.service().of(Meaning.SYSTEM_CPU), MACHINE);
    }
    double share = waited.mean(evidence.during()).orElse(0) / atWork;
    return new Look(
        "waits for a processor " + Texts.percent(share) + " of the time",
        OptionalDouble.of(share),
        KEPT,
        0,
        false);
  }

  private static Look share(Evidence evidence, String name, FigureOverTime figure, double most) {
    String text = name + " " + Texts.percent(figure.mean(evidence.during()).orElse(0));
    return Look.of(evidence, figure, most, text);
  }

  /** The memory of the service or of its machine, whichever is fuller. */
  private static Optional<Look> memory(Evidence evidence) {
    return evidence.service().instances(Meaning.MEMORY_LIMIT).stream()
        .map(
            of ->
                evidence
                    .service()
                    .of(Meaning.MEMORY_USED, of)
                    .by(evidence.service().of(Meaning.MEMORY_LIMIT, of)))
        .map(share -> share(evidence, "memory", share, Ceiling.FULL))
        .filter(Look::isKnown)
        .max(Comparator.comparingDouble(look -> look.mean.orElse(0)));
  }

  private static void used(
      Evidence evidence, List<Look> looks, String name, Meaning used, Meaning limit) {
    for (String instance : evidence.service().instances(limit)) {
      FigureOverTime of = evidence.service().of(used, instance);
      FigureOverTime most = evidence.service().of(limit, instance);
      looks.add(
          Look.of(
              evidence,
              of.by(most),
              USED,
              name
                  + " "
                  + Texts.count(of.mean(evidence.during()).orElse(0))
                  + " of "
                  + Texts.count(most.mean(evidence.during()).orElse(0))));
    }
  }
}
