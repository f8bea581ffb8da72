package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.internal.finding.evidence.FigureOverTime;
import dev.onrush.internal.service.Meaning;
import dev.onrush.units.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What was read of the service during a breach and is far from any limit. */
final class Quiet {

  private static final double CPU = 0.7;
  private static final double MACHINE = 0.9;
  private static final double PAUSES = 0.05;
  private static final double USED = 0.8;
  private static final double WAITERS = 0.5;

  private Quiet() {}

  /** Of the readings of a breach; more of them at a limit are not quiet. */
  private static final double SELDOM = 0.2;

  /**
   * A figure and how high it may be.
   *
   * @param high the share of its readings that are above
   */
  private record Look(String text, OptionalDouble mean, double most, double high) {

    static Look of(Evidence evidence, FigureOverTime figure, double most, String text) {
      return new Look(
          text,
          figure.mean(evidence.during()),
          most,
          figure.share(evidence.during(), value -> value >= most));
    }

    boolean isKnown() {
      return mean.isPresent();
    }

    boolean isQuiet() {
      return isKnown() && mean.getAsDouble() < most && high < SELDOM;
    }
  }

  /** {@code CPU 41 %}, {@code garbage collection 1 %}, {@code connection pool 3 of 10}. */
  static List<String> texts(Evidence evidence) {
    List<Look> looks = looks(evidence);
    // On a full machine a process that gets little of it is not quiet, but kept from it.
    boolean full = looks.get(1).isKnown() && !looks.get(1).isQuiet();
    return looks.stream().skip(full ? 2 : 0).filter(Look::isQuiet).map(Look::text).toList();
  }

  /** Whether its processor is known, and nothing that is known is near a limit. */
  static boolean isQuiet(Evidence evidence) {
    List<Look> looks = looks(evidence);
    return looks.get(0).isKnown() && looks.stream().allMatch(l -> !l.isKnown() || l.isQuiet());
  }

  private static List<Look> looks(Evidence evidence) {
    List<Look> looks = new ArrayList<>();
    looks.add(share(evidence, "CPU", ProcessorSaturated.process(evidence), CPU));
    looks.add(
        share(evidence, "CPU of its machine", evidence.service().of(Meaning.SYSTEM_CPU), MACHINE));
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
    FigureOverTime waiters = evidence.service().of(Meaning.LOCK_WAITERS);
    looks.add(Look.of(evidence, waiters, WAITERS, "lock waits " + tenths(evidence, waiters)));
    return looks;
  }

  private static String tenths(Evidence evidence, FigureOverTime figure) {
    return Quantity.plain(Math.round(10 * figure.mean(evidence.during()).orElse(0)) / 10.0);
  }

  private static Look share(Evidence evidence, String name, FigureOverTime figure, double most) {
    String text = name + " " + Texts.percent(figure.mean(evidence.during()).orElse(0));
    return Look.of(evidence, figure, most, text);
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
