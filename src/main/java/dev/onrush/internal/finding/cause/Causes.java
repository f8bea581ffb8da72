package dev.onrush.internal.finding.cause;

import dev.onrush.internal.finding.evidence.Evidence;
import dev.onrush.result.Cause;
import dev.onrush.result.Cause.Confidence;
import dev.onrush.result.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the causes of a breach by all rules, in the order in which one cause explains the next. */
public final class Causes {

  /** The most causes that are reported; more would be a list of everything that went wrong. */
  private static final int MOST = 3;

  /**
   * The rules in order. A generator that did not keep up comes first, then a script that sends
   * nothing, as the service has no part in them. Otherwise, a cause that others wait for comes
   * first: a pool is exhausted because a lock is held, or a table is scanned; garbage is collected
   * because of log lines; requests are refused because all requests before them are slow.
   */
  private static final List<CauseRule> RULES =
      List.of(
          new GeneratorBehind(),
          new ScriptFailed(),
          new RateLimit(),
          new DebugLogging(),
          new GarbageCollection(),
          new DatabaseConnections(),
          new MissingIndex(),
          new LockConflicts(),
          new ProcessorSaturated(),
          new MemoryExhausted(),
          new OpenFiles(),
          new PoolExhausted(),
          new BlockedThreads(),
          new ConnectionRefused(),
          new AdmissionControl(),
          new DiskWaits(),
          new UpstreamLatency(),
          new ServerThreads());

  private Causes() {}

  /** The causes of a breach, the most likely first; empty if none is known. */
  public static List<Cause> of(Evidence evidence) {
    List<Cause> strong = new ArrayList<>();
    List<Cause> some = new ArrayList<>();
    for (CauseRule rule : RULES) {
      rule.examine(evidence)
          .ifPresent(cause -> (cause.confidence() == Confidence.STRONG ? strong : some).add(cause));
    }
    if (!evidence.generator().isEmpty()) {
      some.clear(); // it may be an effect of what the generator did
    } else if (!strong.isEmpty()) {
      // Some evidence without a series of the service is reported only if no cause is strong.
      some.removeIf(cause -> cause.series().isEmpty());
    }
    strong.addAll(some);
    return List.copyOf(strong.subList(0, Math.min(MOST, strong.size())));
  }

  /**
   * What the responses of a breach have in common, whether a cause is known or not.
   *
   * @param causes the causes of the breach; what they tell is not told again
   */
  public static List<Observation> observed(Evidence evidence, List<Cause> causes) {
    Optional<Observation> slower =
        evidence.generator().isEmpty() ? SlowerRequests.of(evidence) : Optional.empty();
    return Stream.of(FailedRequests.of(evidence, causes), slower)
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The figures that were read and had no part in a breach, in words.
   *
   * @param causes the causes of the breach, whose figures are left out
   */
  public static List<String> quiet(Evidence evidence, List<Cause> causes) {
    return Quiet.texts(evidence, causes);
  }
}
